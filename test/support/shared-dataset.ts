import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { campaignPaths } from '../../src/folder/campaign-paths.ts';
import { answersOf } from '../../src/ratings/current-view.ts';
import { readRatingsLog } from '../../src/ratings/ratings-log.ts';
import type { ResponseEvent } from '../../src/model.ts';
import { type ArgillaCalls, createCalls } from './argilla-calls.ts';
import { makeCampaignFolder, removeFolder } from './campaign-folder.ts';
import { type StandInHub, startHub } from './hub/start-hub.ts';
import { readRows, type Row } from './read-rows.ts';
import { runPrank } from './run-prank.ts';
import { findDeployed, makeRaters, readAllRecords, type ServerRecord, type TestRater } from './test-raters.ts';

/** What a command reported with `--json`; `data` are the error's details if it failed. */
export interface Report {
  exitCode: number | null;
  code: string | null;
  message: string | null;
  hint: string | null;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into documents of every command
  data: any;
  /** Warnings and notes, without progress. */
  said: string;
}

const prompts = ['Why is the sky blue?', ...Array.from({ length: 5 }, (_, index) => `Count to ${index}.`)];
let campaigns = 0;

/**
 * A campaign of six prompts whose dataset other programs also write to. It is driven by its commands, and keeps what
 * these reported, to compare two servers.
 */
export class SharedDataset {
  readonly name: string;
  readonly dir: string;
  readonly owner: ArgillaCalls;
  readonly hub: StandInHub | null;
  datasetId = '';
  workspaceId = '';
  raters: TestRater[] = [];
  private readonly apiKey: string;
  private readonly lines: string[] = [];

  private constructor(name: string, dir: string, owner: ArgillaCalls, apiKey: string, hub: StandInHub | null) {
    this.name = name;
    this.dir = dir;
    this.owner = owner;
    this.apiKey = apiKey;
    this.hub = hub;
  }

  /** Builds, but deploys nothing yet. */
  static async make({ url, apiKey }: { url: string; apiKey: string }, backedUp: boolean): Promise<SharedDataset> {
    campaigns += 1;
    const name = `shared-${process.pid}-${Date.now()}-${campaigns}`;
    const dir = await makeCampaignFolder({ url, name, prompts, overlap: 2 });
    const hub = backedUp ? await startHub({}) : null;
    const made = new SharedDataset(name, dir, createCalls(url, apiKey), apiKey, hub);
    const publish = { min_responses: 1, ...(backedUp ? { backup: 'organizer/backup' } : {}) };
    await made.rewrite((config) => ({ ...config, publish: { ...config['publish'], ...publish } }));
    await made.prank('build');
    return made;
  }

  /** Deploys, pushes, and lets two raters in. */
  async open(): Promise<void> {
    await this.prank('deploy');
    await this.prank('push');
    const { workspaceId, datasetId } = await findDeployed(this.owner, this.name);
    this.workspaceId = workspaceId;
    this.datasetId = datasetId;
    this.raters = await makeRaters(this.owner, workspaceId, 2);
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- a file of the test's own
  async rewrite(change: (config: any) => object): Promise<void> {
    const path = join(this.dir, 'prank.yaml');
    await writeFile(path, JSON.stringify(change(JSON.parse(await readFile(path, 'utf8'))), null, 2));
  }

  /** Runs a command and keeps what it reports. */
  async run(...words: string[]): Promise<Report> {
    const env = {
      ARGILLA_API_KEY: this.apiKey,
      ...(this.hub === null ? {} : { HF_ENDPOINT: this.hub.url, HF_TOKEN: 'hf_organizer' }),
    };
    const { exitCode, stdout, stderr } = await runPrank([...words, '--json'], { cwd: this.dir, env });
    const { data = null, error = null } = JSON.parse(stdout);
    const { code = null, message = null, hint = null, details = null } = error ?? {};
    const said = stderr.replaceAll(/^.*: \d+ of \d+ \(\d+ %\).*\n/gmu, '');
    const report = { exitCode, code, message, hint, data: data ?? details, said };
    this.lines.push(`prank ${words.join(' ')} → ${JSON.stringify(comparable(report))}`);
    return report;
  }

  /** Runs a command that must succeed, and returns its `data`. */
  async prank(...words: string[]): Promise<Report['data']> {
    const report = await this.run(...words);
    expect(report, `prank ${words.join(' ')}`).toMatchObject({ exitCode: 0 });
    return report.data;
  }

  /** Names of doctor's findings, and everything that it says by name. */
  async askDoctor(
    ...words: string[]
  ): Promise<{ findings: string[]; checks: Map<string, { why: string; fix: string | null }> }> {
    const { data } = await this.run('doctor', ...words);
    const checks: { name: string; ok: boolean | null; why: string; fix: string | null }[] = data.checks;
    return {
      findings: checks.filter(({ ok }) => ok === false).map(({ name }) => name),
      checks: new Map(checks.map(({ name, why, fix }) => [name, { why, fix }])),
    };
  }

  at(): string {
    return `/datasets/${this.datasetId}`;
  }

  records(): Promise<ServerRecord[]> {
    return readAllRecords(this.owner, this.datasetId);
  }

  async lastRecord(): Promise<ServerRecord> {
    const found = (await this.records()).at(-1);
    if (found === undefined) throw new Error('there are no records');
    return found;
  }

  /** A rater answers a record as on the rating page. */
  async answer(rater: number, recordId: string, value: number, others: object = {}): Promise<void> {
    const values = { quality: { value }, ...others };
    const body = { status: 'submitted', values };
    const answered = await this.raters[rater]?.calls.post(`/records/${recordId}/responses`, body);
    expect(answered?.status, JSON.stringify(answered?.body)).toBe(201);
  }

  /** Both raters answer the first `count` records: values 1, 2, 3, … and one more. */
  async answerFirst(count: number): Promise<void> {
    for (const [index, { id }] of (await this.records()).slice(0, count).entries()) {
      for (const rater of [0, 1]) await this.answer(rater, id, 1 + ((index + rater) % 5));
    }
  }

  /** Writes records as scripts do. */
  async put(...items: object[]): Promise<{ id: string }[]> {
    const { status, body } = await this.owner.put(`${this.at()}/records/bulk`, { items });
    expect(status, JSON.stringify(body)).toBe(200);
    return body.items;
  }

  async remove(ids: readonly string[]): Promise<void> {
    expect((await this.owner.delete(`${this.at()}/records?ids=${ids.join(',')}`)).status).toBe(204);
  }

  async patch(path: string, body: object): Promise<void> {
    const answer = await this.owner.patch(path, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  }

  /** The current answers in the ratings log. */
  async logged(): Promise<ResponseEvent[]> {
    return answersOf(await readRatingsLog(campaignPaths.ratings(this.dir)));
  }

  /** The rows of the release's table of answers, after publishing to a folder. */
  async release(): Promise<Row[]> {
    await this.prank('publish', '--to', 'out');
    return readRows(join(this.dir, 'out', 'ratings', 'train-00000-of-00001.parquet'));
  }

  /** Also puts a line of the test's own into the transcript. */
  note(what: string, value: unknown): void {
    this.lines.push(`${what}: ${JSON.stringify(value)}`);
  }

  /** What the commands reported, with names for ids, times and places. */
  transcript(): string[] {
    const ids = new Map<string, string>();
    const named = (found: string): string => {
      const known = ids.get(found) ?? `id${ids.size + 1}`;
      ids.set(found, known);
      return known;
    };
    const people = new Map(this.raters.map(({ username }, index) => [username, `rater ${index}`]));
    return this.lines.map((line) =>
      line
        .replaceAll(this.name, 'NAME')
        .replaceAll(JSON.stringify(this.dir).slice(1, -1), 'DIR')
        .replaceAll(this.owner.url, 'SERVER')
        .replaceAll(this.hub?.url ?? 'no hub', 'HUB')
        .replaceAll(/rater-[0-9a-f]{8}\b/gu, (username) => people.get(username) ?? 'somebody')
        .replaceAll(/rater-[0-9a-f]{12}/gu, 'PSEUDONYM')
        .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?( UTC|Z)?/gu, 'TIME')
        .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gu, named)
        .replaceAll(/\b[0-9a-f]{40}\b/gu, 'COMMIT'),
    );
  }

  async close(): Promise<void> {
    const { body } = await this.owner.get('/me/workspaces');
    const workspace = body.items.find((item: { name: string }) => item.name === this.name);
    if (workspace !== undefined) {
      const datasets = await this.owner.get(`/me/datasets?workspace_id=${workspace.id}`);
      for (const { id } of datasets.body.items) await this.owner.delete(`/datasets/${id}`);
      for (const { id } of this.raters) await this.owner.delete(`/users/${id}`);
      await this.owner.delete(`/workspaces/${workspace.id}`);
    }
    await this.hub?.close();
    await removeFolder(this.dir);
  }
}

/** What must be equal on every server: not its name, and nothing that chance or the clock decides. */
function comparable({ exitCode, code, message, data, said }: Report): object {
  if (Array.isArray(data?.checks)) {
    const checks = data.checks.filter(
      ({ area, name }: { area: string; name: string }) => area === 'argilla' && name !== 'server',
    );
    return { exitCode, code, checks, repairs: data.repairs };
  }
  if (data?.prompts_by_answers === undefined) return { exitCode, code, message, data, said };
  const { completed, prompts_by_answers, responses, discarded, not_counted, raters, live, leaderboard, server } = data;
  const counts = { completed, prompts_by_answers, responses, discarded, not_counted, raters, live };
  const names = leaderboard.map(({ answers, discarded: skipped }: { answers: number; discarded: number }) => [
    answers,
    skipped,
  ]);
  const there = server === null ? null : { ...server, software: null, version: null };
  return { exitCode, code, ...counts, leaderboard: names, server: there };
}
