import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { startLocalServer } from '../../src/local/start-server.ts';
import { request, type Server } from '../support/argilla-world.ts';
import { printFigure } from './report.ts';

const player = fileURLToPath(new URL('rate-page.js', import.meta.url));
const attacker = fileURLToPath(new URL('attack.js', import.meta.url));
const child = fileURLToPath(new URL('../local/serve-child.mjs', import.meta.url));
const raters = Number(process.env['BENCH_RATERS'] ?? 200);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 60);
const thinkMs = 5000;
const sizes = (process.env['BENCH_PROMPTS'] ?? '1000,10000,333000').split(',').map(Number);
const apiKey = 'owner-key-of-the-bench';
const played = z.object({ next: z.array(z.number()), answer: z.array(z.number()) });

interface Stage {
  dataset: string;
  workspace: string;
  keys: string[];
}

/** A dataset with prompts and the accounts of its raters, made through the API of either server. */
async function prepare(server: Server, prompts: number): Promise<Stage> {
  const ask = async (method: string, path: string, body?: unknown) => {
    const { status, body: answer } = await request(server, server.ownerKey, method, path, body);
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  };
  const mark = `bench-${prompts}-${Date.now()}`;
  const { id: workspace } = await ask('POST', '/workspaces', { name: mark });
  const { id: dataset } = await ask('POST', '/datasets', {
    name: mark,
    workspace_id: workspace,
    distribution: { strategy: 'overlap', min_submitted: 3 },
  });
  const field = { name: 'prompt', title: 'Prompt', required: true, settings: { type: 'text' } };
  await ask('POST', `/datasets/${dataset}/fields`, field);
  const options = [1, 2, 3, 4, 5].map((value) => ({ value }));
  const question = { name: 'quality', title: 'Quality', required: true, settings: { type: 'rating', options } };
  await ask('POST', `/datasets/${dataset}/questions`, question);
  await ask('PUT', `/datasets/${dataset}/publish`);
  for (let start = 0; start < prompts; start += 500) {
    const items = Array.from({ length: Math.min(500, prompts - start) }, (_, index) => ({
      external_id: `e${start + index}`,
      fields: { prompt: `Prompt ${start + index}: ${'explain this in the words of a patient teacher. '.repeat(11)}` },
    }));
    await ask('PUT', `/datasets/${dataset}/records/bulk`, { items });
  }
  const keys: string[] = [];
  for (let index = 0; index < raters; index += 1) {
    const user = { username: `${mark}-${index}`, first_name: 'r', password: 'correct horse' };
    const { id, api_key: key } = await ask('POST', '/users', user);
    await ask('POST', `/workspaces/${workspace}/users`, { user_id: id });
    keys.push(key);
  }
  return { dataset, workspace, keys };
}

async function play(url: string, { dataset, keys }: Stage): Promise<z.infer<typeof played>> {
  const words = [player, url, dataset, 'quality', raters, seconds, thinkMs].map(String);
  const page = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  page.stdin.end(JSON.stringify(keys));
  const [printed] = await Promise.all([text(page.stdout), once(page, 'close')]);
  return played.parse(JSON.parse(printed));
}

function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** CPU milliseconds so far and memory in MB; null where the system doesn't say. */
function usageOf(pid: number): { cpuMs: number; mb: number } | null {
  if (!existsSync(`/proc/${pid}/stat`)) return null;
  const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const kb = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { cpuMs: (Number(ticks[11]) + Number(ticks[12])) * 10, mb: Number(kb) / 1024 };
}

function print(what: string, { next, answer }: z.infer<typeof played>): void {
  printFigure(`${what}, answers`, answer.length / seconds, 'a second');
  for (const [kind, values] of [
    ['next prompt', next],
    ['answer', answer],
  ] as const) {
    printFigure(`${what}, ${kind}, p50`, quantile(values, 0.5), 'ms');
    printFigure(`${what}, ${kind}, p99`, quantile(values, 0.99), 'ms');
  }
}

/** Plays raters on an embedded server with a process of its own, and prints what they and the server needed. */
async function measure(what: string, prompts: number, attack?: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'prank-'));
  try {
    const db = join(folder, 'local.db');
    // Accounts with cheap passwords, in this process; what is measured has a process of its own.
    const maker = await startLocalServer({ db, owner: { username: 'owner', apiKey }, passwordCost: 16 });
    const stage = await prepare({ url: maker.url, ownerKey: apiKey }, prompts);
    await maker.close();
    const server = fork(child, [db, apiKey]);
    const [{ url }] = await once(server, 'message');
    const foe = attack === undefined ? null : startAttack(attack, url, stage);
    const before = usageOf(server.pid ?? 0);
    const times = await play(url, stage);
    const after = usageOf(server.pid ?? 0);
    foe?.kill('SIGKILL');
    server.kill();
    await once(server, 'exit');
    print(what, times);
    if (before !== null && after !== null) {
      printFigure(
        `${what}, CPU for an answer and its next prompt`,
        (after.cpuMs - before.cpuMs) / times.answer.length,
        'ms',
      );
      printFigure(`${what}, peak memory`, after.mb, 'MB');
    }
    return times.answer.length;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Somebody who wants to stop the server for others: a stranger, or the last of the raters. */
function startAttack(name: string, url: string, { dataset, keys }: Stage): ChildProcess {
  const foe = spawn(process.execPath, [attacker, name, url, dataset], { stdio: ['pipe', 'ignore', 'inherit'] });
  foe.stdin.end(JSON.stringify({ rater: keys.at(-1), owner: apiKey }));
  return foe;
}

it.each(sizes)('prank with %i prompts', { timeout: 3_600_000 }, async (prompts) => {
  expect(await measure(`prank, ${prompts} prompts, ${raters} raters`, prompts)).toBeGreaterThan(0);
});

it.each([
  'wrong logins',
  'wrong logins of many names',
  'slow bodies',
  'unfinished bodies',
  'unfinished bodies of a rater',
  'a rater with 30 MB of {}',
  'a rater with 1 MB of {}',
  'an owner who lists everything',
  'a rater who searches',
])('prank under attack: %s', { timeout: 3_600_000 }, async (attack) => {
  expect(await measure(`prank, 10000 prompts, ${raters} raters, ${attack}`, 10_000, attack)).toBeGreaterThan(0);
});

const { ARGILLA_API_URL: realUrl, ARGILLA_API_KEY: realKey } = process.env;
// Argilla takes hours to store 333,000 records, and its CPU and memory are those of several processes.
it.skipIf(realUrl === undefined).each(sizes.filter((size) => size <= 10_000))(
  'Argilla with %i prompts',
  { timeout: 3_600_000 },
  async (prompts) => {
    const server = { url: realUrl ?? '', ownerKey: realKey ?? '' };
    const times = await play(server.url, await prepare(server, prompts));
    print(`Argilla, ${prompts} prompts, ${raters} raters`, times);
    expect(times.answer.length).toBeGreaterThan(0);
  },
);
