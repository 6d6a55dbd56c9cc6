import type { Random } from '../../../src/rank/forecast/random.ts';
import { type ArgillaCalls, createCalls, ok } from '../argilla-calls.ts';
import { makeRaters } from '../test-raters.ts';
import { makeDatasetParts } from './acted-campaign.ts';
import { type HeldRecord, type HeldResponse, readHeld, saidOf } from './expected-log.ts';

type Values = Record<string, { value: unknown }>;

/** What raters and other programs have done since prank read the whole server. */
export interface Movements {
  /** Somebody answered, or changed or withdrew an answer, which moves the dataset's clock. */
  clock: boolean;
  withdrawn: number;
  deleted: number;
}

const guidelines = ['Be kind.', 'Be strict.'];

/** Raters, and a program of somebody else that works on the same dataset. Everything the server acknowledged is known. */
export class OtherActor {
  /** `record rater` → what the server acknowledged. */
  readonly acknowledged = new Map<string, string>();
  readonly raterIds: string[];
  moved: Movements = { clock: false, withdrawn: 0, deleted: 0 };
  /** Settings that are no longer as prank.yaml says. */
  changed: { overlap: boolean; guidelines: boolean; title: boolean } = {
    overlap: false,
    guidelines: false,
    title: false,
  };
  /** Copies of the dataset, and what they held when they were made. */
  readonly copies = new Map<string, string[]>();
  private made = 0;
  /** Whether the dataset has the question that prank.yaml doesn't have. */
  private asksWhy = true;
  readonly where: { owner: () => ArgillaCalls; name: string; datasetId: string; workspaceId: string };
  private readonly random: Random;
  private readonly texts: readonly string[];

  private constructor(where: OtherActor['where'], random: Random, texts: readonly string[], raterIds: string[]) {
    this.where = where;
    this.random = random;
    this.texts = texts;
    this.raterIds = raterIds;
  }

  /** `texts` = those that the other program gives to records. */
  static async join(where: OtherActor['where'], random: Random, texts: readonly string[]): Promise<OtherActor> {
    const raters = await makeRaters(where.owner(), where.workspaceId, 5);
    return new OtherActor(
      where,
      random,
      texts,
      raters.map(({ id }) => id),
    );
  }

  /** Has somebody do something; undefined = there was nothing to do it with. */
  async move(): Promise<string | undefined> {
    const moves: [number, (records: HeldRecord[]) => Promise<string | undefined>][] = [
      [30, (records) => this.answer(records)],
      [8, (records) => this.changeAnswer(records)],
      [3, (records) => this.withdraw(records)],
      [10, (records) => this.editText(records)],
      [4, (records) => this.deleteRecord(records)],
      [5, (records) => this.logAgain(records)],
      [5, (records) => this.answerInBulk(records)],
      [6, (records) => this.addForeign(records)],
      [3, () => this.rename()],
      [4, (records) => this.changeSettings(records)],
      [1, (records) => this.copy(records)],
    ];
    const total = moves.reduce((sum, [weight]) => sum + weight, 0);
    let rest = this.random.below(total);
    const records = await this.records();
    for (const [weight, play] of moves) {
      if (rest < weight) return play(records);
      rest -= weight;
    }
    throw new Error('no move');
  }

  /** The records on the server. Throws if an acknowledged answer is missing or different, or there is another one. */
  async records(): Promise<HeldRecord[]> {
    const records = await readHeld(this.where.owner(), this.where.datasetId);
    const held = new Map<string, string>(
      records.flatMap(({ id, responses }) =>
        responses.map((response) => [`${id} ${response.user_id}`, saidOf(response)] as const),
      ),
    );
    for (const [place, said] of this.acknowledged)
      if (held.get(place) !== said) throw new Error(`${place} said ${said}, but the server has ${held.get(place)}`);
    if (held.size !== this.acknowledged.size) throw new Error('the server has answers that nobody gave');
    return records;
  }

  /** What is on a new server, after a restore, has been acknowledged there. */
  acceptAll(records: readonly HeldRecord[]): void {
    this.acknowledged.clear();
    for (const { id, responses } of records)
      for (const response of responses) this.acknowledged.set(`${id} ${response.user_id}`, saidOf(response));
  }

  /**
   * Goes on in a new dataset, after the old one was lost. Only a restore of answers to a question that prank.yaml doesn't
   * have brings that question back.
   */
  async moveTo(dataset: { workspaceId: string; datasetId: string }): Promise<void> {
    Object.assign(this.where, dataset);
    const { items } = ok(await this.owner.get(`/datasets/${dataset.datasetId}/questions`));
    this.asksWhy = items.some(({ name }: { name: string }) => name === 'why');
  }

  private get owner(): ArgillaCalls {
    return this.where.owner();
  }

  private async callsOf(raterId: string): Promise<ArgillaCalls> {
    const users: { id: string; api_key: string }[] = (await this.owner.get('/users')).body.items;
    const key = users.find(({ id }) => id === raterId)?.api_key;
    if (key === undefined) throw new Error(`no account ${raterId}`);
    return createCalls(this.owner.url, key);
  }

  private async answer(records: HeldRecord[]): Promise<string | undefined> {
    const rater = this.pick(this.raterIds);
    const record = this.pick(records.filter(({ responses }) => responses.every(({ user_id: id }) => id !== rater)));
    if (record === undefined || rater === undefined) return undefined;
    const given = this.draft();
    const answer = ok(await (await this.callsOf(rater)).post(`/records/${record.id}/responses`, given));
    this.acknowledged.set(`${record.id} ${rater}`, saidOf(answer));
    this.moved.clock = true;
    return `${rater} answers ${record.id}: ${saidOf(answer)}`;
  }

  private async changeAnswer(records: HeldRecord[]): Promise<string | undefined> {
    const response = this.pick(records.flatMap(({ responses }) => responses));
    if (response === undefined) return undefined;
    const place = this.placeOf(records, response);
    const answer = ok(await (await this.callsOf(response.user_id)).put(`/responses/${response.id}`, this.draft()));
    this.acknowledged.set(place, saidOf(answer));
    this.moved.clock = true;
    return `${place} changes to ${saidOf(answer)}`;
  }

  private async withdraw(records: HeldRecord[]): Promise<string | undefined> {
    const response = this.pick(records.flatMap(({ responses }) => responses));
    if (response === undefined) return undefined;
    const place = this.placeOf(records, response);
    ok(await (await this.callsOf(response.user_id)).delete(`/responses/${response.id}`));
    this.acknowledged.delete(place);
    this.moved.clock = true;
    this.moved.withdrawn += 1;
    return `${place} is withdrawn`;
  }

  private async editText(records: HeldRecord[]): Promise<string | undefined> {
    const record = this.pick(records);
    if (record === undefined) return undefined;
    const text = this.pick(this.texts) ?? '';
    const { id, external_id: externalId } = record;
    const fields = { prompt: text };
    // By the page, or by a program that knows only its own ids.
    if (externalId === null || this.random.below(2) === 0) ok(await this.owner.patch(`/records/${id}`, { fields }));
    else await this.put([{ external_id: externalId, fields }]);
    return `record ${id} (${externalId}) gets the text ${JSON.stringify(text)}`;
  }

  private async deleteRecord(records: HeldRecord[]): Promise<string | undefined> {
    const record = this.pick(records);
    if (record === undefined) return undefined;
    ok(await this.owner.delete(`/datasets/${this.where.datasetId}/records?ids=${record.id}`));
    for (const { user_id: rater } of record.responses) this.acknowledged.delete(`${record.id} ${rater}`);
    this.moved.deleted += 1;
    return `record ${record.id} (${record.external_id}) is deleted`;
  }

  /** As the SDK's `records.log` writes what it has read. */
  private async logAgain(records: HeldRecord[]): Promise<string | undefined> {
    const chosen = records.filter(() => this.random.below(2) === 0);
    if (chosen.length === 0) return undefined;
    await this.put(
      chosen.map(({ id, external_id: externalId, fields, responses }) => ({
        ...(externalId === null ? { id } : { external_id: externalId }),
        fields,
        metadata: {},
        responses: responses.map(({ user_id: rater, status, values }) => ({
          user_id: rater,
          status,
          values: values ?? {},
        })),
        suggestions: [],
        vectors: {},
      })),
    );
    return `${chosen.length} records are logged again`;
  }

  /** New and changed answers of several people, without the dataset's clock moving. */
  private async answerInBulk(records: HeldRecord[]): Promise<string | undefined> {
    const chosen = records.filter(() => this.random.below(4) === 0).slice(0, 3);
    if (chosen.length === 0) return undefined;
    const items = chosen.map(({ id, external_id: externalId }) => ({
      ...(externalId === null ? { id } : { external_id: externalId }),
      responses: this.raterIds
        .filter(() => this.random.below(3) === 0)
        .map((rater) => ({ user_id: rater, ...this.draft() })),
    }));
    await this.put(items);
    for (const [index, { responses }] of items.entries())
      for (const response of responses)
        this.acknowledged.set(`${chosen[index]?.id} ${response.user_id}`, saidOf(response));
    return `bulk answers on ${chosen.map(({ id }) => id).join(', ')}`;
  }

  private async addForeign(records: HeldRecord[]): Promise<string | undefined> {
    this.made += 1;
    const text = this.pick(this.texts) ?? '';
    const named = this.random.below(3) > 0;
    await this.put([{ ...(named ? { external_id: `theirs-${this.made}` } : {}), fields: { prompt: text } }]);
    return `a record ${named ? `theirs-${this.made}` : 'without external id'} with the text ${JSON.stringify(text)} joins ${records.length}`;
  }

  private async rename(): Promise<string> {
    this.made += 1;
    const name = this.random.below(2) === 0 ? this.where.name : `${this.where.name}-${this.made}`;
    const { status } = await this.owner.patch(`/datasets/${this.where.datasetId}`, { name });
    // A copy may have the old name by now.
    return `the dataset is renamed to ${name}: ${status}`;
  }

  private async changeSettings(records: HeldRecord[]): Promise<string> {
    const at = `/datasets/${this.where.datasetId}`;
    const kind = this.random.below(3);
    if (kind === 0) {
      this.changed.overlap = !this.changed.overlap;
      const distribution = { strategy: 'overlap', min_submitted: this.changed.overlap ? 3 : 2 };
      ok(await this.owner.patch(at, { distribution }));
      return `the overlap becomes ${distribution.min_submitted} for ${records.length} records`;
    }
    if (kind === 1) {
      this.changed.guidelines = !this.changed.guidelines;
      ok(await this.owner.patch(at, { guidelines: guidelines[this.changed.guidelines ? 1 : 0] }));
      return 'the guidelines change';
    }
    this.changed.title = true;
    const { items } = ok(await this.owner.get(`${at}/questions`));
    const question = items.find(({ name }: { name: string }) => name === 'quality');
    ok(await this.owner.patch(`/questions/${question.id}`, { title: 'How bad?' }));
    return 'the title of the question changes';
  }

  /** Records and answers in a second dataset, perhaps under the name that prank.yaml gives. */
  private async copy(records: HeldRecord[]): Promise<string> {
    this.made += 1;
    const body = { name: `${this.where.name}-copy-${this.made}`, workspace_id: this.where.workspaceId };
    const wanted = { ...body, name: this.where.name };
    const first = await this.owner.post('/datasets', wanted);
    const { id } = first.status === 201 ? first.body : ok(await this.owner.post('/datasets', body));
    await makeDatasetParts(this.owner, id);
    ok(await this.owner.put(`/datasets/${id}/publish`, {}));
    const items = records.map(({ external_id: externalId, fields, responses }) => ({
      ...(externalId === null ? {} : { external_id: externalId }),
      fields,
      responses: responses.map(({ user_id: rater, status, values }) => ({
        user_id: rater,
        status,
        values: values ?? {},
      })),
    }));
    if (items.length > 0) ok(await this.owner.put(`/datasets/${id}/records/bulk`, { items }));
    this.copies.set(id, listContent(await readHeld(this.owner, id)));
    return `the dataset is copied${first.status === 201 ? ' under the name in prank.yaml' : ''}`;
  }

  /** Throws if anything touched the copies. */
  async assertCopiesUntouched(): Promise<void> {
    for (const [id, content] of this.copies) {
      const now = listContent(await readHeld(this.owner, id));
      if (now.join('\n') !== content.join('\n')) throw new Error(`prank changed the copy ${id}`);
    }
  }

  private async put(items: object[]): Promise<void> {
    ok(await this.owner.put(`/datasets/${this.where.datasetId}/records/bulk`, { items }));
  }

  private draft(): { status: HeldResponse['status']; values: Values } {
    const kind = this.random.below(10);
    const status = kind === 0 ? 'draft' : kind === 1 ? 'discarded' : 'submitted';
    const isWhole = status === 'submitted' || this.random.below(2) === 0;
    const values = {
      ...(isWhole ? { quality: { value: 1 + this.random.below(5) } } : {}),
      ...(this.asksWhy && this.random.below(3) === 0 ? { why: { value: `because ${this.random.below(3)}` } } : {}),
    };
    return { status, values };
  }

  private placeOf(records: readonly HeldRecord[], response: HeldResponse): string {
    return `${records.find(({ responses }) => responses.includes(response))?.id} ${response.user_id}`;
  }

  private pick<T>(items: readonly T[]): T | undefined {
    return items[this.random.below(items.length)];
  }
}

function listContent(records: readonly HeldRecord[]): string[] {
  return records.map(({ id, fields, responses }) =>
    JSON.stringify([
      id,
      fields,
      responses.map((response) => [response.user_id, saidOf(response), response.updated_at]),
    ]),
  );
}
