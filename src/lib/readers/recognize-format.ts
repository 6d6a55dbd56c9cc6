import { open } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import { type DataFile, type Format, formatOfName } from './data-file.ts';
import { replaceNotFinite } from './json-nan.ts';
import { isRow } from './row.ts';

/** Enough to see how a file begins, also if a name or text at its start is long. */
const startBytes = 2 ** 16;

/**
 * Recognizes a file's format by its content. Only csv and tsv look alike: there the name decides, and without a known
 * ending it is csv, whose delimiter is detected. Throws the system's error if the file can't be read.
 */
export async function recognizeFormat(path: string): Promise<Pick<DataFile, 'format' | 'gzip'>> {
  const bytes = await readStart(path);
  const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const start = gzip ? unpackStart(bytes) : bytes;
  const named = formatOfName(path)?.format;
  if (start.toString('latin1', 0, 4) === 'PAR1' || (named === 'parquet' && !gzip)) return { format: 'parquet', gzip };
  const text = decodeStart(start).trimStart();
  if (/^\[\s*[[{\]]/u.test(text)) return { format: 'json', gzip };
  if (/^\{\s*["}]/u.test(text)) return { format: formatOfObjects(text, named), gzip };
  return { format: named === 'tsv' ? 'tsv' : 'csv', gzip };
}

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(startBytes), 0, startBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function unpackStart(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    // The reader says what is wrong with it.
    return Buffer.alloc(0);
  }
}

function decodeStart(bytes: Buffer): string {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  const encoding = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/**
 * Lines of objects, or one object. One whose first line is not whole is either a document on several lines or a damaged
 * file of lines; then the name decides.
 */
function formatOfObjects(text: string, named: Format | undefined): Format {
  const [line = '', ...rest] = text.trimEnd().split('\n', 2);
  try {
    const first: unknown = JSON.parse(replaceNotFinite(line));
    const isOnly = rest.length === 0;
    return isOnly && isRow(first) && Object.values(first).some(isListOfRows) ? 'json' : 'jsonl';
  } catch {
    return named === 'jsonl' ? 'jsonl' : 'json';
  }
}

function isListOfRows(value: unknown): boolean {
  return Array.isArray(value) && value.some(isRow);
}
