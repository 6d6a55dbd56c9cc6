import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recognizeFormat } from '../../../src/lib/readers/recognize-format.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-format-'));
});
afterAll(() => rm(dir, { recursive: true }));

test.for<[name: string, content: string | Uint8Array, format: string, gzip?: boolean]>([
  ['a.txt', 'rater,item\n', 'csv'],
  ['a.tsv', 'rater\titem\n', 'tsv'],
  ['a.tsv.gz', gzipSync('rater\titem\n'), 'tsv', true],
  ['a', '', 'csv'],
  ['a.csv', '[note],rater\n', 'csv'],
  ['a.csv', 'PAR1 and more', 'parquet'],
  ['a.parquet', 'rater,item\n', 'parquet'],
  ['a.csv', gzipSync('{"a": 1}\n{"a": 2}\n'), 'jsonl', true],
  ['a.csv', gzipSync('rater,item\n').subarray(0, 12), 'csv', true],
  ['a.txt', '\ufeff \n[\n{"a": 1}]', 'json'],
  ['a.jsonl', '[]', 'json'],
  ['a.json', '{"a": 1}', 'jsonl'],
  ['a.json', '{"a": [1, {}]}', 'json'],
  ['a.json', '{"a": [{}]}\n{"a": [{}]}', 'jsonl'],
  ['a.txt', '{"a": NaN}\n{"a": 2}', 'jsonl'],
  ['a.txt', '{\n  "rows": [{}]\n}', 'json'],
  ['a.jsonl', '{"a": 1\n{"a": 2}', 'jsonl'],
  ['a.txt', Buffer.from('\ufeff{"a": 1}\n', 'utf16le'), 'jsonl'],
])('%s with %j is %s', async ([name, content, format, gzip = false]) => {
  const path = join(dir, name);
  await writeFile(path, content);
  expect(await recognizeFormat(path)).toEqual({ format, gzip });
});
