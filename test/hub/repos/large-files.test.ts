import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HubConnection, openHub } from '../../../src/hub/connection.ts';
import { describeBlob } from '../../../src/hub/repos/blob.ts';
import { uploadLargeFiles } from '../../../src/hub/repos/large-files.ts';
import type { PreparedFile } from '../../../src/hub/repos/preupload.ts';
import { RemoteError } from '../../../src/lib/errors.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { startHub } from '../../support/hub/start-hub.ts';

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

const upload = (...files: PreparedFile[]): Promise<void> =>
  uploadLargeFiles(hub, repository, files, (done, total) => void progress.push([done, total]));

/** The Hub's instructions for each object. */
const answerBatch = (...objects: object[]) =>
  nock(endpoint).post(batch).reply(200, { objects }, { 'Content-Type': lfsType });
const oid = ({ facts }: PreparedFile): string => facts.sha256;
/** The storage must not see the token. */
const put = (path: string, body: string) => nock(storage, { badheaders: ['authorization'] }).put(path, body);
const parts = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, `${storage}/part/${name}`]));

describe('uploadLargeFiles', () => {
  it('sends no request without files', async () => {
    await upload();
    expect(hub.requestCount()).toBe(0);
    expect(progress).toEqual([]);
  });

  it('sends one request for all files, uploads what the Hub does not have, and has it verified', async () => {
    nock(endpoint, { reqheaders: { accept: lfsType, 'content-type': lfsType, authorization: 'Bearer hf_x' } })
      .post(batch, {
        operation: 'upload',
        transfers: ['basic', 'multipart'],
        hash_algo: 'sha256',
        ref: { name: 'main' },
        objects: [
          { oid: oid(first), size: 5 },
          { oid: oid(second), size: 10 },
        ],
      })
      .reply(
        200,
        {
          objects: [
            {
              oid: oid(second),
              actions: { upload: { href: `${storage}/two?sign=x` }, verify: { href: `${endpoint}/verify` } },
            },
            { oid: oid(first), actions: null, error: null },
          ],
        },
        { 'Content-Type': lfsType },
      );
    put('/two?sign=x', 'large file').matchHeader('content-length', '10').reply(200);
    nock(endpoint)
      .post('/verify', { oid: oid(second), size: 10 })
      .reply(200, {});
    await upload(first, second);
    expect(progress).toEqual([
      [0, 15],
      [5, 15],
      [15, 15],
    ]);
  });

  it('skips verification if the Hub asks for none', async () => {
    answerBatch({ oid: oid(first), actions: { upload: { href: `${storage}/one` } } });
    put('/one', 'hello').reply(200);
    await upload(first);
    expect(hub.requestCount()).toBe(2);
  });

  it('sends parts in the order of their numbers, and names them all at the end', async () => {
    const header = { chunk_size: '4', ...parts('10', '9', '00008'), other: 'no part' };
    answerBatch({ oid: oid(second), actions: { upload: { href: `${endpoint}/complete`, header } } });
    put('/part/00008', 'larg').matchHeader('content-length', '4').reply(200, '', { ETag: '"e8"' });
    put('/part/9', 'e fi').reply(200, '', { ETag: '"e9"' });
    put('/part/10', 'le').matchHeader('content-length', '2').reply(200, '', { ETag: '"e10"' });
    nock(endpoint, { reqheaders: { accept: lfsType, 'content-type': lfsType } })
      .post('/complete', {
        oid: oid(second),
        parts: [
          { partNumber: 8, etag: '"e8"' },
          { partNumber: 9, etag: '"e9"' },
          { partNumber: 10, etag: '"e10"' },
        ],
      })
      .reply(200, {});
    await upload(second);
    expect(progress).toEqual([
      [0, 10],
      [4, 10],
      [8, 10],
      [10, 10],
      [10, 10],
    ]);
  });

  it('adds the parts of a file to the progress of earlier files', async () => {
    const header = { chunk_size: '5', ...parts('1', '2') };
    answerBatch(
      { oid: oid(first) },
      { oid: oid(second), actions: { upload: { href: `${endpoint}/complete`, header } } },
    );
    put('/part/1', 'large').reply(200, '', { ETag: 'e1' });
    put('/part/2', ' file').reply(200, '', { ETag: 'e2' });
    nock(endpoint).post('/complete').reply(200, {});
    await upload(first, second);
    expect(progress.map(([done]) => done)).toEqual([0, 5, 10, 15, 15]);
  });

  it.each([[['1', '2']], [['1', '2', '3', '4']], [[]]])(
    'rejects the addresses of parts %j for a file of three',
    async (names) => {
      const header = { chunk_size: '4', ...parts(...names) };
      answerBatch({ oid: oid(second), actions: { upload: { href: `${endpoint}/complete`, header } } });
      await expect(upload(second)).rejects.toMatchObject({
        code: 'hub_upload_refused',
        message: `The Hub does not take b.parquet: it got addresses for ${names.length} of 3 parts.`,
      });
    },
  );

  it('needs every part to be acknowledged', async () => {
    const header = { chunk_size: '5', ...parts('1', '2') };
    answerBatch({ oid: oid(second), actions: { upload: { href: `${endpoint}/complete`, header } } });
    put('/part/1', 'large').reply(200, '', { ETag: 'e1' });
    put('/part/2', ' file').reply(200);
    await expect(upload(second)).rejects.toMatchObject({
      code: 'hub_upload_refused',
      message: 'The Hub does not take b.parquet: part 2 was not acknowledged.',
    });
  });

  it.each([
    [[{ oid: oid(first), error: { message: 'no space left' } }], 'no space left'],
    [[{ oid: oid(second) }], 'no answer for it'],
    [[], 'no answer for it'],
  ])('says why the Hub does not take a file: %j', async (objects, why) => {
    answerBatch(...objects);
    const asked = upload(first);
    await expect(asked).rejects.toThrow(RemoteError);
    await expect(asked).rejects.toMatchObject({
      code: 'hub_upload_refused',
      message: `The Hub does not take a.parquet: ${why}.`,
    });
  });

  it('repeats every step after temporary faults', async () => {
    nock(endpoint).post(batch).reply(500, {});
    const actions = { upload: { href: `${storage}/one` }, verify: { href: `${endpoint}/verify` } };
    answerBatch({ oid: oid(first), actions });
    put('/one', 'hello').reply(503);
    put('/one', 'hello').reply(200);
    nock(endpoint).post('/verify').reply(500, {});
    nock(endpoint).post('/verify').reply(200, {});
    await upload(first);
    expect(hub.requestCount()).toBe(6);
  });

  it('stops at what the storage refuses', async () => {
    answerBatch({ oid: oid(first), actions: { upload: { href: `${storage}/one?secret=key` } } });
    put('/one?secret=key', 'hello').reply(403, '<Error>SignatureDoesNotMatch</Error>');
    await expect(upload(first)).rejects.toMatchObject({ message: expect.not.stringContaining('secret') });
  });

  it('uploads in parts to a Hub that checks them, and nothing that is there already', async () => {
    const id = 'organizer/ratings';
    const standIn = await startHub({
      repositories: [{ type: 'dataset', id }],
      settings: { multipartAboveBytes: 9, partBytes: 4 },
    });
    try {
      const clock = createFakeClock();
      const client = openHub({ endpoint: standIn.url, token: 'hf_organizer', userAgent: 'prank/test', clock });
      standIn.fault({ match: 'PUT /part/.*', kind: 'reset-after', origin: 'storage', skip: 1 });
      await uploadLargeFiles(client, { type: 'dataset', name: id }, [first, second]);
      expect(standIn.count('PUT /part/.*', 'storage')).toBe(4);
      expect(standIn.count('PUT /upload/.*', 'storage')).toBe(1);
      expect(standIn.leaks).toEqual([]);
      standIn.clearRequests();
      await uploadLargeFiles(client, { type: 'dataset', name: id }, [first, second]);
      expect(standIn.requests).toHaveLength(1);
    } finally {
      await standIn.close();
    }
  });
});
