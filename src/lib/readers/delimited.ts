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
  const parser = options.skipBadRows
    ? new SkippingParser(file, delimiter, table)
    : new CsvParser(file, delimiter, table, options);
  for await (const piece of pieces) {
    await parser.write(piece);
    if (table.rows.isFull) await take(table.takeBatch());
  }
  await parser.end();
  table.assertSome();
  await take(table.takeBatch());
}

/** Passes each record on to the table, also a bad one. */
class SkippingParser {
  private readonly cutter: CsvCutter;
  private readonly table: DelimitedRows;

  constructor(file: DataFile, delimiter: string, table: DelimitedRows) {
    this.cutter = new CsvCutter(file.path, delimiter);
    this.table = table;
  }

  write(text: string): void {
    for (const record of this.cutter.push(text)) this.table.addRecord(record);
  }

  end(): void {
    for (const record of this.cutter.end()) this.table.addRecord(record);
  }
}
