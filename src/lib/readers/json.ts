import type { DataFile } from './data-file.ts';
import { malformedData } from './data-error.ts';
import { JsonArrayCutter } from './json-array-cutter.ts';
import { parseJsonRow } from './json-row.ts';
import { findMarkedFault, readMarkedText } from './marked-text.ts';
import { PendingRows, type Reader, type ReadOptions, readRow, type TakeBatch } from './reader.ts';
import type { Row } from './row.ts';
import { readText } from './text-stream.ts';

/** An array of objects, or an object with exactly one array among its values. Read element by element. */
export const jsonReader: Reader = { typed: true, read: readJson };

async function readJson(file: DataFile, options: ReadOptions, take: TakeBatch): Promise<void> {
  const cutter = new JsonArrayCutter(file.path);
  const pending = new PendingRows();
  for await (const piece of options.skipBadRows ? readMarkedText(file) : readText(file)) {
    for (const element of cutter.push(piece)) {
      const place = { path: file.path, ...element };
      const parse = (): Row => {
        const fault = findMarkedFault(element.text, place);
        if (fault !== null) throw fault;
        return parseJsonRow(element.text, place);
      };
      pending.add(readRow(parse, element.text, options), element.line);
    }
    if (pending.isFull) await take(pending.takeBatch());
  }
  cutter.end();
  if (pending.count === 0) throw malformedData({ path: file.path }, 'the array of rows is empty');
  await take(pending.takeBatch());
}
