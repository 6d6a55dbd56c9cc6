import { open } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import { pathArgument, shellCommand } from '../text/shell-command.ts';
import { malformedData } from './data-error.ts';
import { type DataFile, type Format, formatOfName } from './data-file.ts';
import { type FileKind, findKind, unpackCommand, withEnding } from './file-kinds.ts';
import { isByColumn } from './json-shape.ts';
import { replaceNotFinite } from './json-nan.ts';
import { isRow } from './row.ts';

/** Enough to see how a file begins, also if a name or text at its start is long. */
const startBytes = 2 ** 16;
const unpackedStartBytes = 2 ** 20;

/**
 * Recognizes a file's format by its content. Only csv and tsv look alike: there the name decides, and without a known
 * ending it is csv, whose delimiter is detected. Throws the system's error if the file can't be read, and UsageError
 * `data_malformed` if it is of a kind that has no rows.
 */
export async function recognizeFormat(path: string): Promise<FormatOfFile> {
  const { gzip, start, text } = await lookInside({ path, absolutePath: path });
  const named = formatOfName(path)?.format;
  if (isParquet(start) || (named === 'parquet' && !gzip)) return { format: 'parquet', gzip };
  if (isArray(text)) return { format: 'json', gzip };
  if (isObject(text)) return { format: formatOfObjects(text, named), gzip };
  return { format: named === 'tsv' ? 'tsv' : 'csv', gzip };
}

/**
 * The format of a file whose name shows one. The content decides only if the file can't be what its name says. Throws
 * what `recognizeFormat` throws.
 */
export async function correctFormat(
  file: Pick<DataFile, 'path' | 'absolutePath'>,
  named: FormatOfFile,
): Promise<FormatOfFile> {
  const look = await lookInside(file);
  const gzip = look.gzip || named.gzip;
  const { start, text } = look;
  if (isParquet(start)) return { format: 'parquet', gzip };
  if (named.format === 'json') return { format: isLines(text) ? 'jsonl' : 'json', gzip };
  if (named.format === 'jsonl') return { format: isDocument(text) ? 'json' : 'jsonl', gzip };
  // A quote inside a field that has none before it is no CSV.
  if (/^\[\s*\{\s*"/u.test(text)) return { format: 'json', gzip };
  if (/^\{\s*"/u.test(text)) return { format: formatOfObjects(text, undefined), gzip };
  if (named.format === 'parquet' && text !== '' && !text.includes('\0')) {
    const csv = withEnding(file.path, 'csv');
    throw malformedData(
      { path: file.path },
      'this is a text file, not Parquet',
      `If it has rows of CSV, rename it: ${shellCommand(['mv', pathArgument(file.path), pathArgument(csv)])}`,
    );
  }
  return { format: named.format, gzip };
}

/** The kind of a file that has no rows; undefined = it may have some. Throws the system's error. */
export async function findKindOfFile(path: string): Promise<FileKind | undefined> {
  return findKind(await readStart(path));
}

type FormatOfFile = Pick<DataFile, 'format' | 'gzip'>;

/** How a file begins, unpacked. Throws UsageError `data_malformed` for kinds of files that have no rows. */
async function lookInside({ path, absolutePath }: Pick<DataFile, 'path' | 'absolutePath'>): Promise<{
  gzip: boolean;
  start: Buffer;
  text: string;
}> {
  const bytes = await readStart(absolutePath);
  const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const start = gzip ? unpackStart(bytes) : bytes;
  const kind = findKind(start);
  const [unpack, unpacked] = unpackCommand('gzip', path, 'gz');
  if (gzip && (kind !== undefined || isParquet(start))) {
    const what = `${kind?.what ?? 'a Parquet file'}, packed with gzip`;
    const advice = kind?.advise(unpacked) ?? 'Then use that file.';
    throw malformedData({ path }, `this is ${what}`, `Unpack it with ${unpack}. ${advice}`);
  }
  if (kind !== undefined) throw malformedData({ path }, `this is ${kind.what}`, kind.advise(path));
  return { gzip, start, text: decodeStart(start).trimStart() };
}

function isParquet(start: Buffer): boolean {
  return start.toString('latin1', 0, 4) === 'PAR1';
}

function isArray(text: string): boolean {
  return /^\[\s*[[{\]]/u.test(text);
}

function isObject(text: string): boolean {
  return /^\{\s*["}]/u.test(text);
}

/** Whether the first of several lines is a whole object. */
function isLines(text: string): boolean {
  const { first, isOnly } = splitFirstLine(text);
  return !isOnly && isRow(parseOrNull(first));
}

/** Whether a text that is named as lines of objects can't be that: an array, or an object on several lines or by column. */
function isDocument(text: string): boolean {
  const { first, isOnly } = splitFirstLine(text);
  if (isArray(text)) return isOnly || !Array.isArray(parseOrNull(first));
  return first === '{' || (isOnly && isByColumn(parseOrNull(first)));
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
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, unpackedStartBytes);
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
  const { first: line, isOnly } = splitFirstLine(text);
  const first = parseOrNull(line);
  if (first === null) return named === 'jsonl' && line !== '{' ? 'jsonl' : 'json';
  if (!isOnly || !isRow(first)) return 'jsonl';
  const values = Object.values(first);
  const isKeyed = named !== 'jsonl' && values.length > 0 && values.every(isRow);
  return isKeyed || values.some(isListOfRows) ? 'json' : 'jsonl';
}

function splitFirstLine(text: string): { first: string; isOnly: boolean } {
  const [first = '', ...rest] = text.trimEnd().split('\n', 2);
  return { first: first.trimEnd(), isOnly: rest.length === 0 };
}

/** null = not JSON. */
function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(replaceNotFinite(text));
  } catch {
    return null;
  }
}

function isListOfRows(value: unknown): boolean {
  return Array.isArray(value) && value.some(isRow);
}
