import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { authorityPath, certificatePath, Servers } from '../support/network/servers.ts';
import { bin, runPrank } from '../support/run-prank.ts';

const servers = new Servers();
let dir: string;
/** Ports of servers that answer as Argilla does to a wrong key. */
let [encrypted, selfSigned, plain] = [0, 0, 0];
/** Keys that arrived. */
let keys: unknown[] = [];

/** Rejects every key, as Argilla does. */
const answer: RequestListener = ({ headers }, response) => {
  keys.push(headers['x-argilla-api-key'] ?? headers.authorization);
  const detail = { code: 'argilla.api.errors::UnauthorizedError', params: { detail: 'no' } };
  response.writeHead(401, { 'Content-Type': 'application/json' }).end(JSON.stringify({ detail }));
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  encrypted = await servers.https('valid', answer);
  selfSigned = await servers.https('self-signed', answer);
  plain = await servers.http(answer);
  await writeFile(join(dir, 'prompts.csv'), 'prompt\nWhat is the answer to this question?\n');
});
beforeEach(() => void (keys = []));
afterAll(async () => {
  await servers.close();
  await rm(dir, { recursive: true });
});

async function writeConfig(argilla: string): Promise<void> {
  const sources = '[{id: a, file: prompts.csv, prompt: prompt, kind: human, take: all}]';
  await writeFile(join(dir, 'prank.yaml'), `name: x\nsources: ${sources}\nargilla: ${argilla}\n`);
}

/** The error of a real process: certificates and proxies are settings of a process. */
async function deploy(url: string, env: Record<string, string>): Promise<{ code: string; message: string }> {
  await writeConfig(`{url: "${url}"}`);
  const given = { PATH: process.env['PATH'], HOME: dir, ARGILLA_API_KEY: 'owner.key', ...env };
  const run = await promisify(execFile)(process.execPath, [bin, 'deploy', '--json'], { cwd: dir, env: given }).catch(
    (error: { stdout: string; stderr: string }) => error,
  );
  expect(run.stdout + run.stderr).not.toMatch(/p@ss|p%40ss|owner\.key/u);
  return JSON.parse(run.stdout).error;
}

// The servers reject the key, which shows that it arrived.
const arrived = { code: 'argilla_key_rejected' };

describe('NODE_EXTRA_CA_CERTS', () => {
  it('makes prank trust an authority', async () => {
    expect(await deploy(`https://127.0.0.1:${encrypted}`, { NODE_EXTRA_CA_CERTS: authorityPath })).toMatchObject(
      arrived,
    );
    expect(keys).toContain('owner.key');
  });

  it('makes prank trust a certificate that is self-signed', async () => {
    const url = `https://127.0.0.1:${selfSigned}`;
    expect(await deploy(url, {})).toMatchObject({ code: 'certificate_refused' });
    expect(keys).toEqual([]);
    expect(await deploy(url, { NODE_EXTRA_CA_CERTS: certificatePath('self-signed') })).toMatchObject(arrived);
  });

  it('does not make up for another host in the certificate', async () => {
    const port = await servers.https('elsewhere', (_, response) => void response.end());
    expect(await deploy(`https://127.0.0.1:${port}`, { NODE_EXTRA_CA_CERTS: authorityPath })).toMatchObject({
      code: 'certificate_refused',
      message: `prank does not trust Argilla at https://127.0.0.1:${port}: its certificate is for another host (ERR_TLS_CERT_ALTNAME_INVALID).`,
    });
  });
});

describe('a proxy', () => {
  it('leads to a server by HTTPS, knows its user, and sees nothing of the key', async () => {
    const proxy = await servers.proxy(null, encrypted);
    const env = { NODE_EXTRA_CA_CERTS: authorityPath, HTTPS_PROXY: `http://me:p%40ss@127.0.0.1:${proxy.port}` };
    expect(await deploy('https://argilla.example/below/api/v1', env)).toMatchObject(arrived);
    expect(keys).toContain('owner.key');
    expect(proxy.heads[0]).toContain('CONNECT argilla.example:443 HTTP/1.1\r\n');
    expect(proxy.heads[0]).toContain(`Proxy-Authorization: Basic ${Buffer.from('me:p@ss').toString('base64')}\r\n`);
    expect(proxy.heads.join('')).not.toContain('owner.key');
  });

  it('leads to a server by HTTP', async () => {
    const proxy = await servers.http(({ url, headers }, response) => {
      keys.push(url, headers['proxy-authorization']);
      response.writeHead(401, { 'Content-Type': 'application/json' }).end('{"detail":"no"}');
    });
    const env = { HTTP_PROXY: `http://me:p%40ss@127.0.0.1:${proxy}` };
    expect(await deploy('http://argilla.example', env)).toMatchObject(arrived);
    expect(keys).toEqual([
      expect.stringContaining('http://argilla.example/api/v1/'),
      `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
    ]);
  });

  it('is not asked for this machine, nor for a host in NO_PROXY', async () => {
    const dead = { HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' };
    expect(await deploy(`http://127.0.0.1:${plain}`, dead)).toMatchObject(arrived);
    const around = await deploy('https://nowhere.invalid', { ...dead, NO_PROXY: 'localhost,nowhere.invalid' });
    expect(around).toMatchObject({ code: 'argilla_unreachable', message: expect.stringContaining('there is no host') });
  });
});

describe('an address that no server has', () => {
  const spaces = 'https://huggingface.co/spaces/me/my-argilla';

  it.each([
    [spaces, 'Give --space me/my-argilla instead of --url.'],
    ['hf.co/spaces/me/my-argilla', 'Give --space me/my-argilla instead of --url.'],
    [`${spaces}/tree/main`, 'Give --space me/my-argilla instead of --url.'],
    ['https://hf.co/spaces/me/my-argilla?logs=container', 'Give --space me/my-argilla instead of --url.'],
    ['https://huggingface.co/datasets/me/prompts', 'Give --space <owner>/<name> instead of --url.'],
  ])('init refuses %s', async (url, hint) => {
    const run = await runPrank(['init', 'new', '--url', url, '--json'], { cwd: dir });
    expect(run.exitCode).toBe(2);
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: 'server_url_is_hub_page', hint } });
  });

  it('init takes the page of a Space as its name', async () => {
    const run = await runPrank(['init', 'new', '--space', spaces, '--dry-run', '--json'], { cwd: dir });
    expect(JSON.parse(run.stdout)).toMatchObject({ data: { target: { type: 'space', space: 'me/my-argilla' } } });
  });

  it('prank.yaml may not have one', async () => {
    await writeConfig(`{url: "${spaces}"}`);
    const run = await runPrank(['deploy'], { cwd: dir, env: { ARGILLA_API_KEY: 'owner.key' } });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('is a page of the Hugging Face Hub');
    expect(run.stderr).toContain('space: me/my-argilla');
  });

  it('ARGILLA_API_URL may not be one, and no key is sent there', async () => {
    await writeConfig('{space: me/my-argilla}');
    const run = await runPrank(['pull', '--json'], {
      cwd: dir,
      env: { ARGILLA_API_KEY: 'owner.key', ARGILLA_API_URL: spaces, HF_ENDPOINT: 'http://127.0.0.1:9' },
    });
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: 'server_url_is_hub_page' } });
  });
});

it.each([
  ['https://argilla.example/api/v1', 'https://argilla.example'],
  ['https://me-my-argilla.hf.space/sign-in', 'https://me-my-argilla.hf.space'],
  ['https://argilla.example/below/', 'https://argilla.example/below'],
])('init keeps only the server of %s', async (url, kept) => {
  const run = await runPrank(['init', 'new', '--url', url, '--dry-run', '--json'], { cwd: dir });
  expect(JSON.parse(run.stdout)).toMatchObject({ data: { target: { type: 'url', url: kept } } });
});
