import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { DataFile } from './data-file.ts';
import { shellCommand } from '../text/shell-command.ts';
import { malformedData } from './data-error.ts';
import { adviseEncoding } from './encoding-advice.ts';
import { sourceUnreadable } from './source-unreadable.ts';
import { utf16ToUtf8 } from './utf16.ts';

/**
 * A file's text in pieces, unpacked and without byte order mark. Throws an error that names the line for anything but
 * UTF-8, or UTF-16 with a byte order mark.
 */
export async function* readText(file: DataFile): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let carried: Buffer = Buffer.alloc(0);
  for await (const bytes of utf16ToUtf8(file, readBytes(file))) {
    const text = decodePiece(bytes);
    line += countNewlines(bytes, bytes.length);
    carried = incompleteTail(bytes.length < 4 ? Buffer.concat([carried, bytes]) : bytes);
    if (text !== '') yield text;
  }
  decodePiece(null);

  function decodePiece(bytes: Buffer | null): string {
    const nul = bytes?.indexOf(0) ?? -1;
    if (bytes !== null && nul >= 0) {
      const place = { path: file.path, line: line + countNewlines(bytes, nul) };
      throw isTextWithFewNuls(Buffer.concat([carried, bytes]))
        ? malformedData(place, 'a NUL byte', nulHint())
        : malformedData(place, 'a NUL byte: this is no text file');
    }
    try {
      return bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      // The decoder does not say where the error is; the character may have begun in the piece before.
      const fault = bytes === null ? 0 : findInvalidUtf8(Buffer.concat([carried, bytes])) - carried.length;
      const faultLine = bytes === null ? line : line + countNewlines(bytes, Math.max(0, fault));
      throw malformedData(
        { path: file.path, line: faultLine },
        'bytes that are not UTF-8',
        adviseEncoding(file, Buffer.concat([carried, bytes ?? Buffer.alloc(0)])),
      );
    }
  }
}

/** Whether a text is left if the NULs are removed; in UTF-16, UTF-32 and binary files, NULs are far more frequent. */
function isTextWithFewNuls(bytes: Buffer): boolean {
  let nuls = 0;
  for (const byte of bytes) if (byte === 0) nuls += 1;
  return nuls * 10 < bytes.length && isUtf8Prefix(bytes);
}

function nulHint(): string {
  return `Remove the NUL bytes from the text, for example with ${shellCommand(['tr', '-d', String.raw`\000`])}.`;
}

/** A file's bytes in pieces, unpacked. */
export async function* readBytes(file: DataFile): AsyncGenerator<Buffer> {
  if (file.bytes !== undefined && !file.gzip) {
    yield* file.bytes;
    return;
  }
  const raw =
    file.bytes === undefined
      ? createReadStream(file.absolutePath, { highWaterMark: 1 << 18 })
      : Readable.from(file.bytes);
  // The callback only prevents the stream's error from being thrown twice; the loop below receives it.
  const stream = file.gzip ? pipeline(raw, createGunzip({ chunkSize: 1 << 18 }), () => {}) : raw;
  try {
    for await (const chunk of stream) yield Buffer.from(chunk);
  } catch (error) {
    throw describeReadError(file, error);
  }
}

const gzipFaults: Record<string, string> = {
  Z_BUF_ERROR: 'the gzip data ends too early: the file was cut off',
  Z_DATA_ERROR: 'not gzip data, or damaged',
};

function describeReadError(file: DataFile, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  const gzipFault = gzipFaults[code];
  if (gzipFault !== undefined)
    return malformedData({ path: file.path }, gzipFault, 'Fetch or compress it again.', error);
  return sourceUnreadable(file.path, error);
}

function countNewlines(bytes: Buffer, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0 && at < end; at = bytes.indexOf(10, at + 1)) count += 1;
  return count;
}

/** Offset of the first byte that can't be valid UTF-8, by binary search: a decoder only accepts or rejects. */
function findInvalidUtf8(bytes: Buffer): number {
  let valid = 0;
  let invalid = bytes.length;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isUtf8Prefix(bytes.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  return invalid - 1;
}

function isUtf8Prefix(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** The bytes of a character that continues in the next piece. */
export function incompleteTail(bytes: Buffer): Buffer {
  for (let at = bytes.length - 1; at >= 0 && at >= bytes.length - 3; at -= 1) {
    const byte = bytes[at] ?? 0;
    const characterBytes = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    if (characterBytes > bytes.length - at) return bytes.subarray(at);
    if (byte < 0x80) break;
  }
  return Buffer.alloc(0);
}
