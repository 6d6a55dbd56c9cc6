import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeCampaignFolder, removeFolder } from '../support/campaign-folder.ts';
import { collect, runJson, startPrank } from '../support/run-prank.ts';

let server: Server;
let dir: string;
let asked: Promise<void>;

beforeEach(async () => {
  // A server that takes a question and never answers.
  asked = new Promise((done) => {
    server = createServer(() => done());
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  dir = await makeCampaignFolder({ url, name: 'slow', prompts: ['One prompt of some length.'] });
  await runJson(['build'], { cwd: dir });
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await removeFolder(dir);
});

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends a command with %d, and says how to go on', async (signal, exitCode) => {
  const child = startPrank(['push', '--json'], { cwd: dir, env: { ARGILLA_API_KEY: 'some-key' } });
  const ended = collect(child);
  await asked;
  child.kill(signal);
  const run = await ended;
  expect(run.exitCode).toBe(exitCode);
  expect(JSON.parse(run.stdout)).toMatchObject({
    ok: false,
    error: { code: 'interrupted', hint: 'The records that are in Argilla stay. To go on: prank push --json' },
  });
  expect(await runJson(['build', '--check'], { cwd: dir })).toMatchObject({ prompts: 1 });
});
