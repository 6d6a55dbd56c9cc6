import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

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

/** The source as `@huggingface/hub` takes it: it reads files when it sends them. */
export function toContent(source: BlobSource): Blob | URL {
  return Buffer.isBuffer(source) ? new Blob([new Uint8Array(source)]) : pathToFileURL(source.file);
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
