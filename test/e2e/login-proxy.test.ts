import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import { createCalls } from '../support/argilla-calls.ts';
import { findCanaries, findCanaryFiles } from '../support/canary.ts';
import { makeCampaignFolder, removeFolder } from '../support/campaign-folder.ts';
import { type LoginProxy, startLoginProxy } from '../support/login-proxy.ts';
import { runJson, runPrank } from '../support/run-prank.ts';
import { findDeployed, makeRaters, readAllRecords } from '../support/test-raters.ts';
import { cheapPasswords } from '../support/cheap-passwords.ts';

const apiKey = 'owner-key-of-the-embedded-server';
const user = 'keeper';
const password = 'canary/s@sämé:%';
let home: string;
let server: LocalServer;
let proxy: LoginProxy;
let dir: string;
/** As written into .env. */
let address: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'prank-'));
  server = await startLocalServer({
    ...cheapPasswords,
    db: join(home, 'local.db'),
    owner: { username: 'owner', apiKey },
  });
  proxy = await startLoginProxy(server.url, user, password);
  address = proxy.url.replace('://', `://${user}:${encodeURIComponent(password)}@`);
  const prompts = ['Why is the sky blue?', 'Count to ten.', 'Name a river.'];
  dir = await makeCampaignFolder({ url: proxy.url, name: 'gated', prompts });
  await writeFile(join(dir, '.gitignore'), '.env\n.prank/\n');
  await writeFile(join(dir, '.env'), `ARGILLA_API_KEY=${apiKey}\nARGILLA_API_URL='${address}'\n`);
});
afterAll(async () => {
  await proxy.close();
  await server.close();
  await removeFolder(dir);
  await rm(home, { recursive: true });
});

async function prank(...words: string[]): Promise<Record<string, unknown>> {
  const data = await runJson(words, { cwd: dir });
  expect(findCanaries(JSON.stringify(data))).toEqual([]);
  return data;
}

it('a campaign works through a proxy that asks for Basic authentication', async () => {
  expect(await prank('build')).toMatchObject({ prompts: 3 });
  expect(await prank('deploy')).toMatchObject({ url: proxy.url });
  expect(await prank('push')).toMatchObject({ added: 3 });
  const owner = createCalls(server.url, apiKey);
  const { datasetId, workspaceId } = await findDeployed(owner, 'gated');
  const [rater] = await makeRaters(owner, workspaceId, 1);
  for (const { id } of await readAllRecords(owner, datasetId)) {
    await rater?.calls.post(`/records/${id}/responses`, { status: 'submitted', values: { quality: { value: 4 } } });
  }
  expect(await prank('pull')).toMatchObject({ new: 3, total: 3 });
  expect(await prank('status')).toMatchObject({ completed: 3, responses: 3 });
  expect(await prank('publish', '--to', 'release')).toMatchObject({ rows: 3 });
  expect(proxy.turnedAway).toBe(0);
  expect(proxy.passed.length).toBeGreaterThan(10);
  expect(proxy.passed.every(({ headers }) => headers['x-argilla-api-key'] === apiKey)).toBe(true);
});

it('the user and password stay in .env, and are in no other file', async () => {
  expect(await findCanaryFiles(dir)).toEqual([]);
  expect(await readFile(join(dir, '.env'), 'utf8')).toContain(`ARGILLA_API_URL='${address}'`);
});

it('doctor works through it, and finds no fault in the address', async () => {
  const run = await runPrank(['doctor', '--json'], { cwd: dir });
  const { checks } = JSON.parse(run.stdout).data ?? JSON.parse(run.stdout).error.details;
  const found = (name: string): unknown =>
    checks.find((check: { name: string; area: string }) => check.area === 'argilla' && check.name === name);
  expect(found('server')).toMatchObject({ ok: true });
  expect(found('address')).toMatchObject({ ok: true });
});

it.each([
  ['without them', () => proxy.url, 'argilla_login_needed'],
  ['with wrong ones', () => proxy.url.replace('://', '://gate:wrong-password@'), 'argilla_login_rejected'],
])('says what is missing %s', async (_, url, code) => {
  const run = await runPrank(['push', '--json'], { cwd: dir, env: { ARGILLA_API_URL: url() } });
  expect(run.exitCode).toBe(3);
  expect(JSON.parse(run.stdout)).toMatchObject({ ok: false, error: { code } });
  expect(run.stdout + run.stderr).not.toContain('wrong-password');
});
