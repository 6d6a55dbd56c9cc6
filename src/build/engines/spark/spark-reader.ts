import type { DataFile } from '../../../lib/readers/data-file.ts';
import { csvReader, tsvReader } from '../../../lib/readers/delimited.ts';
import { jsonReader } from '../../../lib/readers/json.ts';
import { jsonlReader } from '../../../lib/readers/jsonl.ts';
import { batchRows, type Reader } from '../../../lib/readers/reader.ts';
import type { Row } from '../../../lib/readers/row.ts';
import { parseSparkSchema, reviveRow, type SparkSchema } from './spark-rows.ts';

const textReaders = { csv: csvReader, tsv: tsvReader, json: jsonReader, jsonl: jsonlReader };

/** Reads a file from Spark's hex-encoded lines: the bytes of a text file, or the rows of a parquet file as JSON. */
export function sparkReader({ format }: DataFile, lines: AsyncIterable<Buffer>, schema: string | undefined): Reader {
  if (format === 'parquet') return parquetRows(lines, parseSparkSchema(schema ?? ''));
  const reader = textReaders[format];
  return { ...reader, read: (file, options, take) => reader.read(bytesOf(file, lines), options, take) };
}

function bytesOf(file: DataFile, lines: AsyncIterable<Buffer>): DataFile {
  // Spark unpacks what the name shows as packed.
  const gzip = file.gzip && !file.absolutePath.toLowerCase().endsWith('.gz');
  return { ...file, gzip, bytes: decodeLines(lines) };
}

/**
 * The bytes that Spark split at line ends, in pieces of many lines, because a piece per line would be too slow. Whether
 * the file ended with a line end is lost. That matters only if half a UTF-16 character is missing without it.
 */
async function* decodeLines(lines: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0;
  let isFirst = true;
  for await (const piece of readLines(lines)) {
    const decoded = piece.flatMap((line) => [newline, Buffer.from(line, 'hex')]);
    const bytes = Buffer.concat(isFirst ? decoded.slice(1) : decoded);
    isFirst = false;
    size += bytes.length;
    yield bytes;
  }
  if (size % 2 === 1) yield newline;
}

const newline = Buffer.from('\n');

function parquetRows(lines: AsyncIterable<Buffer>, schema: SparkSchema): Reader {
  return {
    typed: true,
    async read(_file, _options, take) {
      let rows: Row[] = [];
      for await (const piece of readLines(lines)) {
        for (const line of piece) rows.push(reviveRow(Buffer.from(line, 'hex').toString(), schema));
        if (rows.length < batchRows) continue;
        await take({ columns: schema.columns, rows });
        rows = [];
      }
      await take({ columns: schema.columns, rows });
    },
  };
}

/** The complete lines of each piece of a stream. */
async function* readLines(stream: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  let open: string[] = [];
  for await (const piece of stream) {
    const [first = '', ...rest] = piece.toString('latin1').split('\n');
    open.push(first);
    const last = rest.pop();
    if (last === undefined) continue;
    yield [open.join(''), ...rest];
    open = [last];
  }
  const last = open.join('');
  if (last !== '') yield [last];
}
