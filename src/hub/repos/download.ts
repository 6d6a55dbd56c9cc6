import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { RemoteError } from '../../lib/errors.ts';
import { makeFolder } from '../../lib/files/make-folder.ts';
import { nullIfMissing } from '../../lib/files/missing-file.ts';
import { type Clock, systemClock } from '../../lib/retry.ts';
import type { HubConnection, HubStream } from '../connection.ts';
import type { RemoteFile } from './files.ts';
import type { Repository } from './repositories.ts';
import { cutShort, openRemoteFile, pauseOrThrow } from './resolve.ts';

export interface Download {
  commit: string;
  file: RemoteFile;
  /** Absolute path. The file appears there complete and verified, or not at all. */
  to: string;
  onProgress?: (doneBytes: number, totalBytes: number) => void;
  clock?: Clock;
}

/**
 * Downloads a file and checks its hash. Resumes an earlier download if there is one. Throws RemoteError
 * `hub_file_damaged` if the bytes don't have the hash from the Hub.
 */
export async function downloadFile(hub: HubConnection, repository: Repository, download: Download): Promise<void> {
  const { commit, file, to, onProgress, clock = systemClock } = download;
  // Named after the content, so that a download of another version is not resumed.
  const part = `${to}.${file.hash.hex.slice(0, 12)}.part`;
  await makeFolder(dirname(to));
  for (let attempt = 0; ; attempt += 1) {
    try {
      await fetchRest(
        (start) => openRemoteFile(hub, repository, { commit, path: file.path, start }),
        part,
        file,
        onProgress,
      );
      break;
    } catch (error) {
      await pauseOrThrow(error, attempt, clock);
    }
  }
  if ((await hashOf(part, file)) !== file.hash.hex) {
    await rm(part, { force: true });
    throw new RemoteError('hub_file_damaged', `${repository.name}: ${file.path} arrived damaged.`);
  }
  await rename(part, to);
}

async function fetchRest(
  openFrom: (start: number) => Promise<HubStream>,
  part: string,
  { path, sizeBytes }: RemoteFile,
  onProgress: Download['onProgress'],
): Promise<void> {
  const there = await sizeOf(part);
  const start = there < sizeBytes ? there : 0;
  if (there === sizeBytes && sizeBytes > 0) return;
  const answer = await openFrom(start);
  // If the response to a range is 200, it is the whole file.
  const from = answer.status === 206 ? start : 0;
  let done = from;
  answer.body.on('data', (chunk: Buffer) => {
    done += chunk.length;
    onProgress?.(done, sizeBytes);
  });
  await pipeline(answer.body, createWriteStream(part, from === 0 ? { flags: 'w' } : { flags: 'r+', start: from }));
  if (done < sizeBytes) throw cutShort(path);
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(nullIfMissing))?.size ?? 0;
}

/** The hash of a local file, computed like that of the remote file. */
export async function hashOf(path: string, { hash, sizeBytes }: RemoteFile): Promise<string> {
  const digest = hash.type === 'sha256' ? createHash('sha256') : createHash('sha1').update(`blob ${sizeBytes}\0`);
  await pipeline(createReadStream(path), digest);
  return digest.digest('hex');
}
