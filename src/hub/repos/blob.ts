import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';

/** Bytes to upload: in memory, or in a file that must not change meanwhile. */
export type BlobSource = Buffer | { file: string };

/** What the Hub needs to know about a file before the upload. */
export interface BlobFacts {
  sizeBytes: number;
  sha256: string;
  /** Git's id of the content: SHA-1 over `blob SIZE\0` and the bytes. */
  gitOid: string;
  /** The first 512 bytes, from which the Hub decides between text and binary. */
  sample: Buffer;
}

/** Reads the source once. */
export async function describeBlob(source: BlobSource): Promise<BlobFacts> {
  const sizeBytes = await sizeOf(source);
  const sha256 = createHash('sha256');
  const sha1 = createHash('sha1').update(`blob ${sizeBytes}\0`);
  for await (const chunk of Buffer.isBuffer(source) ? [source] : createReadStream(source.file)) {
    const bytes: Buffer = chunk;
    sha256.update(bytes);
    sha1.update(bytes);
  }
  return { sizeBytes, sha256: sha256.digest('hex'), gitOid: sha1.digest('hex'), sample: await readStart(source) };
}

/** Part of the source, to send. `end` is exclusive. */
export function openRange(source: BlobSource, start: number, end: number): Buffer | Readable {
  if (Buffer.isBuffer(source)) return source.subarray(start, end);
  return start === end ? Buffer.alloc(0) : createReadStream(source.file, { start, end: end - 1 });
}

/** The whole source, for files that are small enough to be part of a commit request. */
export async function readAll(source: BlobSource): Promise<Buffer> {
  return Buffer.isBuffer(source) ? source : readFile(source.file);
}

async function sizeOf(source: BlobSource): Promise<number> {
  return Buffer.isBuffer(source) ? source.length : (await stat(source.file)).size;
}

async function readStart(source: BlobSource): Promise<Buffer> {
  if (Buffer.isBuffer(source)) return source.subarray(0, 512);
  const file = await open(source.file);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
