import { z } from 'zod';
import { RemoteError } from '../../lib/errors.ts';
import { openRange } from './blob.ts';
import type { HubConnection } from '../connection.ts';
import type { PreparedFile } from './preupload.ts';
import { filePath, type Repository } from './repositories.ts';

const wireAction = z.object({ href: z.string(), header: z.record(z.string(), z.string()).nullish() });

const wireBatch = z.object({
  objects: z.array(
    z.object({
      oid: z.string(),
      actions: z.object({ upload: wireAction.optional(), verify: wireAction.optional() }).nullish(),
      error: z.object({ message: z.string() }).nullish(),
    }),
  ),
});

type WireObject = z.output<typeof wireBatch>['objects'][number];

/** Uploads LFS files that the Hub's storage does not have yet. Safe to repeat. */
export async function uploadLargeFiles(
  hub: HubConnection,
  repository: Repository,
  files: readonly PreparedFile[],
  onProgress: (doneBytes: number, totalBytes: number) => void = () => {},
): Promise<void> {
  if (files.length === 0) return;
  const { objects } = await hub.request({
    method: 'POST',
    path: `${filePath(repository)}.git/info/lfs/objects/batch`,
    headers: { Accept: lfsType, 'Content-Type': lfsType },
    body: {
      operation: 'upload',
      transfers: ['basic', 'multipart'],
      hash_algo: 'sha256',
      ref: { name: 'main' },
      objects: files.map(({ facts }) => ({ oid: facts.sha256, size: facts.sizeBytes })),
    },
    schema: wireBatch,
    repeatable: true,
  });
  const total = files.reduce((sum, { facts }) => sum + facts.sizeBytes, 0);
  let done = 0;
  for (const file of files) {
    onProgress(done, total);
    const object = objects.find(({ oid }) => oid === file.facts.sha256);
    if (object === undefined || (object.error !== null && object.error !== undefined)) {
      throw refusedUpload(file.path, object?.error?.message ?? 'no answer for it');
    }
    const before = done;
    await uploadObject(hub, file, object, (sent) => onProgress(before + sent, total));
    done += file.facts.sizeBytes;
  }
  onProgress(done, total);
}

const lfsType = 'application/vnd.git-lfs+json';

/** No action = already stored. The storage gets no token: its URLs are signed. */
async function uploadObject(
  hub: HubConnection,
  file: PreparedFile,
  { actions }: WireObject,
  onSent: (bytes: number) => void,
): Promise<void> {
  const upload = actions?.upload;
  if (upload === undefined) return;
  const { chunk_size: chunkSize, ...header } = upload.header ?? {};
  if (chunkSize === undefined) await putRange(hub, upload.href, file, 0, file.facts.sizeBytes);
  else await uploadParts(hub, file, { completion: upload.href, chunkSize: Number(chunkSize), header, onSent });
  const verify = actions?.verify;
  if (verify === undefined) return;
  const body = { oid: file.facts.sha256, size: file.facts.sizeBytes };
  await hub.request({ method: 'POST', path: verify.href, body, schema: z.unknown(), repeatable: true });
}

interface PartsPlan {
  /** URL to call when all parts are uploaded. */
  completion: string;
  chunkSize: number;
  /** Contains the URL of each part under its number. */
  header: Record<string, string>;
  onSent: (bytes: number) => void;
}

async function uploadParts(
  hub: HubConnection,
  file: PreparedFile,
  { completion, chunkSize, header, onSent }: PartsPlan,
): Promise<void> {
  const urls = Object.entries(header)
    .filter(([name]) => /^\d+$/u.test(name))
    .toSorted(([a], [b]) => Number(a) - Number(b));
  const count = Math.ceil(file.facts.sizeBytes / chunkSize);
  if (urls.length !== count) throw refusedUpload(file.path, `it got addresses for ${urls.length} of ${count} parts`);
  const parts: { partNumber: number; etag: string }[] = [];
  for (const [index, [name, url]] of urls.entries()) {
    const end = Math.min(file.facts.sizeBytes, (index + 1) * chunkSize);
    const etag = await putRange(hub, url, file, index * chunkSize, end);
    if (etag === null) throw refusedUpload(file.path, `part ${index + 1} was not acknowledged`);
    parts.push({ partNumber: Number(name), etag });
    onSent(end);
  }
  const body = { oid: file.facts.sha256, parts };
  await hub.request({
    method: 'POST',
    path: completion,
    headers: { Accept: lfsType, 'Content-Type': lfsType },
    body,
    schema: z.unknown(),
    repeatable: true,
  });
}

/** The ETag of the stored part; null if the storage returns none. */
async function putRange(
  hub: HubConnection,
  url: string,
  { source }: PreparedFile,
  start: number,
  end: number,
): Promise<string | null> {
  const answer = await hub.stream({
    method: 'PUT',
    path: url,
    headers: { 'Content-Length': String(end - start), 'Content-Type': 'application/octet-stream' },
    body: () => openRange(source, start, end),
  });
  answer.body.resume();
  const etag: unknown = answer.headers['etag'];
  return typeof etag === 'string' ? etag : null;
}

function refusedUpload(path: string, why: string): RemoteError {
  return new RemoteError('hub_upload_refused', `The Hub does not take ${path}: ${why}.`);
}
