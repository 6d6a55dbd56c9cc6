import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHub } from '../../../src/hub/connection.ts';
import { downloadFile, hashOf } from '../../../src/hub/repos/download.ts';
import type { RemoteFile } from '../../../src/hub/repos/files.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { startHub } from '../../support/hub/start-hub.ts';

const endpoint = 'https://hub.test';
const path = '/datasets/ada/prompts/resolve/c0ffee/data/a%20b.jsonl';
const content = 'line one\nline two\n';
const repository = { type: 'dataset', name: 'ada/prompts' } as const;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const gitSha1 = (text: string): string => createHash('sha1').update(`blob ${text.length}\0${text}`).digest('hex');

let folder: string;
let to: string;
let part: string;
let clock: ReturnType<typeof createFakeClock>;
let progress: number[];
const file: RemoteFile = {
  path: 'data/a b.jsonl',
  sizeBytes: content.length,
  hash: { type: 'sha256', hex: sha256(content) },
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  to = join(folder, 'a.jsonl');
  part = `${to}.${file.hash.hex.slice(0, 12)}.part`;
  clock = createFakeClock();
  progress = [];
});
afterEach(async () => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
  await rm(folder, { recursive: true });
});

function download(more: Partial<RemoteFile> = {}, target = to): Promise<void> {
  const hub = openHub({ endpoint, token: 'hf_x', userAgent: 'prank/test', clock });
  const onProgress = (done: number, total: number): void => {
    progress.push(done);
    expect(total).toBe(more.sizeBytes ?? file.sizeBytes);
  };
  return downloadFile(hub, repository, { commit: 'c0ffee', file: { ...file, ...more }, to: target, clock, onProgress });
}

const repoCommit = { 'X-Repo-Commit': 'c0ffee' };
const whole = () =>
  nock(endpoint, { badheaders: ['range'], reqheaders: { 'accept-encoding': 'identity' } })
    .defaultReplyHeaders(repoCommit)
    .get(path);
const rest = (start: number) =>
  nock(endpoint, { reqheaders: { range: `bytes=${start}-`, 'accept-encoding': 'identity' } })
    .defaultReplyHeaders(repoCommit)
    .get(path);

describe('downloadFile', () => {
  it('writes the whole file into a new folder, and leaves nothing else', async () => {
    whole().reply(200, content);
    const target = join(folder, 'new', 'deep', 'a.jsonl');
    await download({}, target);
    expect(await readFile(target, 'utf8')).toBe(content);
    expect(await readdir(join(folder, 'new', 'deep'))).toEqual(['a.jsonl']);
    expect(progress.at(-1)).toBe(content.length);
  });

  it('checks files that are not large by their git hash', async () => {
    whole().reply(200, content);
    await download({ hash: { type: 'git', hex: gitSha1(content) } });
    expect(await readFile(to, 'utf8')).toBe(content);
  });

  it('resumes an earlier download', async () => {
    await writeFile(part, content.slice(0, 5));
    rest(5).reply(206, content.slice(5));
    await download();
    expect(await readFile(to, 'utf8')).toBe(content);
    expect(progress[0]).toBeGreaterThan(5);
    expect(progress.at(-1)).toBe(content.length);
    expect(await readdir(folder)).toEqual(['a.jsonl']);
  });

  it('treats a 200 to a range as the whole file', async () => {
    await writeFile(part, 'other');
    rest(5).reply(200, content);
    await download();
    expect(await readFile(to, 'utf8')).toBe(content);
    expect(progress.at(-1)).toBe(content.length);
  });

  it('sends no request if only the last step is missing', async () => {
    await writeFile(part, content);
    await download();
    expect(await readFile(to, 'utf8')).toBe(content);
    expect(progress).toEqual([]);
  });

  it('reads again from the start if there is more than the file has', async () => {
    await writeFile(part, `${content}more`);
    whole().reply(200, content);
    await download();
    expect(await readFile(to, 'utf8')).toBe(content);
  });

  it('leaves the parts of another version alone', async () => {
    const other = `${to}.0123456789ab.part`;
    await writeFile(other, 'old');
    whole().reply(200, content);
    await download();
    expect((await readdir(folder)).toSorted()).toEqual(['a.jsonl', 'a.jsonl.0123456789ab.part']);
  });

  it('downloads an empty file', async () => {
    whole().reply(200, '');
    await download({ sizeBytes: 0, hash: { type: 'git', hex: gitSha1('') } });
    expect(await readFile(to, 'utf8')).toBe('');
  });

  it('resumes after a response that was too short', async () => {
    whole().reply(200, content.slice(0, 7));
    rest(7).reply(206, content.slice(7));
    await download();
    expect(await readFile(to, 'utf8')).toBe(content);
    expect(clock.slept).toEqual([500]);
  });

  it('gives up after six more tries, and keeps what it has', async () => {
    whole().reply(200, content.slice(0, 1));
    for (let start = 1; start < 7; start += 1) rest(start).reply(206, content.slice(start, start + 1));
    await expect(download()).rejects.toMatchObject({ code: 'hub_cut_short' });
    expect(await readFile(part, 'utf8')).toBe(content.slice(0, 7));
    expect(clock.slept).toEqual([500, 1000, 2000, 4000, 8000, 16_000]);
  });

  it('removes a file with another hash, so that the next run starts again', async () => {
    await writeFile(part, 'XXXXX');
    rest(5).reply(206, content.slice(5));
    await expect(download()).rejects.toMatchObject({
      code: 'hub_file_damaged',
      message: expect.stringContaining('data/a b.jsonl'),
    });
    expect(await readdir(folder)).toEqual([]);
    whole().reply(200, content);
    await download();
    expect(await readFile(to, 'utf8')).toBe(content);
  });

  it('keeps the file that was there until the new one is verified', async () => {
    await writeFile(to, 'old');
    whole().reply(200, content.toUpperCase());
    await expect(download()).rejects.toMatchObject({ code: 'hub_file_damaged' });
    expect(await readFile(to, 'utf8')).toBe('old');
  });

  it('does not repeat what the Hub refuses', async () => {
    whole().reply(404, { error: 'Entry not found' }, { 'X-Error-Code': 'EntryNotFound' });
    await expect(download()).rejects.toMatchObject({ code: 'hub_http_404' });
    expect(clock.slept).toEqual([]);
  });

  it('resumes a connection that breaks', async () => {
    const large = 'x'.repeat(200_000);
    const id = 'organizer/prompts';
    const standIn = await startHub({ repositories: [{ type: 'dataset', id, files: { 'a.parquet': large } }] });
    try {
      const hub = openHub({ endpoint: standIn.url, token: 'hf_organizer', userAgent: 'prank/test', clock });
      standIn.fault({ match: 'GET /file/.*', kind: 'cut-body', origin: 'storage', times: 2 });
      const remote: RemoteFile = {
        path: 'a.parquet',
        sizeBytes: large.length,
        hash: { type: 'sha256', hex: sha256(large) },
      };
      const commit = standIn.repo('dataset', id).head;
      await downloadFile(hub, { type: 'dataset', name: id }, { commit, file: remote, to, clock });
      expect(await readFile(to, 'utf8')).toBe(large);
      expect(clock.slept).toHaveLength(2);
      expect(standIn.leaks).toEqual([]);
      const ranges = standIn.requests
        .filter(({ origin }) => origin === 'storage')
        .map(({ headers }) => headers['range']);
      expect(ranges[0]).toBeUndefined();
      expect(ranges[1]).toMatch(/^bytes=\d+-$/u);
    } finally {
      await standIn.close();
    }
  });
});

describe('hashOf', () => {
  it('is the hash that the Hub lists: SHA-256 for large files, git’s own for all others', async () => {
    await writeFile(to, 'hello\n');
    // printf 'hello\n' | sha256sum, and | git hash-object --stdin
    expect(await hashOf(to, { ...file, sizeBytes: 6 })).toBe(
      '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03',
    );
    expect(await hashOf(to, { ...file, sizeBytes: 6, hash: { type: 'git', hex: '' } })).toBe(
      'ce013625030ba8dba906f756967f9e9ca394464a',
    );
  });
});
