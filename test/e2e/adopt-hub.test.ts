import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeParquetFile } from '../../src/lib/files/parquet-file.ts';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import { type ArgillaCalls, createCalls } from '../support/argilla-calls.ts';
import { cheapPasswords } from '../support/cheap-passwords.ts';
import { type StandInHub, startHub } from '../support/hub/start-hub.ts';
import { readRows } from '../support/read-rows.ts';
import { type PrankRun, runJson, runPrank } from '../support/run-prank.ts';
import { findDeployed, makeRaters, readAllRecords } from '../support/test-raters.ts';

const dataset = 'somebody/10k';
const apiKey = 'owner-key-of-the-test';
const hostileName = `=cmd|' /C calc'!A0\u001B[31m<script>alert(1)</script> | \`x\` \u202Etxt`;
const hostileSource = '../../etc/passwd: "x" #\u202E\n- y';
const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

let folder: string;
let dir: string;
let hub: StandInHub;
let server: LocalServer;
let owner: ArgillaCalls;
let adopted: Record<string, unknown>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  dir = join(folder, 'second');
  hub = await startHub();
  hub.addRepository({
    type: 'dataset',
    id: dataset,
    files: {
      'README.md': '---\nlicense: cc-by-4.0\n---\n# 10k\n',
      'data/train-00000-of-00001.parquet': await writeTable(),
    },
  });
  server = await startServer('first');
  adopted = await runJson(['adopt', 'second', '--hub', dataset, '--url', server.url], at(folder));
});
afterAll(async () => {
  await server.close();
  await hub.close();
  await rm(folder, { recursive: true });
});

async function startServer(name: string): Promise<LocalServer> {
  const started = await startLocalServer({
    ...cheapPasswords,
    db: join(folder, `${name}.db`),
    owner: { username: 'owner', apiKey },
  });
  owner = createCalls(started.url, apiKey);
  return started;
}

const at = (cwd: string) => ({
  cwd,
  env: { HF_ENDPOINT: hub.url, HF_TOKEN: 'hf_organizer', ARGILLA_API_KEY: apiKey, ARGILLA_API_URL: server.url },
});
const prank = (...words: string[]): Promise<Record<string, unknown>> => runJson(words, at(dir));
const say = (...words: string[]): Promise<PrankRun> => runPrank(words, at(dir));

/**
 * 40 rows in the form of 10k_prompts_ranked, of which the last one repeats the text of the first. Each has answers of
 * three of six people; every tenth answer is discarded.
 */
async function writeTable(): Promise<Buffer> {
  const path = join(folder, 'table.parquet');
  const columns = [
    { name: 'prompt', type: 'VARCHAR' },
    { name: 'quality', type: 'STRUCT(user_id VARCHAR, "value" VARCHAR, status VARCHAR)[]' },
    { name: 'metadata', type: 'VARCHAR' },
    { name: 'avg_rating', type: 'DOUBLE' },
    { name: 'num_responses', type: 'BIGINT' },
    { name: 'agreement_ratio', type: 'DOUBLE' },
    { name: 'raw_responses', type: 'BIGINT[]' },
    { name: 'kind', type: 'VARCHAR' },
    { name: 'cluster_description', type: 'VARCHAR' },
    { name: 'topic', type: 'VARCHAR' },
  ];
  const rows = Array.from({ length: 40 }, (_, number) => {
    const answers = [0, 1, 2].map((place) => ({
      user_id: personOf(number + place),
      value: String(1 + ((number * 7 + place) % 5)),
      status: (number * 3 + place) % 10 === 9 ? 'discarded' : 'submitted',
    }));
    const source = number % 2 === 0 ? 'chats/of people' : hostileSource;
    const metadata = JSON.stringify({ source, evolved_from: number % 3 === 0 ? null : `Prompt ${number}`, user: 'me' });
    const text = number === 39 ? '  PROMPT  0' : `Prompt ${number}`;
    const kind = number % 4 === 0 ? 'human' : 'synthetic';
    return [text, answers, metadata, 3, 3n, 0.5, [1n, 2n, 3n], kind, 'a cluster', number < 5 ? null : 'a topic'];
  });
  await writeParquetFile(path, columns, rows);
  return readFile(path);
}

/** Row 39 has other people than row 0, which has its text. */
function personOf(number: number): string {
  return number % 6 === 5 ? hostileName : uuid(number % 6);
}

describe('adopt --hub', () => {
  it('takes over prompts with kind, source and topic, and every answer with its rater', async () => {
    expect(adopted).toMatchObject({ name: 'second', prompts: 39, answers: 120, raters: 6, target: { type: 'url' } });
    const prompts = await readRows(join(dir, '.prank/prompts.parquet'));
    const of = (text: string) => prompts.find(({ prompt }) => prompt === text) ?? {};
    expect(of('Prompt 4')).toMatchObject({ kind: 'human', source: 'chats-of-people', license: 'cc-by-4.0' });
    expect(JSON.parse(of('Prompt 5')['metadata'])).toEqual({
      cluster_description: 'a cluster',
      evolved_from: 'Prompt 5',
      original_source: hostileSource,
      topic: 'a topic',
    });
    const log = await readLog(dir);
    expect(log).toHaveLength(120);
    expect(new Set(log.map(({ rater }) => rater))).toEqual(new Set([0, 1, 2, 3, 4, 5].map(personOf)));
  });

  it('writes a prank.yaml that hides nothing, and names no people as metadata', async () => {
    const text = await readFile(join(dir, 'prank.yaml'), 'utf8');
    expect(text).not.toMatch(/[^\n\P{Cc}]|\p{Cf}/u);
    expect(text).toMatch(/^# Made by prank from somebody\/10k@[0-9a-f]{40}\.$/mu);
    expect(parse(text)).toMatchObject({ publish: { license: 'cc-by-4.0' }, argilla: { url: server.url } });
    expect(adopted['notes']).toContain('Metadata that may name people are left out: user.');
  });

  it('adds nothing the second time, nor what is there when it was killed before the end', async () => {
    const log = await readLog(dir);
    await runJson(['adopt', 'second', '--hub', dataset, '--url', server.url], at(folder));
    expect(await readLog(dir)).toEqual(log);
    const half = join(folder, 'half');
    await cp(join(dir, 'prompts'), join(half, 'prompts'), { recursive: true });
    const again = await runJson(
      ['adopt', 'half', '--name', 'second', '--hub', dataset, '--url', server.url],
      at(folder),
    );
    expect(again).toMatchObject({ prompts: 39, answers: 120, raters: 6 });
    expect(await readLog(half)).toEqual(log);
    await runJson(['forget', hostileName, '--yes'], at(half));
    const after = await runJson(
      ['adopt', 'half', '--name', 'second', '--hub', dataset, '--url', server.url],
      at(folder),
    );
    expect(after).toMatchObject({ answers: 101, raters: 5 });
  });

  it('stops at a folder with other files, and at answers that may be in the log already', async () => {
    const moved = join(folder, 'moved');
    await cp(dir, moved, { recursive: true });
    hub.addRepository({ type: 'dataset', id: 'somebody/other', files: { 'data.jsonl': oneRow('2') } });
    const other = await runPrank(['adopt', 'moved', '--hub', 'somebody/other', '--json'], at(folder));
    expect([other.exitCode, JSON.parse(other.stdout).error.code]).toEqual([2, 'files_exist']);
    const release = (value: string) => makeFolder(join(folder, 'table'), value);
    await release('2');
    await runJson(['adopt', 'third', '--release', 'table'], at(folder));
    await release('3');
    const changed = await runPrank(['adopt', 'third', '--release', 'table', '--json'], at(folder));
    expect([changed.exitCode, JSON.parse(changed.stdout).error.code]).toEqual([5, 'other_round']);
    expect(await readLog(join(folder, 'third'))).toHaveLength(1);
  });

  it('writes nothing in a dry run', async () => {
    const plan = await runJson(['adopt', 'nowhere', '--dry-run', '--hub', dataset], at(folder));
    expect(plan).toMatchObject({ prompts: 39, answers: 120, raters: 6 });
    expect(await readdir(folder)).not.toContain('nowhere');
  });

  it.each([
    ['no answers', '{"prompt": "Say hello to the world"}\n', 'nothing_to_adopt'],
    ['a rating that is none', oneRow('good'), 'ratings_invalid'],
    ['a rating off every scale', oneRow('70'), 'nothing_to_adopt'],
  ])('says what is wrong with %s', async (_what, rows, code) => {
    hub.addRepository({ type: 'dataset', id: 'somebody/wrong', files: { 'data.jsonl': rows } });
    const { exitCode, stdout } = await runPrank(['adopt', 'wrong', '--hub', 'somebody/wrong', '--json'], at(folder));
    expect([exitCode, JSON.parse(stdout).error.code]).toEqual([2, code]);
    expect(await readdir(folder)).not.toContain('wrong');
  });
});

describe('a second round', () => {
  it('asks every prompt again, and counts only its own answers as progress', async () => {
    await prank('deploy');
    expect(await prank('push')).toMatchObject({ added: 39, live: 39 });
    const { workspaceId, datasetId } = await findDeployed(owner, 'second');
    const records = await readAllRecords(owner, datasetId);
    for (const [index, rater] of (await makeRaters(owner, workspaceId, 4)).entries())
      for (const record of records.slice(index * 5, index * 5 + 20))
        await rater.calls.post(`/records/${record.id}/responses`, {
          status: 'submitted',
          values: { quality: { value: 1 + (index % 5) } },
        });
    const pulled = await say('pull', '--json');
    expect(JSON.parse(pulled.stdout).data).toMatchObject({ new: 80, deleted: 0, total: 80, raters: 4, unmatched: 0 });
    expect(pulled.stderr).not.toMatch(/no longer has|aren't prompts/u);
    expect(await prank('pull')).toMatchObject({ unchanged: true });
    const status = await prank('status', '--no-forecast');
    expect(status).toMatchObject({ responses: 80, raters: 4, server: { new_answers: 0 } });
    expect(status['rounds']).toMatchObject([
      { round: 1, prompts: 39, answers: 108, raters: 6, first: null },
      { round: 2, answers: 80, raters: 4, origin: null, first: expect.any(String) },
    ]);
    expect((await say('sync', '--json')).exitCode).toBe(0);
  });

  it('ranks by the answers of both rounds', async () => {
    expect(await prank('rank', '--raters')).toMatchObject({ items: 39, ratings: 188, raters: 10 });
    const { stdout } = await say('rank');
    expect(stdout).toMatch(
      /^By round: round 1 \(somebody\/10k@[0-9a-f]{40}\) 108 answers of 6 raters; round 2 \(this/mu,
    );
  });

  it.each(['pseudonym', 'username', 'omit'])('publishes both rounds with raters: %s, and verifies', async (raters) => {
    await publishAs({ raters });
    const to = `release-${raters}`;
    await prank('publish', '--to', to);
    expect(await prank('verify', to)).toMatchObject({ same: true, differences: [] });
    const card = await readFile(join(dir, to, 'README.md'), 'utf8');
    expect(card).toMatch(
      /^\| 1 \| \[somebody&#47;10k\]\(https:\/\/huggingface\.co\/datasets\/somebody\/10k\) \[[0-9a-f]{12}\]\(\S+\/tree\/[0-9a-f]{40}\) \| 39 \| 108 \| 6 \| unknown \|$/mu,
    );
    expect(card).toMatch(/^\| 2 \| this campaign \| \d+ \| 80 \| 4 \| \d{4}-\d\d-\d\d \|$/mu);
    const rows = await readRows(join(dir, to, 'ratings/train-00000-of-00001.parquet'));
    expect(rows.filter(({ round }) => Number(round) === 1)).toHaveLength(120);
    expect(rows.filter(({ round }) => Number(round) === 2)).toHaveLength(80);
    const names = new Set(rows.filter(({ round }) => Number(round) === 1).map(({ rater }) => String(rater)));
    const published = [0, 1, 2, 3, 4].map((number) => `round-1:${uuid(number)}`);
    const isNamed = raters !== 'omit';
    expect(published.every((name) => names.has(name))).toBe(isNamed);
    expect([...names].every((name) => name.startsWith('anonymous-'))).toBe(!isNamed);
    // A name that may be that of a person is not shown under pseudonyms.
    expect(names.has(`round-1:${hostileName}`)).toBe(raters === 'username');
    expect(await runJson(['rank', '--input', to], at(dir))).toMatchObject({ ratings: 188, rounds: [{}, {}] });
  });

  it('finds a changed round in a release', async () => {
    const path = join(dir, 'release-pseudonym', '.prank/release.json');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('somebody/10k@', 'somebody/11k@'));
    expect((await say('verify', 'release-pseudonym')).exitCode).toBe(6);
    await writeFile(path, text);
  });

  it('adopts its own release as the next earlier round', async () => {
    const next = await runJson(['adopt', 'next', '--release', 'second/release-pseudonym'], at(folder));
    expect(next).toMatchObject({ prompts: 39, answers: 200, raters: 10, question: { values: [1, 2, 3, 4, 5] } });
    const before = await readRows(join(dir, '.prank/prompts.parquet'));
    const after = await readRows(join(folder, 'next/.prank/prompts.parquet'));
    const facts = (rows: typeof after) =>
      new Map(rows.map(({ id, kind, source, license, metadata }) => [id, [kind, source, license, metadata]]));
    expect(facts(after)).toEqual(facts(before));
    expect(await runJson(['rank'], at(join(folder, 'next')))).toMatchObject({ ratings: 188, raters: 10 });
  });

  it('never passes simulated answers off as those of people', async () => {
    const madeUp = join(folder, 'made-up');
    await cp(join(dir, 'release-pseudonym'), madeUp, { recursive: true });
    const path = join(madeUp, '.prank/release.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"simulated": false', '"simulated": true'));
    await runJson(['adopt', 'of-made-up', '--release', 'made-up'], at(folder));
    await runJson(['publish', '--to', 'release'], at(join(folder, 'of-made-up')));
    expect(await readFile(join(folder, 'of-made-up/release/README.md'), 'utf8')).toContain('are simulated.**');
  });

  it('goes to a new server without accounts, records or answers of the earlier round', async () => {
    await publishAs({ raters: 'pseudonym', backup: 'organizer/second-backup' });
    await prank('pull');
    await server.close();
    server = await startServer('new');
    await useServer();
    const made = await prank('restore', '--yes');
    expect(made).toMatchObject({ users: 4, records: 39, responses: 80 });
    const { body } = await owner.get('/users');
    expect(body.items).toHaveLength(5);
    expect(await prank('pull')).toMatchObject({ new: 0, total: 80, raters: 4 });
    expect(await prank('rank')).toMatchObject({ ratings: 188 });
    expect((await say('doctor')).stdout).not.toMatch(/6 raters|10 raters/u);
  });

  it('has both rounds in a fresh clone, from the backup', async () => {
    const clone = join(folder, 'clone');
    await cp(join(dir, 'prank.yaml'), join(clone, 'prank.yaml'));
    await cp(join(dir, '.env'), join(clone, '.env')).catch(() => {});
    expect(await runJson(['restore', '--dry-run'], at(clone))).toMatchObject({ users: 0, records: 0, responses: 0 });
    expect(await runJson(['pull'], at(clone))).toMatchObject({ total: 80, raters: 4 });
    await cp(join(dir, 'prompts'), join(clone, 'prompts'), { recursive: true });
    await cp(join(dir, 'prank.lock.json'), join(clone, 'prank.lock.json'));
    await runJson(['build'], at(clone));
    expect(await runJson(['rank'], at(clone))).toMatchObject({ ratings: 188, raters: 10 });
  });

  it('forgets a person of the earlier round by the published name, for good', async () => {
    const name = `round-1:${uuid(2)}`;
    expect(await prank('forget', name, '--dry-run')).toMatchObject({ responses: 21, versions: 21 });
    expect(await prank('forget', uuid(2), '--yes')).toMatchObject({ responses: 21 });
    expect(await prank('rank')).toMatchObject({ raters: 9 });
    expect((await say('forget', name, '--yes')).stderr).toContain('is known in this campaign');
    expect(await runJson(['pull'], at(join(folder, 'clone')))).toMatchObject({ total: 80 });
    expect(await runJson(['rank'], at(join(folder, 'clone')))).toMatchObject({ raters: 9 });
  });
});

/** Events of the log, in an order of their own. */
async function readLog(campaign: string): Promise<Record<string, unknown>[]> {
  const names = (await readdir(join(campaign, '.prank/ratings'))).filter((name) => name.endsWith('.parquet'));
  const rows = await Promise.all(names.toSorted().map((name) => readRows(join(campaign, '.prank/ratings', name))));
  return rows.flat();
}

function oneRow(value: string): string {
  const rows = [
    { prompt: 'Say hello', quality: [{ user_id: 'a', value, status: 'submitted' }] },
    { prompt: 'Say good-bye', quality: [] },
  ];
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** A folder with a release of an earlier prank, which is only a table. */
async function makeFolder(path: string, value: string): Promise<void> {
  await mkdir(join(path, 'data'), { recursive: true });
  const columns = [
    { name: 'prompt', type: 'VARCHAR' },
    { name: 'quality', type: 'STRUCT(user_id VARCHAR, "value" VARCHAR, status VARCHAR)[]' },
  ];
  const rows = [['Say hello', [{ user_id: 'a', value, status: 'submitted' }]]];
  await writeParquetFile(join(path, 'data/train-00000-of-00001.parquet'), columns, rows);
}

async function edit(change: (config: Record<string, unknown>) => object): Promise<void> {
  const path = join(dir, 'prank.yaml');
  await writeFile(path, JSON.stringify(change(parse(await readFile(path, 'utf8')))));
}

const publishAs = (publish: object): Promise<void> =>
  edit((config) => ({ ...config, publish: { license: 'cc-by-4.0', ...publish } }));
const useServer = (): Promise<void> => edit((config) => ({ ...config, argilla: { url: server.url } }));
