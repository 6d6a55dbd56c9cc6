import { randomBytes } from 'node:crypto';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HubConnection, openHub } from '../../../src/hub/connection.ts';
import { describeBlob } from '../../../src/hub/repos/blob.ts';
import { commitFiles } from '../../../src/hub/repos/commit.ts';
import { type PreparedFile, prepareFiles } from '../../../src/hub/repos/preupload.ts';
import { RemoteError } from '../../../src/lib/errors.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { startHub, type StandInHub } from '../../support/hub/start-hub.ts';

const endpoint = 'https://hub.test';
const storage = 'https://storage.test';
const repository = { type: 'dataset', name: 'ada/ratings' } as const;
const batch = '/datasets/ada/ratings.git/info/lfs/objects/batch';
const lfsType = 'application/vnd.git-lfs+json';
const [first, second] = [await largeFile('a.parquet', 'hello'), await largeFile('b.parquet', 'large file')];

let hub: HubConnection;
let progress: [number, number][];

beforeEach(() => {
  hub = openHub({ endpoint, token: 'hf_x', userAgent: 'prank/test', clock: createFakeClock() });
  progress = [];
});
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});

async function largeFile(path: string, text: string): Promise<PreparedFile> {
  const source = Buffer.from(text);
  return { path, source, facts: await describeBlob(source), mode: 'lfs', unchanged: false };
}

const commit = (...add: PreparedFile[]): Promise<string> =>
  commitFiles(hub, repository, {
    parent: 'p'.repeat(40),
    summary: 'Add',
    description: '',
    add,
    remove: [],
    onProgress: (done, total) => void progress.push([done, total]),
  });

/** The Hub's instructions for each object. */
const answerBatch = (...objects: object[]) =>
  nock(endpoint).post(batch).reply(200, { objects }, { 'Content-Type': lfsType });
const answerCommit = () =>
  nock(endpoint)
    .post('/api/datasets/ada/ratings/commit/main')
    .reply(200, { commitOid: 'c'.repeat(40) });
const oid = ({ facts }: PreparedFile): string => facts.sha256;
/** The storage must not see the token. */
const put = (path: string, body: string) => nock(storage, { badheaders: ['authorization'] }).put(path, body);
const parts = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, `${storage}/part/${name}`]));

describe('the upload of large files', () => {
  it('asks once for all files, and uploads what the Hub does not have', async () => {
    nock(endpoint, { reqheaders: { accept: lfsType, 'content-type': lfsType, authorization: 'Bearer hf_x' } })
      .post(batch, ({ objects, transfers }) => {
        expect(transfers).toEqual(['basic', 'multipart', 'xet']);
        expect(objects).toEqual([
          { oid: oid(first), size: 5 },
          { oid: oid(second), size: 10 },
        ]);
        return true;
      })
      .reply(
        200,
        {
          objects: [{ oid: oid(second), actions: { upload: { href: `${storage}/two?sign=x` } } }, { oid: oid(first) }],
        },
        { 'Content-Type': lfsType },
      );
    put('/two?sign=x', 'large file').matchHeader('content-length', '10').reply(200);
    answerCommit();
    expect(await commit(first, second)).toBe('c'.repeat(40));
    expect(progress[0]).toEqual([0, 15]);
    expect(progress.at(-1)).toEqual([15, 15]);
  });

  it('uploads parts, and names them all at the end', async () => {
    const header = { chunk_size: '4', ...parts('00001', '00002', '00003') };
    answerBatch({ oid: oid(second), actions: { upload: { href: `${endpoint}/complete`, header } } });
    put('/part/00001', 'larg').matchHeader('content-length', '4').reply(200, '', { ETag: '"e1"' });
    put('/part/00002', 'e fi').reply(200, '', { ETag: '"e2"' });
    put('/part/00003', 'le').matchHeader('content-length', '2').reply(200, '', { ETag: '"e3"' });
    nock(endpoint, { reqheaders: { accept: lfsType, 'content-type': lfsType } })
      .post('/complete', {
        oid: oid(second),
        parts: [
          { partNumber: 1, etag: '"e1"' },
          { partNumber: 2, etag: '"e2"' },
          { partNumber: 3, etag: '"e3"' },
        ],
      })
      .reply(200, {});
    answerCommit();
    await commit(second);
    expect(progress.at(-1)).toEqual([10, 10]);
  });

  it.each([[['1', '2']], [['1', '2', '3', '4']]])(
    'rejects the addresses of parts %j for a file of three',
    async (names) => {
      const header = { chunk_size: '4', ...parts(...names) };
      answerBatch({ oid: oid(second), actions: { upload: { href: `${endpoint}/complete`, header } } });
      await expect(commit(second)).rejects.toMatchObject({ code: 'hub_upload_refused' });
    },
  );

  it('needs every part to be acknowledged', async () => {
    const header = { chunk_size: '10', ...parts('1') };
    answerBatch({ oid: oid(second), actions: { upload: { href: `${endpoint}/complete`, header } } });
    put('/part/1', 'large file').reply(200);
    await expect(commit(second)).rejects.toMatchObject({ code: 'hub_upload_refused' });
  });

  it.each([
    ['', []],
    [', although another one could go on its way', [{ oid: oid(second), actions: { upload: { href: storage } } }]],
  ])('says why the Hub does not take a file%s', async (_case, others) => {
    answerBatch(...others, { oid: oid(first), error: { code: 507, message: 'no space left' } });
    const asked = commit(first, second);
    await expect(asked).rejects.toThrow(RemoteError);
    await expect(asked).rejects.toMatchObject({
      code: 'hub_upload_refused',
      message: expect.stringMatching(/a\.parquet.*no space left/u),
    });
  });

  it('stops if the Hub names a file that it was not told of', async () => {
    answerBatch({ oid: 'f'.repeat(64) });
    await expect(commit(first)).rejects.toMatchObject({ code: 'hub_upload_refused' });
  });

  it('repeats every step after temporary faults', async () => {
    nock(endpoint).post(batch).reply(500, {});
    answerBatch({ oid: oid(first), actions: { upload: { href: `${storage}/one` } } });
    put('/one', 'hello').reply(503);
    put('/one', 'hello').reply(200);
    answerCommit();
    await commit(first);
    expect(hub.requestCount()).toBe(5);
  });

  it('stops at what the storage refuses', async () => {
    answerBatch({ oid: oid(first), actions: { upload: { href: `${storage}/one?secret=key` } } });
    put('/one?secret=key', 'hello').reply(403, '<Error>SignatureDoesNotMatch</Error>');
    await expect(commit(first)).rejects.toMatchObject({ message: expect.not.stringContaining('secret') });
  });
});

/** Bytes that compress, bytes that don't, and bytes in groups of four, each in several chunks. */
const contents: [string, Buffer][] = [
  ['text', Buffer.from('A prompt that many people rated. '.repeat(9_000))],
  ['noise', randomBytes(300_000)],
  ['numbers', Buffer.from(Float32Array.from({ length: 80_000 }, (_, index) => Math.sin(index / 50)).buffer)],
];

describe.each([
  ['LFS in one piece', {}, 'PUT /upload/.*'],
  ['LFS in parts', { multipartAboveBytes: 10_000, partBytes: 100_000 }, 'PUT /part/.*'],
  ['Xet', { xet: true }, 'POST /v1/xorbs/.*'],
])('with a Hub that wants %s', (_name, settings, way) => {
  let standIn: StandInHub;
  const dataset = { type: 'dataset', name: 'organizer/ratings' } as const;
  const client = () =>
    openHub({ endpoint: standIn.url, token: 'hf_organizer', userAgent: 'prank/test', clock: createFakeClock() });
  const view = () => standIn.repo('dataset', dataset.name);

  beforeEach(async () => {
    standIn = await startHub({ repositories: [{ type: 'dataset', id: dataset.name }], settings });
  });
  afterEach(async () => {
    expect(standIn.leaks).toEqual([]);
    expect(standIn.unknown).toEqual([]);
    await standIn.close();
  });

  async function send(): Promise<void> {
    const files = contents.map(([kind, source]) => ({ path: `${kind}.parquet`, source }));
    const add = await prepareFiles(client(), dataset, files);
    const steps: number[] = [];
    const onProgress = (done: number): void => void steps.push(done);
    await commitFiles(client(), dataset, {
      parent: view().head,
      summary: 'Add',
      description: '',
      add,
      remove: [],
      onProgress,
    });
    expect(steps[0]).toBe(0);
    expect(steps.at(-1)).toBe(contents.reduce((sum, [, { length }]) => sum + length, 0));
    expect(steps.length).toBeGreaterThan(contents.length);
  }

  it('uploads every byte, and shows how far it is', async () => {
    await send();
    expect(standIn.count(way, 'storage')).toBeGreaterThan(0);
    for (const [kind, content] of contents) expect(view().read(`${kind}.parquet`).equals(content)).toBe(true);
  });

  it('goes on after a fault of the storage', async () => {
    standIn.fault({ match: way, kind: 'reset-after', origin: 'storage' });
    standIn.fault({ match: way, kind: 'error-before', origin: 'storage', status: 503 });
    await send();
    for (const [kind, content] of contents) expect(view().read(`${kind}.parquet`).equals(content)).toBe(true);
  });

  it('uploads nothing that is there already', async () => {
    await send();
    standIn.commitBehind(view(), Object.fromEntries(contents.map(([kind]) => [`${kind}.parquet`, null])));
    standIn.clearRequests();
    await send();
    expect(standIn.requests.filter(({ origin }) => origin === 'storage')).toEqual([]);
  });
});
