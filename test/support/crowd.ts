import type { Random } from '../../src/rank/forecast/random.ts';
import { type ArgillaCalls, createCalls } from './argilla-calls.ts';
import { findDeployed, makeRaters, readAllRecords } from './test-raters.ts';

interface OpenRecord {
  id: string;
  externalId: string;
  raters: Set<string>;
}

const mostAtOnce = 8;

/** Raters with a long tail of activity, who rate live prompts and remember every acknowledged answer. */
export class Crowd {
  /** `external_id rater-id` → value. */
  readonly given = new Map<string, number>();
  /** Number of visits that found nothing to rate. */
  turnedAway = 0;
  private readonly name: string;
  private readonly random: Random;
  private raterIds: string[] = [];
  private calls = new Map<string, ArgillaCalls>();
  private open: OpenRecord[] = [];

  /** For the dataset deployed under `name`. */
  constructor(name: string, random: Random) {
    this.name = name;
    this.random = random;
  }

  async join(owner: ArgillaCalls, count: number): Promise<void> {
    const { workspaceId } = await findDeployed(owner, this.name);
    const raters = await makeRaters(owner, workspaceId, count);
    this.raterIds = raters.map(({ id }) => id);
  }

  /** Updates what raters see: the records that are live now, and their own keys, which a restore changed. */
  async look(owner: ArgillaCalls): Promise<void> {
    const { datasetId } = await findDeployed(owner, this.name);
    const records = await readAllRecords(owner, datasetId);
    this.open = records
      .filter(({ status }) => status === 'pending')
      .map(({ id, external_id: externalId, responses }) => ({
        id,
        externalId,
        raters: new Set(responses.map(({ user_id: rater }) => rater)),
      }));
    const users: { id: string; api_key: string }[] = (await owner.get('/users')).body.items;
    this.calls = new Map(users.map(({ id, api_key: key }) => [id, createCalls(owner.url, key)]));
  }

  /** Gives about this many answers by random raters. Calls `between` between visits. Returns how many were given. */
  async rate(answers: number, overlap: number, between: (share: number) => void): Promise<number> {
    let done = 0;
    for (let tries = 0; done < answers && tries < 20 * answers; tries += 1) {
      const before = done;
      done += await this.visit(Math.min(answers - done, 1 + this.random.below(mostAtOnce)), overlap);
      between((done - before) / answers);
    }
    return done;
  }

  /** A rater answers at most `most` live records that are new to them, chosen at random. */
  private async visit(most: number, overlap: number): Promise<number> {
    const rater = this.pickRater();
    const fresh = this.open.filter(({ raters }) => raters.size < overlap && !raters.has(rater));
    if (fresh.length === 0) {
      this.turnedAway += 1;
      return 0;
    }
    const chosen = new Set(Array.from({ length: most }, () => fresh[this.random.below(fresh.length)]));
    const answers = [...chosen].flatMap((record) =>
      record === undefined ? [] : [{ record, value: 1 + this.random.below(5) }],
    );
    await this.send(rater, answers);
    return answers.length;
  }

  /** Throws if the server rejected an answer: only acknowledged answers are expected later. */
  private async send(rater: string, answers: readonly { record: OpenRecord; value: number }[]): Promise<void> {
    const items = answers.map(({ record, value }) => ({
      record_id: record.id,
      status: 'submitted',
      values: { quality: { value } },
    }));
    const answer = await this.calls.get(rater)?.post('/me/responses/bulk', { items });
    const results: { error: unknown }[] = answer?.body.items ?? [];
    for (const [index, { record, value }] of answers.entries()) {
      if (results[index]?.error !== null) throw new Error(`not taken: ${JSON.stringify(answer?.body)}`);
      record.raters.add(rater);
      this.given.set(`${record.externalId} ${rater}`, value);
    }
  }

  /** Activity falls off as 1 / (rank + 3). */
  private pickRater(): string {
    const weights = this.raterIds.map((_, index) => 1 / (index + 3));
    let rest = this.random.uniform() * weights.reduce((a, b) => a + b, 0);
    for (const [index, id] of this.raterIds.entries()) {
      rest -= weights[index] ?? 0;
      if (rest <= 0) return id;
    }
    return this.raterIds.at(-1) ?? '';
  }
}
