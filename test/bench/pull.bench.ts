import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import { createCalls } from '../support/argilla-calls.ts';
import { makeCampaignFolder, removeFolder } from '../support/campaign-folder.ts';
import { bin, runJson } from '../support/run-prank.ts';
import { findDeployed } from '../support/test-raters.ts';
import { addAnswers, fillServer } from './large-server.ts';
import { printRatio } from './report.ts';
import { readUsage, type Usage, watcher } from './usage.ts';

const count = Number(process.env['BENCH_RECORDS'] ?? 50_000);
const perPrompt = Number(process.env['BENCH_ANSWERS_PER_PROMPT'] ?? 3);
const total = count * perPrompt;
const newAnswers = 10;
const name = 'bench';
const apiKey = 'owner-key-of-the-bench';
const lister = fileURLToPath(new URL('list-pages.js', import.meta.url));

/** About 550 characters, the average in the Prompt Ranking Project. */
const prompts = Array.from(
  { length: count },
  (_, index) => `Prompt ${index}: ${'explain this in the words of a patient teacher. '.repeat(11)}`,
);

/** What a process needed, and what it printed. */
interface Measured extends Usage {
  seconds: number;
  printed: unknown;
}

let folders: string[];
let dir: string;
let db: string;
let server: LocalServer;
let baseline: Measured;

beforeAll(async () => {
  const serverDir = await mkdtemp(join(tmpdir(), 'prank-'));
  db = join(serverDir, 'server.db');
  server = await startLocalServer({ db, owner: { username: 'owner', apiKey } });
  dir = await makeCampaignFolder({ url: server.url, name, prompts, overlap: perPrompt });
  folders = [dir, serverDir];
  const options = { cwd: dir, env: { ARGILLA_API_KEY: apiKey } };
  await runJson(['build'], options);
  await runJson(['deploy'], options);
  fillServer(db, prompts, perPrompt);
  const { datasetId } = await findDeployed(createCalls(server.url, apiKey), name);
  baseline = await measure([lister, server.url, apiKey, datasetId]);
  expect(baseline.printed).toEqual({ records: count, answers: total });
}, 3_600_000);
afterAll(async () => {
  await server.close();
  for (const folder of folders) await removeFolder(folder);
});

/** Runs a script in a process of its own, so that the server's memory doesn't count. */
async function measure(words: readonly string[]): Promise<Measured> {
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', watcher, ...words], {
    cwd: dir,
    env: { PATH: process.env['PATH'], HOME: dir, ARGILLA_API_KEY: apiKey },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  const seconds = (performance.now() - started) / 1000;
  expect(status, stderr).toBe(0);
  return { seconds, ...readUsage(stderr), printed: JSON.parse(stdout) };
}

/** Prints the figures of a command, and returns what it answered. */
async function measurePrank(what: string, words: readonly string[]): Promise<unknown> {
  const own = await measure([bin, ...words, '--json', '--quiet']);
  const where = `${what}, ${count} records, ${total} answers`;
  printRatio(`${where}, whole command`, own.seconds, 'axios page by page', baseline.seconds, 's');
  printRatio(`${where}, peak memory`, own.mb, 'axios page by page', baseline.mb, 'MB');
  printRatio(`${where}, calls`, own.calls, 'axios page by page', baseline.calls, '', 0);
  return own.printed;
}

it('pull and status against listing the same pages with axios', async () => {
  expect(await measurePrank('first pull', ['pull'])).toMatchObject({ data: { new: total, total } });
  addAnswers(db, newAnswers);
  const data = { total: total + newAnswers };
  expect(await measurePrank(`pull of ${newAnswers} new answers`, ['pull'])).toMatchObject({
    data: { ...data, new: newAnswers },
  });
  expect(await measurePrank('pull of nothing new', ['pull'])).toMatchObject({ data: { ...data, unchanged: true } });
  const status = await measurePrank('status without a forecast', ['status', '--no-forecast']);
  expect(status).toMatchObject({ data: { prompts: count, responses: data.total } });
}, 3_600_000);
