import type { DataFile } from './data-file.ts';
import { malformedData } from './data-error.ts';
import { JsonArrayCutter } from './json-array-cutter.ts';
import { parseJsonRow } from './json-row.ts';
import {
  batchRows,
  columnsOf,
  type Reader,
  type ReadOptions,
  readRow,
  type RowBatch,
  type TakeBatch,
} from './reader.ts';
import { readText } from './text-stream.ts';

/** An array of objects, or an object with exactly one array among its values. Read element by element. */
export const jsonReader: Reader = { typed: true, read: readJson };

async function readJson(file: DataFile, options: ReadOptions, take: TakeBatch): Promise<void> {
  const cutter = new JsonArrayCutter(file.path);
  let rows: RowBatch['rows'] = [];
  let lines: number[] = [];
  let isEmpty = true;
  for await (const piece of readText(file)) {
    for (const element of cutter.push(piece)) {
      const place = { path: file.path, ...element };
      rows.push(readRow(() => parseJsonRow(element.text, place), element.text, options));
      lines.push(element.line);
    }
    if (rows.length > 0) isEmpty = false;
    if (rows.length < batchRows) continue;
    await take({ columns: columnsOf(rows), rows, lines });
    rows = [];
    lines = [];
  }
  cutter.end();
  if (isEmpty) throw malformedData({ path: file.path }, 'the array of rows is empty');
  await take({ columns: columnsOf(rows), rows, lines });
}
