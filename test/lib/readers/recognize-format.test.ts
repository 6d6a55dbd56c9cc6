import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatOfName } from '../../../src/lib/readers/data-file.ts';
import { correctFormat, recognizeFormat } from '../../../src/lib/readers/recognize-format.ts';

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
  ['a.jsonl', '{\n"a": 1}', 'json'],
  ['a.json', '{"a": {"b": 1}, "c": {"b": 2}}', 'json'],
  ['a.json', '{"a": {"b": 1}, "c": 2}', 'jsonl'],
  ['a.jsonl', '{"a": {"b": 1}}', 'jsonl'],
  ['a.json', '{}', 'jsonl'],
  ['a.txt', Buffer.from('\ufeff{"a": 1}\n', 'utf16le'), 'jsonl'],
])('%s with %j is %s', async ([name, content, format, gzip = false]) => {
  const path = join(dir, name);
  await writeFile(path, content);
  expect(await recognizeFormat(path)).toEqual({ format, gzip });
});

test.for<[name: string, content: string | Uint8Array, format: string, gzip?: boolean]>([
  ['a.csv', 'prompt\nx\n', 'csv'],
  ['a.csv', '', 'csv'],
  ['a.csv', '[note],rater\n', 'csv'],
  ['a.csv', '[],{}\n', 'csv'],
  ['a.csv', gzipSync('prompt\nx\n'), 'csv', true],
  ['a.csv', gzipSync('{"prompt": "x"}\n{"prompt": "y"}\n'), 'jsonl', true],
  ['a.csv.gz', 'prompt\nx\n', 'csv', true],
  ['a.csv', 'PAR1 and more', 'parquet'],
  ['a.tsv', '[{"prompt": "x"}]', 'json'],
  ['a.csv', '{"prompt": "x"}\n', 'jsonl'],
  ['a.jsonl', '{"prompt": "x"}\n', 'jsonl'],
  ['a.jsonl', '{"rows": [{"prompt": "x"}]}\n', 'jsonl'],
  ['a.jsonl', '{"message": {"content": "x"}}\n', 'jsonl'],
  ['a.jsonl', '{"prompt": {"0": "x", "1": "y"}}\n', 'json'],
  ['a.jsonl', '{"prompt": {"0": "x"}}\n{"prompt": {"0": "y"}}\n', 'jsonl'],
  ['a.jsonl', '[{"prompt": "x"}]', 'json'],
  ['a.jsonl', '[\n{"prompt": "x"}\n]', 'json'],
  ['a.jsonl', '[{"prompt": "x"}]\n{"prompt": "y"}\n', 'jsonl'],
  ['a.jsonl', '["x"]\n', 'jsonl'],
  ['a.jsonl', '{\r\n  "rows": []\r\n}', 'json'],
  ['a.json', '[{"prompt": "x"}]', 'json'],
  ['a.json', '{"prompt": "x"}', 'json'],
  ['a.json', '{"prompt": "x"}\n{"prompt": "y"}\n', 'jsonl'],
  ['a.json', '{"rows":\n[{"prompt": "x"}]}', 'json'],
  ['a.parquet', '', 'parquet'],
  ['a.parquet', 'damaged\0', 'parquet'],
  ['a.parquet', '{"prompt": "x"}\n', 'jsonl'],
])('%s of a source with %j is %s', async ([name, content, format, gzip = false]) => {
  const path = join(dir, name);
  await writeFile(path, content);
  const named = formatOfName(name);
  expect(named && (await correctFormat({ path: name, absolutePath: path }, named))).toEqual({ format, gzip });
});

test.for<[name: string, content: string | Uint8Array, message: string, hint: string]>([
  ['a.json', 'PK\x03\x04', 'a.json: this is a zip archive or an Excel workbook', 'unzip'],
  [
    'a.csv',
    gzipSync('PAR1 and more'),
    'a.csv: this is a Parquet file, packed with gzip',
    'Unpack it with gzip -dc a.csv > a.unpacked.csv. Then use that file.',
  ],
  [
    'a.csv.gz',
    gzipSync('%PDF-1.7'),
    'a.csv.gz: this is a PDF document, packed with gzip',
    'Unpack it with gzip -dc a.csv.gz > a.csv. Save',
  ],
  ['a.parquet', 'prompt\nx\n', 'a.parquet: this is a text file, not Parquet', 'mv a.parquet a.csv'],
])('%s with %j is refused with advice', async ([name, content, message, hint]) => {
  const path = join(dir, name);
  await writeFile(path, content);
  const named = formatOfName(name) ?? { format: 'csv', gzip: false };
  const error: unknown = await correctFormat({ path: name, absolutePath: path }, named).catch((e: unknown) => e);
  expect(error).toMatchObject({ code: 'data_malformed', message, hint: expect.stringContaining(hint) });
});
