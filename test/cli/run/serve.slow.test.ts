import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCalls } from '../../support/argilla-calls.ts';
import { collect, runJson, runPrank, startPrank } from '../../support/run-prank.ts';

let dir: string;
let serving: ChildProcess | null = null;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  await runJson(['init', '--name', 'my-campaign', '--preset', 'blank', '--local'], { cwd: dir });
});
afterEach(async () => {
  serving?.kill('SIGKILL');
  await rm(dir, { recursive: true });
});

/** Starts `prank serve` and waits until it prints its URL. */
async function serve(...words: string[]): Promise<string> {
  serving = startPrank(['serve', '--port', '0', ...words], { cwd: dir });
  return new Promise((done, fail) => {
    let output = '';
    const read = (text: string): void => {
      output += text;
      const url = /Serving (http:\S+)/.exec(output)?.[1];
      if (url !== undefined) done(url);
    };
    serving?.stdout?.setEncoding('utf8').on('data', read);
    serving?.stderr?.setEncoding('utf8').on('data', read);
    serving?.once('close', () => fail(new Error(output)));
  });
}

it('accepts only the key in .env, and other commands find it', async () => {
  await runJson(['build'], { cwd: dir });
  const url = await serve();
  const { steps } = await runJson(['deploy'], { cwd: dir });
  expect(steps).toHaveLength(7);
  expect(await runJson(['push'], { cwd: dir })).toMatchObject({ added: 3 });
  const key = /ARGILLA_API_KEY=(\S+)/.exec(await readFile(join(dir, '.env'), 'utf8'))?.[1] ?? '';
  const datasets = await createCalls(url, key).get('/me/datasets');
  expect(datasets).toMatchObject({ status: 200, body: { items: [{ status: 'ready' }] } });
  expect((await createCalls(url, 'wrong').get('/me/datasets')).status).toBe(401);
  const settings = await readFile(join(dir, '.env'), 'utf8');
  expect(settings).toContain(`ARGILLA_API_URL=${url}`);
  expect((await stat(join(dir, '.env'))).mode & 0o777).toBe(0o600);
});

it('creates rater accounts and writes their passwords only to a file', async () => {
  const url = await serve('--rater', 'ada', '--rater', 'bob "the" builder');
  const path = join(dir, '.prank', 'raters.csv');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const [, ada = '', bob = ''] = (await readFile(path, 'utf8')).split('\n');
  expect(bob).toMatch(/^"bob ""the"" builder",\S{12}$/);
  const body = new URLSearchParams({ username: 'ada', password: ada.split(',')[1] ?? '' });
  expect((await fetch(`${url}/api/v1/token`, { method: 'POST', body })).status).toBe(201);
});

it('refuses a second server on one database', async () => {
  const url = await serve();
  const run = await runPrank(['serve', '--port', '0'], { cwd: dir });
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain(`is served already, at ${url}`);
});

it('touches nothing in a dry run', async () => {
  const { steps } = await runJson(['deploy', '--dry-run'], { cwd: dir });
  expect(steps).toHaveLength(7);
  expect(await readdir(dir)).not.toContain('.env');
  expect(await readdir(dir)).not.toContain('.prank');
});

it('admits raters whose accounts are older than the workspace', async () => {
  const url = await serve('--rater', 'ada');
  await runJson(['build'], { cwd: dir });
  await runJson(['deploy'], { cwd: dir });
  const [, ada = ''] = (await readFile(join(dir, '.prank', 'raters.csv'), 'utf8')).split('\n');
  const body = new URLSearchParams({ username: 'ada', password: ada.split(',')[1] ?? '' });
  const token: unknown = await (await fetch(`${url}/api/v1/token`, { method: 'POST', body })).json();
  const bearer =
    typeof token === 'object' && token !== null && 'access_token' in token ? String(token.access_token) : '';
  const datasets = await fetch(`${url}/api/v1/me/datasets`, { headers: { Authorization: `Bearer ${bearer}` } });
  expect(await datasets.json()).toMatchObject({ items: [{ name: 'my-campaign' }] });
});

it('stops cleanly on Ctrl-C', async () => {
  await serve();
  const ended = serving === null ? null : collect(serving);
  serving?.kill('SIGINT');
  expect((await ended)?.exitCode).toBe(0);
  expect(await readdir(join(dir, '.prank'))).toEqual(['local.db', 'local.db.serving-lock']);
});

it('names a port that is in use', async () => {
  const other = createServer();
  await new Promise<void>((done) => void other.listen(0, '127.0.0.1', done));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const run = await runPrank(['serve', '--port', String(port)], { cwd: dir });
  other.close();
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toContain(`Port ${port} can't be opened`);
});
