import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeCampaignFolder, removeFolder } from '../support/campaign-folder.ts';
import { findCanaries, findCanaryFiles } from '../support/canary.ts';
import { type PrankRun, runPrank } from '../support/run-prank.ts';

const encoded = 'keeper:canary-p%40ss%2Fw%3A7';
/** As written by people who don't know percent encoding. */
const raw = 'keeper:canary@p/ss:7';
const signed = 'X-Amz-Credential=canary-id&X-Amz-Signature=canary-sig&token=canary-token';

let server: Server;
/** Host and port of a server whose response depends on the first part of the path. */
let host: string;
/** A campaign with built prompts; each test uses a copy. */
let built: string;
let dir: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const [, behaviour = ''] = (request.url ?? '').split('/');
    const echo = `asked by ${request.headers.authorization} for http://${encoded}@${host}/x?${signed}`;
    const json = { 'Content-Type': 'application/json' };
    switch (behaviour) {
      case 'redirect': {
        const location = `https://${encoded}@elsewhere.example/?${signed}`;
        return void response.writeHead(307, { Location: location, 'Content-Type': 'text/plain' }).end(echo);
      }
      case 'login':
        return void response.writeHead(401, { 'WWW-Authenticate': `Basic realm="${echo}"` }).end(echo);
      case 'key':
        return void response.writeHead(401, json).end(JSON.stringify({ detail: echo }));
      case 'role':
        return void response.writeHead(403, json).end(JSON.stringify({ detail: echo }));
      case 'page':
        return void response.writeHead(200, { 'Content-Type': `text/html; from="${echo}"` }).end(`<p>${echo}</p>`);
      case 'form':
        return void response.writeHead(200, json).end(JSON.stringify({ [echo]: echo }));
      default:
        // Long enough to be truncated inside the password, wherever that happens.
        return void response
          .writeHead(422, json)
          .end(JSON.stringify({ detail: `${echo} `.repeat(20), error: `${echo} `.repeat(20) }));
    }
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const address = server.address();
  host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  built = await makeCampaignFolder({ url: `http://${host}`, name: 'quiet', prompts: ['Why is the sky blue?'] });
  await runPrank(['build'], { cwd: built });
});
afterAll(async () => {
  await removeFolder(built);
  await new Promise((done) => void server.close(done));
});

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  await cp(built, dir, { recursive: true });
});
afterEach(() => removeFolder(dir));

interface Case {
  words: string[];
  /** Contents of prank.yaml. */
  config?: Record<string, unknown>;
  dotEnv?: string;
  env?: Record<string, string>;
  exit: number;
  /** Printed in any case, to be sure that the secret had a chance to appear. */
  says: RegExp;
}

async function arrange({ config, dotEnv }: Case): Promise<void> {
  const path = join(dir, 'prank.yaml');
  const written: object = JSON.parse(await readFile(path, 'utf8'));
  if (config !== undefined) await writeFile(path, JSON.stringify({ ...written, ...config }, null, 2));
  await writeFile(join(dir, '.gitignore'), '.env\n.prank/\n');
  await writeFile(join(dir, '.env'), `ARGILLA_API_KEY=key-of-nobody\n${dotEnv ?? ''}\n`);
}

/** Removes the lines that tell the runner what to hide. */
function withoutMasks(text: string): string {
  return text.replaceAll(/^::add-mask::.*\n/gmu, '');
}

async function runAll({ words, env = {} }: Case): Promise<PrankRun[]> {
  const summary = join(dir, 'summary.md');
  const github = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: join(dir, 'output.txt') };
  // One after the other, because they share a lock.
  return [
    await runPrank([...words, '-v', '--json'], { cwd: dir, env }),
    await runPrank([...words, '-v'], { cwd: dir, env: { ...env, ...github } }),
  ];
}

function atPath(path: string, more: Partial<Case>): Case {
  return {
    words: ['push'],
    config: { argilla: { url: `http://${host}/${path}` } },
    dotEnv: `ARGILLA_API_URL=http://${encoded}@${host}/${path}`,
    exit: 4,
    says: /./u,
    ...more,
  };
}

function atAddress(url: string, more: Partial<Case>): Case {
  const login = url.replace('://', `://${encoded}@`);
  return {
    words: ['push'],
    config: { argilla: { url } },
    env: { ARGILLA_API_URL: login },
    exit: 4,
    says: /./u,
    ...more,
  };
}

const hubSource = {
  sources: [{ id: 'made', hub: 'o/n', path: 'a.csv', prompt: 'prompt', kind: 'human', license: 'mit', take: 'all' }],
};

const cases: Record<string, () => Case> = {
  'a warning about another server': () => ({
    words: ['push'],
    env: { ARGILLA_API_URL: `https://${encoded}@elsewhere.example` },
    exit: 4,
    says: /elsewhere\.example/u,
  }),
  'a warning about what is no address': () => ({
    words: ['status'],
    dotEnv: `ARGILLA_API_URL='${raw}@elsewhere.example'`,
    exit: 0,
    says: /is not an address/u,
  }),
  'a warning about an address that no program can parse': () => ({
    words: ['status'],
    env: { ARGILLA_API_URL: `HTTPS://keeper:canary/p@ss@elsewhere.example` },
    exit: 0,
    says: /is not an address/u,
  }),
  'a Space whose address is none': () => ({
    words: ['pull'],
    config: { argilla: { space: 'o/n' } },
    env: { ARGILLA_API_URL: `${raw}@elsewhere.example` },
    exit: 2,
    says: /server_url_invalid/u,
  }),
  'a server that refuses': () => atAddress('http://127.0.0.1:9', { says: /ECONNREFUSED/u }),
  'a server on IPv6 that refuses': () => atAddress('http://[::1]:9', { says: /No answer/u }),
  'a host that is unknown': () => atAddress('https://nowhere.invalid', { says: /No answer/u }),
  'TLS that is none': () => atAddress(`https://${host}`, { says: /does not speak HTTPS/u }),
  'a redirect': () => atPath('redirect', { says: /redirects/u }),
  'a proxy that turns us away': () => atPath('login', { exit: 3, says: /argilla_login_rejected/u }),
  'a key that is wrong': () => atPath('key', { exit: 3, says: /argilla_key_rejected/u }),
  'a key that may not': () => atPath('role', { exit: 3, says: /argilla_not_allowed/u }),
  'a page instead of JSON': () => atPath('page', { says: /argilla_not_json/u }),
  'JSON of another form': () => atPath('form', { says: /argilla_unexpected_answer/u }),
  'a server that repeats what it was sent': () => atPath('echo', { says: /\*\*\*/u }),
  'a doctor': () => atPath('page', { words: ['doctor'], exit: 6, says: /not JSON/u }),
  'a doctor with another address': () => ({
    words: ['doctor'],
    env: { ARGILLA_API_URL: `https://${encoded}@elsewhere.example`, HF_ENDPOINT: `http://${encoded}@127.0.0.1:9` },
    exit: 6,
    says: /Argilla answered 422/u,
  }),
  'a sync with a summary': () => atPath('page', { words: ['sync'], says: /argilla_not_json/u }),
  'a plan': () => atPath('key', { words: ['deploy', '--dry-run'], exit: 3, says: /key/u }),
  'a proxy of this machine': () => ({
    words: ['push'],
    config: { argilla: { url: 'http://argilla.example' } },
    env: { HTTP_PROXY: `http://${encoded}@127.0.0.1:9`, http_proxy: `http://${encoded}@127.0.0.1:9` },
    exit: 4,
    says: /No answer/u,
  }),
  'a Hub that repeats what it was sent': () => ({
    words: ['build'],
    config: hubSource,
    env: { HF_ENDPOINT: `http://${encoded}@${host}/echo`, HF_TOKEN: 'hf_canarycanarycanary' },
    exit: 4,
    says: /Hub answered/u,
  }),
  'a Hub whose address is none': () => ({
    words: ['build'],
    config: hubSource,
    env: { HF_ENDPOINT: `${raw}@hub.example` },
    exit: 2,
    says: /hub_endpoint_invalid/u,
  }),
  'an address with a password given to init': () => ({
    words: ['init', 'new', '--url', `https://${encoded}@argilla.example`],
    exit: 2,
    says: /url_has_login/u,
  }),
  'no address given to init': () => ({
    words: ['init', 'new', `--url=${raw}@argilla.example`],
    exit: 2,
    says: /--url must be/u,
  }),
  'an option that does not exist': () => ({
    words: ['init', 'new', `--urll=https://${raw}@argilla.example`],
    exit: 2,
    says: /unknown option/u,
  }),
  'ratings at an address': () => ({
    words: ['rank', '--input', `https://${raw}@files.example/a.csv?${signed}`],
    exit: 2,
    says: /files\.example|\*\*\*/u,
  }),
};

describe('what is secret in an address is shown nowhere', () => {
  it.each(Object.entries(cases))('%s', async (_, make) => {
    const one = make();
    await arrange(one);
    const runs = await runAll(one);
    for (const { exitCode, stdout, stderr } of runs) {
      expect([exitCode, findCanaries(stdout), findCanaries(withoutMasks(stderr))]).toEqual([one.exit, [], []]);
      expect(stdout + stderr).toMatch(one.says);
    }
    const [asJson] = runs;
    expect(() => JSON.parse(asJson?.stdout ?? '')).not.toThrow();
    expect(await findCanaryFiles(dir)).toEqual([]);
  });
});

// These files contain the secret themselves, so only the output is checked.
describe('what is secret in prank.yaml is shown nowhere', () => {
  it.each([
    ['the server', { argilla: { url: `https://${encoded}@argilla.example` } }, /has a user or password in it/u],
    ['the server, badly written', { argilla: { url: `${raw}@argilla.example` } }, /is not an address/u],
    [
      'a file',
      { sources: [{ id: 'a', file: `https://${raw}@files.example/a.csv?${signed}`, prompt: 'p' }] },
      /is an address/u,
    ],
    ['Spark', { build: { engine: 'spark', spark: { master: `spark://${raw}@spark.example`, node: 3 } } }, /spark/u],
  ])('%s', async (_, config, says) => {
    const one: Case = { words: ['build'], config, exit: 2, says };
    await arrange(one);
    for (const { exitCode, stdout, stderr } of await runAll(one)) {
      expect([exitCode, findCanaries(stdout), findCanaries(withoutMasks(stderr))]).toEqual([2, [], []]);
      expect(stdout + stderr).toMatch(says);
    }
  });
});
