import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type Certificate,
  certificateFingerprint,
  ensureCertificate,
  readCertificate,
} from '../../src/local/certificate.ts';
import { startLocalServer } from '../../src/local/start-server.ts';

const dayMs = 24 * 60 * 60_000;
const hosts = ['localhost', '127.0.0.1', '::1', '192.168.0.5'];
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  path = join(folder, 'https.pem');
});

afterEach(() => rm(folder, { recursive: true }));

function given(name: string): string {
  return fileURLToPath(new URL(`../support/certificates/${name}`, import.meta.url));
}

/** The status of `GET /api/v1/me` for a client that trusts this certificate and no other. */
function statusOver(url: string, ca: string): Promise<number | undefined> {
  return new Promise((done, fail) => {
    request(`${url}/api/v1/me`, { ca, agent: false }, (response) => {
      response.resume();
      done(response.statusCode);
    })
      .once('error', fail)
      .end();
  });
}

test('makes a certificate for the hosts, readable only by its owner, and keeps it', async () => {
  const made = await ensureCertificate(path, hosts, Date.now());
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const certificate = new X509Certificate(made.cert);
  expect(certificate.checkHost('localhost')).toBe('localhost');
  for (const host of hosts.slice(1)) expect(certificate.checkIP(host)).toBe(host);
  expect(certificate.checkIP('192.168.0.6')).toBeUndefined();
  expect(certificate.ca).toBe(false);
  expect(certificateFingerprint(made)).toMatch(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(await ensureCertificate(path, hosts, Date.now())).toEqual(made);
});

test.each<[why: string, hosts: string[], nowMs: number]>([
  ['has another address', ['localhost', '192.168.0.6'], Date.now()],
  ['ends in less than a week', hosts, Date.now() + 359 * dayMs],
])('makes another one if the network %s', async (_why, others, nowMs) => {
  const made = await ensureCertificate(path, hosts, Date.now());
  expect(await ensureCertificate(path, others, nowMs)).not.toEqual(made);
});

test('makes another one if the file is damaged', async () => {
  await writeFile(path, 'no certificate');
  expect(certificateFingerprint(await ensureCertificate(path, hosts, Date.now()))).toContain(':');
});

test('serves HTTPS with it, and commands on this machine need not trust it', async () => {
  const https: Certificate = await ensureCertificate(path, hosts, Date.now());
  const owner = { username: 'owner', apiKey: 'key' };
  const server = await startLocalServer({ db: join(folder, 'local.db'), owner, https });
  try {
    expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(await statusOver(server.url, https.cert)).toBe(401);
    const other = await ensureCertificate(join(folder, 'other.pem'), hosts, Date.now());
    await expect(statusOver(server.url, other.cert)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(server.commandUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const headers = { 'x-argilla-api-key': 'key' };
    expect((await fetch(`${server.commandUrl}/api/v1/me`, { headers })).status).toBe(200);
  } finally {
    await server.close();
  }
  await expect(statusOver(server.url, https.cert)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('reads a given certificate with its key', async () => {
  expect(certificateFingerprint(await readCertificate(given('valid.pem'), given('key.pem')))).toContain(':');
});

test.each<[cert: () => string, key: () => string | Promise<string>, reason: string]>([
  [() => join(folder, 'none.pem'), () => given('key.pem'), 'There is no'],
  [() => given('valid.pem'), () => join(folder, 'none.pem'), 'There is no'],
  [() => given('key.pem'), () => given('key.pem'), 'not a certificate and its key'],
  [() => given('valid.pem'), () => given('valid.pem'), 'not a certificate and its key'],
  [
    () => given('valid.pem'),
    async () => (await ensureCertificate(path, hosts, Date.now()), path),
    'another certificate',
  ],
])('refuses what is no certificate and its key (%#): %s', async (cert, key, reason) => {
  await expect(readCertificate(cert(), await key())).rejects.toMatchObject({
    code: 'certificate_unusable',
    message: expect.stringContaining(reason),
  });
});
