import type { PlannedFile } from '../build-plan.ts';
import { malformedData } from '../data-error.ts';
import type { Row } from '../row-value.ts';
import { JsonArrayCutter } from './json-array-cutter.ts';
import { parseJsonRow } from './json-row.ts';
import { batchRows, type Reader, type TakeBatch } from './reader.ts';
import { readText } from './text-stream.ts';

/** One array of objects, or an object of which exactly one value is an array: that one. Read element by element. */
export const jsonReader: Reader = { typed: true, read: (file, _options, take) => readJson(file, take) };

async function readJson(file: PlannedFile, take: TakeBatch): Promise<void> {
  const cutter = new JsonArrayCutter(file.path);
  let rows: Row[] = [];
  let isEmpty = true;
  for await (const piece of readText(file)) {
    for (const element of cutter.push(piece)) rows.push(parseJsonRow(element.text, { path: file.path, ...element }));
    if (rows.length > 0) isEmpty = false;
    if (rows.length < batchRows) continue;
    await take({ columns: Object.keys(rows[0] ?? {}), rows });
    rows = [];
  }
  cutter.end();
  if (isEmpty) throw malformedData({ path: file.path }, 'the array of rows is empty');
  await take({ columns: Object.keys(rows[0] ?? {}), rows });
}
