import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { sparkReader } from '../../../../src/build/engines/spark/spark-reader.ts';
import type { DataFile } from '../../../../src/lib/readers/data-file.ts';

/** A file's bytes as Spark passes them on: split at line ends, each piece in hex. */
async function* toHexLines(bytes: Buffer): AsyncGenerator<Buffer> {
  const pieces = bytes.toString('latin1').split('\n');
  if (pieces.at(-1) === '') pieces.pop();
  for (const piece of pieces) yield Buffer.from(`${Buffer.from(piece, 'latin1').toString('hex')}\n`);
}

const text = `prompt\n${Array.from({ length: 500 }, (_, row) => `say ${row * 7919}\n`).join('')}`;

test.for<[name: string, bytes: Buffer, gzip: boolean]>([
  ['a.csv', Buffer.from(text), false],
  ['a.csv', gzipSync(text), true],
  // Spark unpacked it.
  ['a.csv.gz', Buffer.from(text), true],
])('rows of %s', async ([name, bytes, gzip]) => {
  const file: DataFile = { path: name, absolutePath: `/data/${name}`, format: 'csv', gzip };
  let rows = 0;
  await sparkReader(file, toHexLines(bytes), undefined).read(
    file,
    { delimiter: null, delimiterSetting: null, names: () => ['prompt'], skipBadRows: false },
    (batch) => {
      rows += batch.rows.length;
    },
  );
  expect(rows).toBe(500);
});
