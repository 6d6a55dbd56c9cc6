import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sqlText, withDuckdb } from '../../src/lib/files/duckdb.ts';
import type { Source } from '../../src/model.ts';
import { build, type Files, listTree, source, usageError, withFolder } from './campaign-folder.ts';

interface BrokenCase {
  name: string;
  files: Files;
  source?: Partial<Source> & { file?: string };
  /** The whole message. */
  message: string;
  hint?: string;
  code?: string;
}

const zipped = gzipSync('{"prompt": "one"}\n{"prompt": "two"}\n');
const quoting = 'Put quotes around the whole field and double the quotes inside it: "say ""hi""".';

const cases: BrokenCase[] = [
  {
    name: 'csv: unclosed quote names the line where its row began',
    files: { 'a.csv': 'id,prompt\n1,"fine\nstill fine"\n2,"never closed\n3,x\n4,y\n' },
    message: 'a.csv:4: a quote that opens in this row is never closed',
    hint: quoting,
  },
  {
    name: 'csv: text behind a closing quote',
    files: { 'a.csv': 'id,prompt\n1,ok\n2,"Say" hi\n' },
    message: 'a.csv:3: text after the closing quote of a field',
    hint: quoting,
  },
  {
    name: 'csv: quote inside a bare field',
    files: { 'a.csv': 'id,prompt\n1,a 5" disk\n' },
    message: 'a.csv:2: a quote inside a field that does not start with one',
    hint: quoting,
  },
  {
    name: 'csv: too many fields',
    files: { 'a.csv': 'id,prompt\n1,one\n2,Hello, world\n' },
    message: 'a.csv:3: 3 fields, but the header has 2',
    hint: 'Put quotes around fields that hold the delimiter, or set `delimiter:` of the source.',
  },
  {
    name: 'csv: too few fields, after a row with line breaks',
    files: { 'a.csv': 'id,prompt\r\n1,"one\r\ntwo"\r\n2\r\n' },
    message: 'a.csv:4: 1 field, but the header has 2',
  },
  { name: 'csv: header only', files: { 'a.csv': 'id,prompt\n' }, message: 'a.csv:1: a header and no rows' },
  { name: 'csv: nothing at all', files: { 'a.csv': '' }, message: 'a.csv: the file is empty' },
  { name: 'csv: only blank lines', files: { 'a.csv': '\n \n\n' }, message: 'a.csv: the file is empty' },
  {
    name: 'csv: one name twice',
    files: { 'a.csv': 'prompt,prompt\na,b\n' },
    message: 'a.csv:1: two columns are named `prompt`',
  },
  {
    name: 'csv: a name that JavaScript keeps for itself',
    files: { 'a.csv': 'prompt,__proto__\na,b\n' },
    message: 'a.csv:1: a column is named `__proto__`; give it another name',
  },
  {
    name: 'csv: no such column',
    files: { 'a.csv': 'id,promt\n1,x\n' },
    message: 'a.csv: no row has `prompt` (prompt); the columns are id, promt',
    hint: 'Did you mean `promt`?',
  },
  {
    name: 'csv: no such column and nothing like it',
    files: { 'a.csv': 'n,text\n1,x\n' },
    message: 'a.csv: no row has `prompt` (prompt); the columns are n, text',
    hint: 'Name a column or a path such as conversations[0].value.',
  },
  {
    name: 'csv: the wrong delimiter makes one column of all',
    files: { 'a.csv': 'id;prompt\n1;x\n' },
    source: { delimiter: ',' },
    message: 'a.csv: no row has `prompt` (prompt); the columns are id;prompt',
  },
  {
    name: 'csv: hostile column names are shown harmless',
    files: { 'a.csv': 'id,"p\u001b[31m\u202e"\n1,x\n' },
    message: 'a.csv: no row has `prompt` (prompt); the columns are id, p\\u001b[31m\\u202e',
  },
  {
    name: 'csv: where names no column',
    files: { 'a.csv': 'lang,prompt\nen,x\n' },
    source: { where: { lng: ['en'] } },
    message: 'a.csv: no row has `lng` (where); the columns are lang, prompt',
    hint: 'Did you mean `lang`?',
  },
  {
    name: 'csv: kind names no column',
    files: { 'a.csv': 'author,prompt\nx,x\n' },
    source: { kind: { column: 'autor', map: {} } },
    message: 'a.csv: no row has `autor` (kind); the columns are author, prompt',
    hint: 'Did you mean `author`?',
  },
  {
    name: 'csv: metadata names no column',
    files: { 'a.csv': 'lang,prompt\nx,x\n' },
    source: { metadata: { language: 'lang[0]' } },
    message: 'a.csv: no row has `lang[0]` (metadata language); in the first row `lang` is "x"',
  },
  {
    name: 'csv: prompts are all empty',
    files: { 'a.csv': 'id,prompt\n1,\n2,"  "\n' },
    message: 'a.csv: `prompt` holds no text in any of 2 rows',
    hint: 'Point `prompt:` at a column or path that holds text.',
  },
  {
    name: 'tsv: column count',
    files: { 'a.tsv': 'id\tprompt\n1\tx\ty\n' },
    message: 'a.tsv:2: 3 fields, but the header has 2',
  },
  {
    name: 'text: not UTF-8',
    files: { 'a.csv': Buffer.from('id,prompt\n1,fine\n2,caf\xe9 au lait\n', 'latin1') },
    message: 'a.csv:3: bytes that are not UTF-8',
    hint: 'Save the file as UTF-8. If it is from Windows or Excel: iconv -f windows-1252 -t utf-8 a.csv > a.utf8.csv',
  },
  {
    name: 'text: cut off inside a character',
    files: { 'a.jsonl': Buffer.concat([Buffer.from('{"prompt": "x"}\n"caf'), Buffer.from([0xc3])]) },
    message: 'a.jsonl:2: bytes that are not UTF-8',
  },
  {
    name: 'text: UTF-16, cut off inside a character',
    files: { 'a.csv': Buffer.from('\ufeffprompt\nx\n', 'utf16le').subarray(0, -1) },
    message: 'a.csv: bytes that are not UTF-16, as its byte order mark says',
    hint: 'Save it as UTF-8.',
  },
  {
    name: 'text: UTF-16 with half a character',
    files: { 'a.csv': Buffer.from('\ufeffprompt\n\ud83d\n', 'utf16le') },
    message: 'a.csv: bytes that are not UTF-16, as its byte order mark says',
  },
  {
    name: 'text: UTF-16, its lines counted as they are read',
    files: { 'a.csv': Buffer.from('\ufeffid,prompt\n1,x\u0a0a\n2\n', 'utf16le').swap16() },
    message: 'a.csv:3: 1 field, but the header has 2',
  },
  {
    name: 'text: UTF-32',
    files: { 'a.jsonl': Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0]) },
    message: 'a.jsonl: this is text in UTF-32',
    hint: 'Convert it with iconv -f utf-32 -t utf-8 a.jsonl > a.utf8.jsonl, and use that file.',
  },
  {
    name: 'text: NUL bytes',
    files: { 'a.jsonl': '{"prompt": "x"}\n\0\0\0' },
    message: 'a.jsonl:2: a NUL byte: this is no text file',
  },
  {
    name: 'text: a stray NUL',
    files: { 'a.csv': 'id,prompt\n1,fine\n2,a\0b\n' },
    message: 'a.csv:3: a NUL byte',
    hint: String.raw`Remove the NUL bytes from the text, for example with tr -d '\000'.`,
  },
  {
    name: 'jsonl: not JSON',
    files: { 'a.jsonl': '{"prompt": "x"}\n\n{"prompt": x}\n' },
    message: 'a.jsonl:3: invalid JSON at character 12: expected a value, found `x}`',
  },
  {
    name: 'jsonl: Python instead of JSON',
    files: { 'a.jsonl': "{'prompt': 'x'}\n" },
    message: "a.jsonl:1: invalid JSON at character 2: expected a name in double quotes, found `'prompt': 'x'}`",
  },
  {
    name: 'jsonl: last line cut off',
    files: { 'a.jsonl': '{"prompt": "x"}\n{"prompt": "ca' },
    message: 'a.jsonl:2: invalid JSON at character 12: a string that is never closed, found `"ca`',
  },
  {
    name: 'jsonl: two objects on a line',
    files: { 'a.jsonl': '{"prompt": "x"}{"prompt": "y"}\n' },
    message: 'a.jsonl:1: invalid JSON at character 16: expected nothing after the value, found `{"prompt": "y"}`',
  },
  {
    name: 'jsonl: no object',
    files: { 'a.jsonl': '{"prompt": "x"}\n["y"]\n' },
    message: 'a.jsonl:2: a row must be an object with named values, this is a list: ["y"]',
  },
  { name: 'jsonl: empty', files: { 'a.jsonl': '\n' }, message: 'a.jsonl: the file is empty' },
  {
    name: 'jsonl: no such path, with the nearest',
    files: { 'a.jsonl': '{"conversations": [{"from": "human", "value": "x"}]}\n' },
    source: { promptPaths: ['conversations[0].valeu'] },
    message:
      'a.jsonl: no row has `conversations[0].valeu` (prompt); in the first row `conversations[0]` is an object with from, value',
    hint: 'Did you mean `conversations[0].value`?',
  },
  {
    name: 'jsonl: a position behind the end of a list',
    files: { 'a.jsonl': '{"turns": ["x"]}\n' },
    source: { promptPaths: ['turns[1]'] },
    message: 'a.jsonl: no row has `turns[1]` (prompt); in the first row `turns` is a list of 1',
  },
  {
    name: 'jsonl: a choice that no element of a list meets',
    files: { 'a.jsonl': '{"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "y"}]}\n' },
    source: { promptPaths: ['messages[role=usr].content'] },
    message:
      'a.jsonl: no row has `messages[role=usr].content` (prompt); in the first row `messages` is a list of 2 with role assistant, user',
    hint: 'Did you mean `messages[role=user].content`?',
  },
  {
    name: 'jsonl: a choice by a name that no element of a list has',
    files: { 'a.jsonl': '{"turns": [{"from": "human", "value": "x"}]}\n' },
    source: { promptPaths: ['turns[role=user].value'] },
    message:
      'a.jsonl: no row has `turns[role=user].value` (prompt); in the first row `turns` is a list of 1 without `role`',
  },
  {
    name: 'jsonl: a chosen element without what is wanted',
    files: { 'a.jsonl': '{"turns": [{"from": "human", "value": "x"}]}\n' },
    source: { promptPaths: ['turns[from=human].vale'] },
    message:
      'a.jsonl: no row has `turns[from=human].vale` (prompt); in the first row `turns[from=human]` is an object with from, value',
    hint: 'Did you mean `turns[from=human].value`?',
  },
  {
    name: 'jsonl: strata by a column that no row has',
    files: { 'a.jsonl': '{"prompt": "x", "lang": "en"}\n' },
    source: { take: 1, strata: { by: 'lnag', shares: 'equal' } },
    message: 'a.jsonl: no row has `lnag` (strata); the columns are prompt, lang',
    hint: 'Did you mean `lang`?',
  },
  {
    name: 'jsonl: none of several paths',
    files: { 'a.jsonl': '{"text": "x"}\n' },
    source: { promptPaths: ['prompt', 'txt'] },
    message: 'a.jsonl: no row has `prompt` or `txt` (prompt); the columns are text',
    hint: 'Did you mean `text`?',
  },
  {
    name: 'jsonl: a path that holds numbers',
    files: { 'a.jsonl': '{"prompt": 1}\n{"prompt": 2}\n' },
    message: 'a.jsonl: `prompt` holds no text in any of 2 rows',
  },
  {
    name: 'jsonl: metadata nested beyond any stack',
    files: { 'a.jsonl': `{"prompt": "x", "m": ${'['.repeat(50_000)}${']'.repeat(50_000)}}\n` },
    source: { metadata: { m: 'm' } },
    message: 'a.jsonl:1: a value that is nested too deeply',
  },
  { name: 'json: empty', files: { 'a.json': '  ' }, message: 'a.json: the file is empty' },
  { name: 'json: no rows', files: { 'a.json': '[]' }, message: 'a.json: the array of rows is empty' },
  {
    name: 'json: cut off',
    files: { 'a.json': '[\n  {"prompt": "x"},\n  {"prompt": "y"}' },
    message: 'a.json:3: the JSON ends too early: the file was cut off',
  },
  {
    name: 'json: no comma between rows',
    files: { 'a.json': '[\n  {"prompt": "x"}\n  {"prompt": "y"}\n]' },
    message: 'a.json:3: invalid JSON: expected , or ], found `{"prompt": "y"}⏎]`',
  },
  {
    name: 'json: fault inside a row, by line and character of the file',
    files: { 'a.json': '[{"prompt": "x"}, {"prompt":\n "y",}]' },
    message: 'a.json:2: invalid JSON at character 6: expected a name in double quotes, found `}`',
  },
  {
    name: 'json: rows of text',
    files: { 'a.json': '["x"]' },
    message: 'a.json:1: a row must be an object with named values, this is a string: "x"',
  },
  {
    name: 'json: a plain value',
    files: { 'a.json': '"x"' },
    message: 'a.json:1: neither an array of objects nor an object that holds one',
  },
  {
    name: 'json: an object without an array',
    files: { 'a.json': '{"prompt": "x"}' },
    message: 'a.json:1: an object without an array of rows',
    hint: 'If it is a row, write it on one line: jq -c . a.json > a.jsonl',
  },
  {
    name: 'json: an object with a key for each row',
    files: { 'a.json': '{\n"p1": {"prompt": "x"},\n"p2": {"prompt": "y"}}' },
    message: 'a.json:3: an object with a key for each row instead of an array of rows',
    hint: "Write one row per line: jq -c 'to_entries[] | {key} + .value' a.json > a.jsonl",
  },
  {
    name: 'json: columns, as pandas writes them',
    files: { 'a.json': '{"prompt": {"0": "x", "1": "y"}}' },
    message: 'a.json:1: an object with columns instead of rows, as pandas writes it',
    hint: `In Python, write it with to_json(…, orient="records", lines=True), or convert it: python3 -c 'import sys, pandas as p; p.read_json(sys.argv[1], orient="columns").to_json(sys.argv[2], orient="records", lines=True)' a.json a.jsonl`,
  },
  {
    name: 'json: columns under a name for lines',
    files: { 'a.jsonl': '{"prompt": {"3": "x", "7": "y"}}' },
    message: 'a.jsonl:1: an object with columns instead of rows, as pandas writes it',
  },
  {
    name: 'json: columns, index and data of pandas',
    files: { 'a.json': '{"columns": ["prompt"], "index": [0], "data": [["x"]]}' },
    message: 'a.json:1: two arrays, `columns` and `index`; it is unclear which one holds the rows',
    hint: `In Python, write it with to_json(…, orient="records", lines=True), or convert it: python3 -c 'import sys, pandas as p; p.read_json(sys.argv[1], orient="split").to_json(sys.argv[2], orient="records", lines=True)' a.json a.jsonl`,
  },
  {
    name: 'json: an object with two arrays',
    files: { 'a.json': '{"train": [{"prompt": "x"}],\n "test": [{"prompt": "y"}]}' },
    message: 'a.json:2: two arrays, `train` and `test`; it is unclear which one holds the rows',
  },
  {
    name: 'json: text after the end',
    files: { 'a.json': '[{"prompt": "x"}]\n[]' },
    message: 'a.json:2: more text after the end of the JSON value',
  },
  {
    name: 'gzip: cut off',
    files: { 'a.jsonl.gz': zipped.subarray(0, zipped.length - 9) },
    message: 'a.jsonl.gz: the gzip data ends too early: the file was cut off',
    hint: 'Fetch or compress it again.',
  },
  {
    name: 'gzip: none',
    files: { 'a.csv.gz': 'id,prompt\n1,x\n' },
    message: 'a.csv.gz: not gzip data, or damaged',
  },
  {
    name: 'parquet: none',
    files: { 'a.parquet': 'id,prompt\n1,x\0\n' },
    message: 'a.parquet: not a parquet file, or cut off',
  },
  {
    name: 'parquet: text',
    files: { 'a.parquet': 'id,prompt\n1,x\n' },
    message: 'a.parquet: this is a text file, not Parquet',
    hint: 'If it has rows of CSV, rename it: mv a.parquet a.csv',
  },
  {
    name: 'any name: a pointer of Git LFS',
    files: { 'a.parquet': 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n' },
    message: 'a.parquet: this is a Git LFS pointer, not the file itself',
    hint: 'Get the file with git lfs pull, in the repository it belongs to.',
  },
  {
    name: 'any name: a pointer of Git LFS where gzip is expected',
    files: { 'a.csv.gz': 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n' },
    message: 'a.csv.gz: this is a Git LFS pointer, not the file itself',
  },
  { name: 'parquet: empty', files: { 'a.parquet': '' }, message: 'a.parquet: not a parquet file, or cut off' },
  {
    name: 'files: nothing there',
    files: { 'data/prompts.csv': 'x' },
    source: { file: 'data/promts.csv' },
    code: 'source_file_missing',
    message: 'Source s: no file matches data/promts.csv.',
    hint: 'Did you mean data/prompts.csv?',
  },
  {
    name: 'files: a glob without a match',
    files: {},
    source: { file: 'data/*.csv' },
    code: 'source_file_missing',
    message: 'Source s: no file matches data/*.csv.',
    hint: 'Paths are relative to the folder of prank.yaml.',
  },
  {
    name: 'files: a folder',
    files: { 'data/a.jsonl': '{}' },
    source: { file: 'data' },
    code: 'source_file_missing',
    message: 'Source s: data is a folder.',
    hint: 'Name its files, for example data/*.jsonl.',
  },
  {
    name: 'files: an unknown ending',
    files: { 'a.csv': 'prompt\nx\n', 'b.xlsx': 'x' },
    source: { file: '*' },
    code: 'source_format_unknown',
    message: 'Source s: the name of b.xlsx does not tell a known format.',
    hint: 'It is an Excel workbook. Open it in a spreadsheet program, save the sheet as CSV UTF-8, and use that file.',
  },
  {
    name: 'files: an Arrow file under the name of a stream',
    files: { 'a.arrow': 'ARROW1\0\0' },
    code: 'source_format_unknown',
    message: 'Source s: the name of a.arrow does not tell a known format.',
    hint: "It is an Arrow file. Convert it to Parquet with Python and pyarrow: python3 -c 'import sys, pyarrow.parquet as p; import pyarrow.feather as f; p.write_table(f.read_table(sys.argv[1]), sys.argv[2])' a.arrow a.parquet",
  },
  {
    name: 'files: packed with zstd',
    files: { 'a.jsonl.zst': Buffer.from([0x28, 0xb5, 0x2f, 0xfd]) },
    code: 'source_format_unknown',
    message: 'Source s: the name of a.jsonl.zst does not tell a known format.',
    hint: 'It is packed with zstd. Unpack it with zstd -dc a.jsonl.zst > a.jsonl, and use that file.',
  },
  {
    name: 'paths: no grammar',
    files: { 'a.csv': 'prompt\nx\n' },
    source: { promptPaths: ['a..b'] },
    code: 'path_invalid',
    message: 'Path `a..b`: a name is missing at character 3.',
  },
];

describe('a broken file is reported with its line and what is wrong, and nothing is written', () => {
  test.each(cases)('$name', async ({ files, source: fields = {}, message, hint, code = 'data_malformed' }) => {
    const { file = Object.keys(files)[0] ?? '', ...rest } = fields;
    await withFolder(files, async (dir) => {
      const before = await listTree(dir);
      const error = await usageError(build(dir, { sources: [source(file, rest)] }));
      expect(error.message).toBe(message);
      expect(error).toMatchObject({ code, ...(hint === undefined ? {} : { hint }) });
      expect(await listTree(dir)).toEqual(before);
    });
  });
});

test('parquet with damaged data before a good footer', async () => {
  await withFolder({}, async (dir) => {
    const path = join(dir, 'a.parquet');
    await withDuckdb((connection) =>
      connection.run(
        `COPY (SELECT 'prompt ' || i AS prompt FROM range(3000) t(i)) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd)`,
      ),
    );
    const bytes = await readFile(path);
    await writeFile(path, bytes.fill(0xff, 4, 500));
    const error = await usageError(build(dir, { sources: [source('a.parquet')] }));
    expect(error.message).toBe('a.parquet: damaged parquet data');
    expect(await listTree(dir)).toEqual(['a.parquet']);
  });
});
