import type { ChildProcess } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCalls } from '../../support/argilla-calls.ts';
import { logIn } from '../../support/argilla-local.ts';
import { readTree } from '../../support/read-tree.ts';
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

/** Starts `prank serve` and waits until it has printed its answer, which is returned. */
async function serve(...words: string[]): Promise<string> {
  serving = startPrank(['serve', '--port', '0', ...words], { cwd: dir });
  return new Promise((done, fail) => {
    let output = '';
    const read = (text: string): void => {
      output += text;
      if (output.includes('Stop with Ctrl-C.')) done(output);
    };
    serving?.stdout?.setEncoding('utf8').on('data', read);
    serving?.stderr?.setEncoding('utf8').on('data', read);
    serving?.once('close', () => fail(new Error(output)));
  });
}

function urlIn(output: string): string {
  return /Serving (https?:\S+)/.exec(output)?.[1] ?? '';
}

function passwordIn(output: string, username: string): string {
  return output.split(`\n  ${username}  `)[1]?.split('\n')[0]?.trim() ?? '';
}

async function deploy(): Promise<void> {
  await runJson(['build'], { cwd: dir });
  await runJson(['deploy'], { cwd: dir });
}

it('accepts only the key in .env, and other commands find it', async () => {
  await runJson(['build'], { cwd: dir });
  const url = urlIn(await serve());
  const { steps } = await runJson(['deploy'], { cwd: dir });
  expect(steps).toHaveLength(5);
  expect(await runJson(['push'], { cwd: dir })).toMatchObject({ added: 3 });
  const key = /ARGILLA_API_KEY=(\S+)/.exec(await readFile(join(dir, '.env'), 'utf8'))?.[1] ?? '';
  const datasets = await createCalls(url, key).get('/me/datasets');
  expect(datasets).toMatchObject({ status: 200, body: { items: [{ status: 'ready' }] } });
  expect((await createCalls(url, 'wrong').get('/me/datasets')).status).toBe(401);
  const settings = await readFile(join(dir, '.env'), 'utf8');
  expect(settings).toContain(`ARGILLA_API_URL=${url}`);
  expect((await stat(join(dir, '.env'))).mode & 0o777).toBe(0o600);
});

it('creates rater accounts and shows their passwords once, in no file', async () => {
  const output = await serve('--rater', 'ada', '--rater', 'bob "the" builder');
  const url = urlIn(output);
  const password = passwordIn(output, 'bob "the" builder');
  expect(password).toMatch(/^\S{4}-\S{4}-\S{4}-\S{4}$/);
  expect((await logIn({ url }, 'bob "the" builder', password)).status).toBe(201);
  const files = await readTree(join(dir, '.prank'));
  expect(files).toContain('local.db-wal');
  for (const name of files) expect((await readFile(join(dir, '.prank', name))).includes(password)).toBe(false);
});

it('adds raters and new passwords while it runs, and keeps the passwords of those who have one', async () => {
  await deploy();
  const output = await serve('--rater', 'ada');
  const url = urlIn(output);
  const { raters } = await runJson(['serve', '--rater', 'ada', '--rater', 'bob'], { cwd: dir });
  expect(raters).toEqual([
    { username: 'ada', password: null },
    { username: 'bob', password: expect.any(String) },
  ]);
  expect((await logIn({ url }, 'ada', passwordIn(output, 'ada'))).status).toBe(201);
  const changed = await runPrank(['serve', '--new-password', 'ada'], { cwd: dir });
  expect((await logIn({ url }, 'ada', passwordIn(output, 'ada'))).status).toBe(401);
  expect((await logIn({ url }, 'ada', passwordIn(changed.stdout, 'ada'))).status).toBe(201);
  const unknown = await runPrank(['serve', '--new-password', 'adda', '--rater', 'cem'], { cwd: dir });
  expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('adda has an account') });
  expect((await runJson(['serve', '--rater', 'cem'], { cwd: dir })).raters).toMatchObject([
    { password: expect.any(String) },
  ]);
});

it('lets in the raters of a campaign that an earlier version made, and leaves their list as it is', async () => {
  const path = join(dir, '.prank', 'raters.csv');
  const list = 'username,password\n"ada",the-password-of-ada\n';
  await deploy();
  await writeFile(path, list);
  const url = urlIn(await serve('--rater', 'ada', '--rater', 'bob'));
  expect((await logIn({ url }, 'ada', 'the-password-of-ada')).status).toBe(201);
  expect(await readFile(path, 'utf8')).toBe(list);
});

it('prints a link by which people join, also while it runs, and the same one again', async () => {
  await deploy();
  const output = await serve('--invite', '--invite-limit', '1');
  const link = new URL(/http:\S+join#\S+/.exec(output)?.[0] ?? '');
  expect(output).toContain('for 1 person');
  expect(output).toContain('Only this machine can open the link');
  const joinAs = async (name: string): Promise<number> => {
    const body = JSON.stringify({ token: link.hash.slice(1), name, password: 'correct horse' });
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${link.origin}/api/v1/prank/join`, { method: 'POST', body, headers })).status;
  };
  expect(await joinAs('zoe')).toBe(201);
  expect(await joinAs('yan')).toBe(410);
  const again = await runPrank(['serve', '--invite', '--port', '7000'], { cwd: dir });
  expect(again.stdout).toContain(link.href);
  expect(again.stderr).toContain('keeps its address');
  expect(again.stderr).toContain('Only this machine can open the link');
  const { invitation } = await runJson(['serve', '--invite', '--invite-until', '2h'], { cwd: dir });
  expect(invitation).toEqual({ link: link.href, limit: null, until: expect.any(String) });
  expect(await joinAs('yan')).toBe(201);
});

it('invites nobody before there is something to rate', async () => {
  const run = await runPrank(['serve', '--port', '0', '--invite'], { cwd: dir });
  expect(run).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('deploy') });
});

it.each([
  [['--cert', 'cert.pem'], '--cert and --key'],
  [['--invite-limit', '3'], 'Add --invite'],
  [['--invite', '--invite-until', '2020-01-01T00:00'], 'has passed'],
  [['--invite', '--invite-until', 'tomorrow'], 'must be a time'],
  [['--invite', '--invite-limit', '0'], 'must be a number'],
  [['--cert', 'none.pem', '--key', 'none.pem'], 'There is no'],
])('refuses %j and makes no account', async (words, reason) => {
  await deploy();
  // In a process of its own, whose end frees the lock on the database.
  const run = await collect(startPrank(['serve', '--port', '0', '--rater', 'ada', ...words], { cwd: dir }));
  expect(run).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining(reason) });
  const { raters } = await runInBackground('--rater', 'ada');
  expect(raters).toMatchObject([{ username: 'ada', password: expect.any(String) }]);
});

/** The data of a `prank serve --json` that goes on serving. */
async function runInBackground(...words: string[]): Promise<{ raters: unknown }> {
  serving = startPrank(['serve', '--json', '--port', '0', ...words], { cwd: dir });
  return new Promise((done) => {
    let output = '';
    serving?.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.endsWith('}\n')) done(JSON.parse(output).data);
    });
  });
}

it('encrypts with a certificate of its own, and other commands still find it', async () => {
  await runJson(['build'], { cwd: dir });
  const output = await serve('--https');
  expect(urlIn(output)).toMatch(/^https:/);
  const fingerprint = /SHA-256 of the certificate: (\S+)/.exec(output)?.[1] ?? '';
  const pem = await readFile(join(dir, '.prank', 'https.pem'), 'utf8');
  expect(new X509Certificate(pem).fingerprint256).toBe(fingerprint);
  expect((await stat(join(dir, '.prank', 'https.pem'))).mode & 0o777).toBe(0o600);
  await runJson(['deploy'], { cwd: dir });
  expect(await runJson(['push'], { cwd: dir })).toMatchObject({ added: 3 });
});

it('warns of a network without encryption', async () => {
  expect(await serve('--host', '0.0.0.0')).toContain('without encryption');
});

it('refuses a second server on one database', async () => {
  const url = urlIn(await serve());
  const run = await runPrank(['serve', '--port', '0'], { cwd: dir });
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain(`is served already, at ${url}`);
});

it('touches nothing in a dry run', async () => {
  const { steps } = await runJson(['deploy', '--dry-run'], { cwd: dir });
  expect(steps).toHaveLength(5);
  expect(await readdir(dir)).not.toContain('.env');
  expect(await readdir(dir)).not.toContain('.prank');
});

it('admits raters whose accounts are older than the workspace', async () => {
  const output = await serve('--rater', 'ada');
  await deploy();
  const { token } = await logIn({ url: urlIn(output) }, 'ada', passwordIn(output, 'ada'));
  const headers = { Authorization: `Bearer ${token}` };
  const datasets = await fetch(`${urlIn(output)}/api/v1/me/datasets`, { headers });
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
