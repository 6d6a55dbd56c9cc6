import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { hashPrompt, newestNormalization, normalizePrompt } from '../../../src/build/normalize-prompt.ts';
import { deploy } from '../../../src/campaign/deploy.ts';
import type { OpenCampaign } from '../../../src/campaign/open/types.ts';
import { publish } from '../../../src/campaign/publish.ts';
import { pull, type PullOptions, type PullResult } from '../../../src/campaign/pull.ts';
import { push, type PushOptions, type PushResult } from '../../../src/campaign/push.ts';
import { restore } from '../../../src/campaign/restore.ts';
import { sync, SyncIncompleteError, type SyncResult } from '../../../src/campaign/sync.ts';
import { PrankError } from '../../../src/lib/errors.ts';
import type { Prompt } from '../../../src/model.ts';
import { makeRandom, type Random } from '../../../src/rank/forecast/random.ts';
import { answersOf } from '../../../src/ratings/current-view.ts';
import { ok } from '../argilla-calls.ts';
import { makePrompt } from '../embedded-campaign.ts';
import { readRows } from '../read-rows.ts';
import { findDeployed } from '../test-raters.ts';
import { ActedCampaign, type LosableServer, releaseName } from './acted-campaign.ts';
import { ExpectedLog, type HeldRecord, saidOf, timeOf } from './expected-log.ts';
import { OtherActor } from './other-actor.ts';

const ratingsPath = join('ratings', 'train-00000-of-00001.parquet');

/** Seeds from 1 and the number of steps; `ACTOR_SEED` and `ACTOR_STEPS` choose others, to replay a failure. */
export function chooseGames(count: number): { seeds: number[]; steps: number } {
  const { ACTOR_SEED: seeds, ACTOR_STEPS: steps } = process.env;
  return {
    seeds: seeds?.split(',').map(Number) ?? Array.from({ length: count }, (_, index) => index + 1),
    steps: Number(steps ?? 200),
  };
}

export interface Played {
  /** How often each move was made. */
  moves: Map<string, number>;
  released: number;
}

/**
 * Plays a campaign on whose dataset another program works, and compares after every command with what must be there.
 * The same seed gives the same moves. Throws with the seed and all moves so far.
 */
export async function playOtherActor(
  server: LosableServer,
  { seed, steps, name }: { seed: number; steps: number; name: string },
): Promise<Played> {
  const game = await Game.start(server, name, seed);
  try {
    return await game.play(steps);
  } catch (error) {
    const lines = game.said.map((line, index) => `${index}. ${shorten(line)}`);
    throw new Error(`seed ${seed}, after these moves:\n${lines.join('\n')}\n${describe(error)}`, { cause: error });
  } finally {
    await game.campaign.close();
  }
}

/** Ids are long, and their beginnings differ. */
function shorten(line: string): string {
  return line.replaceAll(/\b([0-9a-f]{4})[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b/gu, '$1');
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

class Game {
  readonly campaign: ActedCampaign;
  readonly said: string[] = [];
  private readonly random: Random;
  private readonly actor: OtherActor;
  private readonly prompts: ReadonlyMap<string, Prompt>;
  private readonly log: ExpectedLog;
  private readonly moves = new Map<string, number>();
  /** Prompts that prank has seen in the dataset, or pushed into it. */
  private readonly seen = new Set<string>();
  private released = 0;
  /** Whether the organizer's machine has something to sync, even if nothing happens on the server before that. */
  private isSyncDue = false;

  private constructor(
    campaign: ActedCampaign,
    random: Random,
    actor: OtherActor,
    prompts: ReadonlyMap<string, Prompt>,
    log: ExpectedLog,
  ) {
    this.campaign = campaign;
    this.random = random;
    this.actor = actor;
    this.prompts = prompts;
    this.log = log;
  }

  static async start(server: LosableServer, name: string, seed: number): Promise<Game> {
    const prompts = Array.from({ length: 12 }, (_, index) => promptOf(`Prompt ${index} of the other actor`));
    const byId = new Map(prompts.map((prompt) => [prompt.id, prompt]));
    const random = makeRandom(seed, 0, 'answers');
    const campaign = await ActedCampaign.start(server, name, prompts);
    const where = { owner: () => campaign.owner, name, ...(await findDeployed(campaign.owner, name)) };
    const texts = [
      ...prompts.map(({ prompt }) => prompt),
      ...prompts.slice(0, 4).map(({ prompt }) => ` ${prompt.toUpperCase()} `),
      ...Array.from({ length: 6 }, (_, index) => `Another text ${index}`),
    ];
    const actor = await OtherActor.join(where, random, texts);
    return new Game(campaign, random, actor, byId, new ExpectedLog(textOf));
  }

  async play(steps: number): Promise<Played> {
    await this.sync({}, this.campaign.open());
    while (this.said.length < steps) await this.step();
    await this.pull({ full: true });
    await this.publish(true);
    await this.actor.assertCopiesUntouched();
    return { moves: this.moves, released: this.released };
  }

  private async step(): Promise<void> {
    const kinds: [number, string, () => Promise<unknown>][] = [
      [70, 'other', () => this.other()],
      [8, 'pull', () => this.pull()],
      [4, 'full pull', () => this.pull({ full: true })],
      [4, 'push', () => this.push()],
      [2, 'push again', () => this.push({ again: true })],
      [2, 'push overwrite', () => this.pushSafely({ overwrite: true })],
      [1, 'push prune', () => this.pushSafely({ prune: true })],
      [3, 'sync', () => this.sync({ full: this.random.below(3) === 0 }, this.campaign.open())],
      [1, 'sync elsewhere', async () => this.sync({}, await this.campaign.openElsewhere())],
      [1, 'publish', () => this.publish(false)],
      [1, 'deploy', () => this.deploy()],
      [1, 'wipe', () => this.wipe()],
    ];
    let rest = this.random.below(kinds.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, kind, play] of kinds) {
      if (rest < weight) {
        this.moves.set(kind, (this.moves.get(kind) ?? 0) + 1);
        await play();
        return;
      }
      rest -= weight;
    }
  }

  private async other(): Promise<void> {
    const said = await this.actor.move();
    if (said !== undefined) this.said.push(said);
  }

  private async pull(options: PullOptions = {}): Promise<void> {
    this.said.push(`prank pull ${JSON.stringify(options)}`);
    const before = await this.actor.records();
    const result = await this.withDeletions((more) => pull(this.campaign.open(), { ...options, ...more }));
    expect((await this.actor.records()).map(clientPartOf)).toEqual(before.map(clientPartOf));
    await this.expectPulled(before, result);
    if (result.new + result.changed + result.deleted > 0) this.isSyncDue = true;
  }

  /** Many answers that are gone at once stop a pull. They were deleted on purpose here. */
  private async withDeletions<T>(run: (more: PullOptions) => Promise<T>): Promise<T> {
    try {
      return await run({});
    } catch (error) {
      if (!(error instanceof PrankError && error.code === 'answers_vanished')) throw error;
      const { withdrawn, deleted } = this.actor.moved;
      expect(withdrawn + deleted).toBeGreaterThan(0);
      this.said.push('  answers_vanished, accepted');
      return run({ acceptDeletions: true });
    }
  }

  private async expectPulled(records: readonly HeldRecord[], result: PullResult): Promise<void> {
    const { unchanged, backup: _, ...counts } = result;
    if (unchanged) {
      expect(this.actor.moved.clock, 'an answer of a rater was overlooked').toBe(false);
      expect(counts).toMatchObject({ new: 0, changed: 0, deleted: 0 });
    } else {
      const expected = this.log.pull(records);
      this.noteSeen(records);
      expect(counts).toMatchObject(expected);
      this.actor.moved = { clock: false, withdrawn: 0, deleted: 0 };
    }
    expect(counts).toMatchObject(this.log.count(this.promptIds));
    await this.expectLogged();
  }

  private async expectLogged(): Promise<void> {
    const logged = answersOf(await this.campaign.open().log.read()).map((event) => {
      const own = event.value === null ? {} : { quality: { value: event.value } };
      const others = Object.entries(JSON.parse(event.others ?? '{}')).map(([name, value]) => [name, { value }]);
      if (event.status === 'deleted') throw new Error('answersOf returned a deleted answer');
      const said = saidOf({ status: event.status, values: { ...own, ...Object.fromEntries(others) } });
      return `${event.promptId} ${event.raterId} ${said} ${timeOf(event.updatedAt)}`;
    });
    const expected = [...this.log.answers.values()].map(
      ({ text, rater, said, time }) => `${text} ${rater} ${said} ${time}`,
    );
    expect(logged.toSorted()).toEqual(expected.toSorted());
  }

  private async push(options: PushOptions = {}): Promise<void> {
    this.said.push(`prank push ${JSON.stringify(options)}`);
    const before = await this.actor.records();
    const isBlocked = options.overwrite !== true && this.findBlocked(before).length > 0;
    const pushing = push(this.campaign.open(), options);
    if (isBlocked) {
      await expect(pushing).rejects.toMatchObject({ code: 'answered_text_changed' });
      expect((await this.actor.records()).map(clientPartOf)).toEqual(before.map(clientPartOf));
      return;
    }
    const result = await pushing;
    if (options.prune === true) this.forgetPruned(before);
    await this.expectPushed(before, result, options);
  }

  /** What removes or hides answers is refused until they are in the log. */
  private async pushSafely(options: PushOptions): Promise<void> {
    await this.pull({ full: true });
    await this.push(options);
  }

  private forgetPruned(before: readonly HeldRecord[]): void {
    for (const { id, responses } of this.findStray(before)) {
      for (const { user_id: rater } of responses) this.actor.acknowledged.delete(`${id} ${rater}`);
    }
  }

  private async expectPushed(
    before: readonly HeldRecord[],
    result: PushResult,
    { again = false, prune = false }: PushOptions,
  ): Promise<void> {
    const stray = this.findStray(before);
    const gone = new Set(prune ? stray.map(({ id }) => id) : []);
    const shown = new Set(before.map((record) => textOf(record)));
    const labels = new Set(before.map(({ external_id: id }) => id));
    const deleted = [...this.seen].filter((id) => this.prompts.has(id) && !shown.has(id) && !labels.has(id));
    expect(result).toMatchObject({
      deleted: again ? 0 : deleted.length,
      removed: gone.size,
      stray: prune ? 0 : stray.length,
      strayAnswers: prune ? 0 : stray.reduce((sum, { responses }) => sum + responses.length, 0),
    });
    const records = await this.actor.records();
    const after = new Map(records.map((record) => [record.id, record]));
    for (const record of before) {
      const now = after.get(record.id);
      expect(now === undefined, `record ${record.id} is gone`).toBe(gone.has(record.id));
      if (now === undefined) continue;
      expect(now.responses).toEqual(record.responses);
      const own = this.prompts.get(record.external_id ?? '');
      const isOurs = own !== undefined && (textOf(record) === own.id || !shown.has(own.id));
      expect(now.fields.prompt).toBe(isOurs ? own.prompt : record.fields.prompt);
    }
    const known = new Set(before.map(({ id }) => id));
    const added = records.filter(({ id }) => !known.has(id));
    expect(added).toHaveLength(result.added);
    for (const { external_id: id, fields, responses } of added) {
      expect(fields.prompt).toBe(this.prompts.get(id ?? '')?.prompt);
      expect(responses).toEqual([]);
      if (!again) expect(deleted, 'a deleted prompt came back by itself').not.toContain(id);
    }
    this.noteSeen(before);
    this.noteSeen(records);
  }

  /** Records of prompts with another text, which nobody may overwrite because people have answered it. */
  private findBlocked(records: readonly HeldRecord[]): HeldRecord[] {
    const shown = new Set(records.map((record) => textOf(record)));
    return records.filter((record) => {
      const { id, external_id: label, responses } = record;
      if (label === null || !this.prompts.has(label) || shown.has(label)) return false;
      return responses.some((response) => {
        const known = this.log.seenAt(id, response.user_id);
        return known?.said !== saidOf(response) || known.text !== label;
      });
    });
  }

  private findStray(records: readonly HeldRecord[]): HeldRecord[] {
    return records.filter((record) => !this.prompts.has(textOf(record)) && !this.prompts.has(record.external_id ?? ''));
  }

  private async sync(options: { full?: boolean }, machine: OpenCampaign): Promise<void> {
    const isElsewhere = machine.dir !== this.campaign.dir;
    this.said.push(`prank sync ${JSON.stringify(options)}${isElsewhere ? ' elsewhere' : ''}`);
    const before = await this.actor.records();
    const drift = this.findDrift();
    const { result, codes } = await this.syncOnce(options, machine);
    // The other machine's answers come back with the backup.
    if (isElsewhere) await pull(this.campaign.open());
    await this.expectPulled(before, result.pull);
    const isDue = !isElsewhere && this.isSyncDue;
    const isRun = isDue || !result.pull.unchanged || result.push !== null || codes.length > 0;
    if (isRun) expect(result.drift.map(({ what }) => what).toSorted()).toEqual(drift);
    const isBlocked = isRun && this.findBlocked(before).length > 0;
    expect(codes).toEqual(isBlocked ? ['answered_text_changed'] : []);
    if (!isElsewhere) this.isSyncDue = isBlocked;
    if (result.push === null) expect((await this.actor.records()).map(clientPartOf)).toEqual(before.map(clientPartOf));
    else await this.expectPushed(before, result.push, {});
    if (isRun) await this.expectReleased(null);
  }

  private async syncOnce(
    options: { full?: boolean },
    machine: OpenCampaign,
  ): Promise<{ result: SyncResult; codes: string[] }> {
    try {
      return { result: await sync(machine, options), codes: [] };
    } catch (error) {
      if (!(error instanceof PrankError)) throw error;
      if (error.code === 'answers_vanished') {
        await this.pull({ full: true });
        return this.syncOnce(options, machine);
      }
      if (!(error instanceof SyncIncompleteError)) throw error;
      return { result: error.result, codes: error.failures.map(({ code }) => code) };
    }
  }

  private findDrift(): string[] {
    const { overlap, guidelines, title } = this.actor.changed;
    const { task } = this.campaign;
    return [
      ...(guidelines ? ['guidelines'] : []),
      ...(overlap ? [`overlap ${task.overlap}`] : []),
      ...(title ? [`question ${task.question.name}`] : []),
    ].toSorted();
  }

  private async deploy(): Promise<void> {
    this.said.push('prank deploy');
    const before = await this.actor.records();
    const { steps, datasetId } = await deploy(this.campaign.open());
    expect(datasetId).toBe(this.actor.where.datasetId);
    const updated = steps.filter(({ action }) => action === 'update').map(({ target }) => target);
    expect(updated.toSorted()).toEqual(this.findDrift());
    this.actor.changed = { overlap: false, guidelines: false, title: false };
    expect(contentOf(await this.actor.records())).toEqual(contentOf(before));
  }

  /** The server is lost. What was pulled before is back after a restore. */
  private async wipe(): Promise<void> {
    await this.pull({ full: true });
    this.said.push('the server is wiped, prank deploy, prank restore');
    await this.actor.assertCopiesUntouched();
    this.actor.copies.clear();
    const before = await this.actor.records();
    await this.campaign.server.wipe();
    if (this.log.answers.size === 0) await deploy(this.campaign.open());
    else await expect(pull(this.campaign.open())).rejects.toMatchObject({ code: 'server_was_reset' });
    await restore(this.campaign.open());
    await this.actor.moveTo(await findDeployed(this.campaign.owner, this.campaign.name));
    this.actor.changed = { overlap: false, guidelines: false, title: false };
    await this.expectRestored(before);
    await this.pull({ full: true });
  }

  private async expectRestored(before: readonly HeldRecord[]): Promise<void> {
    const { owner, datasetId } = this.actor.where;
    const records: HeldRecord[] = ok(
      await owner().get(`/datasets/${datasetId}/records?limit=1000&include=responses`),
    ).items;
    this.actor.acceptAll(records);
    const texts = new Set(before.map((record) => textOf(record)));
    expect(records.map((record) => textOf(record)).toSorted()).toEqual([...texts].toSorted());
    const held = records.flatMap((record) =>
      record.responses.map((response) => `${textOf(record)} ${response.user_id} ${saidOf(response)}`),
    );
    const expected = [...this.log.answers.values()]
      .filter(({ text }) => texts.has(text))
      .map(({ text, rater, said }) => `${text} ${rater} ${said}`);
    expect(held.toSorted()).toEqual(expected.toSorted());
    expect(this.log.pull(records)).toEqual({ new: 0, changed: 0, deleted: 0 });
    await this.expectLogged();
  }

  private async publish(upload: boolean): Promise<void> {
    this.said.push(`prank publish ${upload ? 'to the Hub' : 'to a folder'}`);
    const folder = await mkdtemp(join(tmpdir(), 'prank-'));
    try {
      const dir = join(folder, 'release');
      const publishing = publish(this.campaign.open(), { dir, upload });
      if (!this.hasRelease) {
        await expect(publishing).rejects.toMatchObject({ code: 'nothing_to_release' });
        return;
      }
      await publishing;
      await this.expectReleased(upload ? null : join(dir, ratingsPath));
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  /** Every answer to a prompt of the campaign once, with its value and its time; `path` null = on the Hub. */
  private async expectReleased(path: string | null): Promise<void> {
    const expected = await this.withNames(this.listReleased());
    if (path === null && !this.hasRelease) return;
    const rows = await (path === null ? this.readFromHub() : readRows(path));
    const released = rows.map((row) =>
      [row['prompt_id'], row['rater'], row['status'], row['value'], timeOf(String(row['answered_at']))].join(' '),
    );
    expect(released.toSorted()).toEqual(expected.toSorted());
    this.released = released.length;
  }

  private async readFromHub(): ReturnType<typeof readRows> {
    const folder = await mkdtemp(join(tmpdir(), 'prank-'));
    try {
      const path = join(folder, 'ratings.parquet');
      await writeFile(path, this.campaign.hub.repo('dataset', releaseName).read(ratingsPath));
      return await readRows(path);
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  private get hasRelease(): boolean {
    return this.listReleased().some(({ status }) => status === 'submitted');
  }

  /** Discarded answers are in a release even if their prompts aren't. */
  private listReleased(): { text: string; rater: string; status: string; value: unknown; time: string }[] {
    return [...this.log.answers.values()]
      .filter(({ text }) => this.prompts.has(text))
      .map(({ said, ...rest }) => {
        const space = said.indexOf(' ');
        const values: { quality?: number } = JSON.parse(said.slice(space));
        return { ...rest, status: said.slice(0, space), value: values.quality ?? null };
      })
      .filter(({ status }) => status !== 'draft');
  }

  private async withNames(answers: ReturnType<Game['listReleased']>): Promise<string[]> {
    const users: { id: string; username: string }[] = ok(await this.campaign.owner.get('/users')).items;
    const names = new Map(users.map(({ id, username }) => [id, username]));
    return answers.map(({ text, rater, status, value, time }) =>
      [text, names.get(rater), status, value, time].join(' '),
    );
  }

  private noteSeen(records: readonly HeldRecord[]): void {
    for (const record of records) this.seen.add(textOf(record));
  }

  private get promptIds(): ReadonlySet<string> {
    return new Set(this.prompts.keys());
  }
}

function textOf({ fields }: HeldRecord): string {
  return promptOf(fields.prompt).id;
}

/** Without the status, which follows the overlap. */
function contentOf(records: readonly HeldRecord[]): unknown[] {
  return records.map(({ id, external_id: label, fields, responses }) => ({ id, label, fields, responses }));
}

function promptOf(text: string): Prompt {
  const id = hashPrompt(normalizePrompt(text, newestNormalization));
  return makePrompt(id, { prompt: text, license: 'cc0-1.0', metadata: { weight: 1 } });
}

/** What only a client changes. A real Argilla changes the status of records some time after the overlap. */
function clientPartOf({ id, external_id, fields, metadata, responses }: HeldRecord): object {
  return { id, external_id, fields, metadata, responses };
}
