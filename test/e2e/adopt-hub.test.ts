import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
import { findDeployed, makeRater, makeRaters, readAllRecords } from '../support/test-raters.ts';

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
    expect(adopted).toMatchObject({
      name: 'second',
      prompts: 39,
      answers: 117 + 3,
      raters: 6,
      target: { type: 'url' },
    });
    const prompts = await readRows(join(dir, '.prank/prompts.parquet'));
    const byText = new Map(prompts.map((row) => [row['prompt'], row]));
    expect(byText.get('Prompt 4')).toMatchObject({ kind: 'human', source: 'chats-of-people', license: 'cc-by-4.0' });
    expect(JSON.parse(byText.get('Prompt 5')['metadata'])).toEqual({
      cluster_description: 'a cluster',
      evolved_from: 'Prompt 5',
      original_source: hostileSource,
      topic: 'a topic',
    });
    const log = await readRows(join(dir, '.prank/ratings', await onlyLogFile()));
    expect(log).toHaveLength(120);
    expect(new Set(log.map(({ rater }) => rater))).toEqual(new Set([0, 1, 2, 3, 4, 5].map(personOf)));
    expect(new Set(log.map(({ role }) => role))).toEqual(new Set(['aside']));
  });
});

async function onlyLogFile(): Promise<string> {
  const { readdir } = await import('node:fs/promises');
  const [name = '', ...others] = (await readdir(join(dir, '.prank/ratings'))).filter((file) =>
    file.endsWith('.parquet'),
  );
  expect(others).toEqual([]);
  return name;
}
void [cp, writeFile, parse, makeRater, makeRaters, findDeployed, readAllRecords, prank, say];
