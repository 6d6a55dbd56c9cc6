import { CsvCutter } from './csv-cutter.ts';
import { CsvParser } from './csv-parser.ts';
import type { DataFile } from './data-file.ts';
import { DelimitedRows } from './delimited-rows.ts';
import { takeHeaderLine, detectDelimiter } from './header-line.ts';
import { readMarkedText } from './marked-text.ts';
import type { Reader, ReadOptions, TakeBatch } from './reader.ts';
import { readText } from './text-stream.ts';

/** Comma-separated values. If no delimiter is configured, it is detected from the header line. */
export const csvReader: Reader = { typed: false, read: (...input) => readDelimited(detectDelimiter, ...input) };

/** Tab-separated values. */
export const tsvReader: Reader = { typed: false, read: (...input) => readDelimited(() => '\t', ...input) };

async function readDelimited(
  detect: (headerLine: string) => string,
  file: DataFile,
  options: ReadOptions,
  take: TakeBatch,
): Promise<void> {
  const text = options.skipBadRows ? readMarkedText(file) : readText(file);
  const { headerLine, delimiter: signed, pieces } = await takeHeaderLine(file, text);
  const delimiter = options.delimiter ?? signed ?? detect(headerLine);
  const table = new DelimitedRows(file, options);
  const added = options.skipBadRows
    ? addRecords(new CsvCutter(file.path, delimiter), pieces, table)
    : parseRecords(new CsvParser(file, delimiter, table, options), pieces);
  for await (const _ of added) if (table.rows.isFull) await take(table.takeBatch());
  table.assertSome();
  await take(table.takeBatch());
}

/** Adds rows to the parser's table, and pauses after each piece of text. */
async function* parseRecords(parser: CsvParser, pieces: AsyncIterable<string>): AsyncGenerator<void> {
  for await (const piece of pieces) {
    await parser.write(piece);
    yield;
  }
  await parser.end();
}

/** Adds good and bad rows to the table, and pauses whenever a batch is full. */
async function* addRecords(
  cutter: CsvCutter,
  pieces: AsyncIterable<string>,
  table: DelimitedRows,
): AsyncGenerator<void> {
  for await (const piece of pieces) {
    for (const record of cutter.push(piece)) {
      table.addRecord(record);
      if (table.rows.isFull) yield;
    }
  }
  for (const record of cutter.end()) {
    table.addRecord(record);
    if (table.rows.isFull) yield;
  }
}
