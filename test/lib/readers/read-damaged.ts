import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFile, Format } from '../../../src/lib/readers/data-file.ts';
import { BadRow, type RowBatch } from '../../../src/lib/readers/reader.ts';
import { readers } from '../../../src/lib/readers/readers.ts';
import { UsageError } from '../../../src/lib/errors.ts';
import type { Random } from './damage.ts';

/** The rows, with null for a bad one; or `refused` if the file was rejected with the right error. */
export type Outcome = (Record<string, unknown> | null)[] | 'refused';

export interface Reading {
  dir: string;
  format: Format;
  gzip?: boolean;
  skipBadRows: boolean;
}

/** Reads bytes as a file of this format. Throws every error except a `data_malformed` that names the file. */
export async function readBytes({ dir, gzip = false, ...reading }: Reading, bytes: Uint8Array): Promise<Outcome> {
  const path = `a.${reading.format}${gzip ? '.gz' : ''}`;
  const absolutePath = join(dir, path);
  await writeFile(absolutePath, bytes);
  return readRows({ path, absolutePath, format: reading.format, gzip }, reading.skipBadRows);
}

/** Reads text that arrives in pieces which may end anywhere. */
export async function readPieces(reading: Reading, bytes: Uint8Array, random: Random): Promise<Outcome> {
  return readStream(reading, cut(Buffer.from(bytes), random));
}

/** Reads these pieces as a file of this format. */
export async function readStream({ format, skipBadRows }: Reading, pieces: AsyncIterable<Buffer>): Promise<Outcome> {
  const path = `a.${format}`;
  return readRows({ path, absolutePath: path, format, gzip: false, bytes: pieces }, skipBadRows);
}

async function* cut(bytes: Buffer, random: Random): AsyncGenerator<Buffer> {
  let start = 0;
  while (start < bytes.length) {
    // A UTF-16 byte order mark must be in the first piece.
    const end = start + (start === 0 ? 2 : 1) + random(60);
    yield bytes.subarray(start, end);
    start = end;
  }
}

async function readRows(file: DataFile, skipBadRows: boolean): Promise<Outcome> {
  const found: (Record<string, unknown> | null)[] = [];
  const take = (batch: RowBatch): void => {
    for (const row of batch.rows) found.push(row instanceof BadRow ? null : { ...row });
  };
  // A damaged header must not suggest another delimiter than the reference reader uses.
  const delimiter = file.format === 'csv' ? ',' : null;
  try {
    await readers[file.format].read(
      file,
      { delimiter, names: () => ['prompt', 'n'], delimiterSetting: null, skipBadRows },
      take,
    );
    return found;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const isNamed = new RegExp(`^${file.path.replaceAll('.', '\\.')}(:\\d+)?: `, 'u').test(error.message);
    if (error.code !== 'data_malformed' || !isNamed) throw error;
    return 'refused';
  }
}
