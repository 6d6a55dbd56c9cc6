import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { embeddedRunner } from '../support/hub/runners/embedded-runner.ts';
import { type StandInHub, startHub } from '../support/hub/start-hub.ts';
import { collect } from '../support/run-prank.ts';

let root: string;
let hub: StandInHub;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'prank-'));
  hub = await startHub({
    users: [{ name: 'me', isPro: true }],
    spaceRunner: embeddedRunner,
    spaceSettings: { buildingMs: 150, appStartingMs: 150 },
  });
});
afterAll(async () => {
  await hub.close();
  await rm(root, { recursive: true });
});

/**
 * Replaces what two lines of the README need: `prank serve` needs a rater, who is provided here; `npm test` takes
 * minutes, which CI spends on it anyway.
 */
const helpers = `
set -euo pipefail
npm() { if [ "$*" = test ]; then echo "(npm test runs by itself)"; else command npm "$@"; fi; }
prank() {
  if [ "$1" != serve ]; then command prank "$@"; return; fi
  command prank "$@" > >(tee serve.out) &
  node "$RATE_ONCE" "\${@: -1}"
  kill -INT $!
  wait $! || test $? = 130
}
`;

/** Signs in on the rating page's server and answers every prompt it is given. */
const rateOnce = `
const { readFileSync } = require('node:fs');
const url = 'http://127.0.0.1:6900';
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
let token;
async function call(method, path, body) {
  const headers = { authorization: 'Bearer ' + token, 'content-type': 'application/json' };
  return (await fetch(url + '/api/v1' + path, { method, headers, body: JSON.stringify(body) })).json();
}
/** The first dataset, once server, account and membership are there. */
async function signIn() {
  const [, username, password] = /^  (\\S+)  (\\S+)$/m.exec(readFileSync('serve.out', 'utf8'));
  const body = new URLSearchParams({ username, password });
  token = (await (await fetch(url + '/api/v1/token', { method: 'POST', body })).json()).access_token;
  return (await call('GET', '/me/datasets')).items[0].id;
}
(async () => {
  let id;
  for (let tries = 0; id === undefined; tries += 1) {
    try { id = await signIn(); } catch (error) { if (tries === 100) throw error; await pause(100); }
  }
  const { items } = await call('POST', '/me/datasets/' + id + '/records/search?limit=50', {});
  for (const { record } of items) {
    await call('POST', '/records/' + record.id + '/responses', { status: 'submitted', values: { quality: { value: 3 } } });
  }
  console.log('rated', items.length);
})();
`;

function npmSetting(name: string): string {
  return execFileSync('npm', ['config', 'get', name], { encoding: 'utf8' }).trim();
}

it('the blocks of the README can be typed in order, from a bare clone', async () => {
  const blocks = [...(await readFile('README.md', 'utf8')).matchAll(/^```sh\n([\s\S]*?)^```/gmu)];
  expect(blocks.length).toBeGreaterThanOrEqual(4);
  const clone = join(root, 'prank');
  execFileSync('git', ['clone', '--quiet', '.', clone]);
  await writeFile(join(root, 'rate-once.cjs'), rateOnce);
  const prefix = join(root, 'global');
  const lines = blocks.flatMap(([, block = '']) => block.split('\n')).filter((line) => line !== '');
  const script = [helpers, ...lines.map((line) => `{ ${line}\n} || exit 1`)].join('\n');
  const ended = await collect(
    spawn('bash', ['-c', script], {
      cwd: clone,
      env: {
        PATH: `${join(prefix, 'bin')}:${dirname(process.execPath)}:/usr/bin:/bin`,
        HOME: root,
        npm_config_prefix: prefix,
        // With another prefix, npm would not find this machine's settings.
        npm_config_globalconfig: npmSetting('globalconfig'),
        npm_config_registry: npmSetting('registry'),
        RATE_ONCE: join(root, 'rate-once.cjs'),
        HF_ENDPOINT: hub.url,
        HF_TOKEN: 'hf_me',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  expect(ended, `${ended.stdout}\n${ended.stderr}`).toMatchObject({ exitCode: 0 });
  expect(ended.stdout).toContain('rated 50');
  expect(await readFile(join(clone, 'my-campaign', 'release', 'README.md'), 'utf8')).toContain('pretty_name');
});
