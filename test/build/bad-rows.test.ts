import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { explainBuild } from '../../src/build/build-prompts.ts';
import { lenient } from '../support/build-settings.ts';
import { buildFrom, type Files, source, usageError, withFolder } from './campaign-folder.ts';

/** The third and sixth rows of each file can't be read. */
const broken: [name: string, content: string, first: string][] = [
  [
    'a.jsonl',
    '{"prompt": "one"}\n{"prompt": "two"}\n\n{"prompt": "bad\n{"prompt": "four"}\n{"prompt": "five"}\n["bad"]\n',
    'a.jsonl:4: invalid JSON at character 12: a string that is never closed, found `"bad`',
  ],
  [
    'a.json',
    '[{"prompt": "one"},\n{"prompt": "two"},\n7,\n{"prompt": "four"}, {"prompt": "five"}, {"prompt": bad}]',
    'a.json:3: a row must be an object with named values, this is a number: 7',
  ],
  [
    'a.csv',
    'n,prompt\n1,one\n2,"two\nlines"\n3,bad,bad\n4,four\n5,five\n6\n',
    'a.csv:5: 3 fields, but the header has 2',
  ],
  [
    'a.tsv',
    'n\tprompt\n1\tone\n2\ttwo\nbad\n4\tfour\n5\tfive\n6\tbad\tbad\n',
    'a.tsv:4: 1 field, but the header has 2',
  ],
];

describe.for(broken)('unreadable rows of %s', ([name, content, first]) => {
  const skipping = [source(`${name}*`, { onBadRow: 'skip' })];

  test.for<[string, Files]>([
    ['', { [name]: content }],
    ['.gz', { [`${name}.gz`]: gzipSync(content) }],
  ])('are skipped, counted and reported%s', async ([ending, files]) => {
    const { outcome, prompts, warnings } = await buildFrom(files, { sources: skipping });
    expect(outcome).toMatchObject({ candidates: 6, prompts: 4, dropped: { bad_row: 2 } });
    const places = prompts.map(({ sourceRow }) => sourceRow).toSorted();
    expect(places).toEqual([1, 2, 4, 5].map((row) => `${name}${ending}:${row}`));
    const told = first.replace(name, `${name}${ending}`);
    expect(warnings).toEqual([`Source s: 2 rows could not be read and were skipped, the first: ${told}`]);
  });

  test('end the build unless prank.yaml says otherwise', async () => {
    const error = await usageError(buildFrom({ [name]: content }, { sources: [source(name)] }));
    expect(error).toMatchObject({ code: 'data_malformed', message: first });
  });

  test('are shown as examples', async () => {
    await withFolder({ [name]: content }, async (dir) => {
      const input = { sources: skipping, settings: lenient, seed: 1, dir };
      const { explanation } = await explainBuild(input, () => {});
      expect(explanation.dropped.bad_row).toMatchObject([
        { source: 's', place: `${name}:3`, prompt: expect.stringMatching(/bad|7/u) },
        { source: 's', place: `${name}:6` },
      ]);
    });
  });
});

/** Bytes as they are in the file: \xff is one byte. */
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe.for<[name: string, content: Uint8Array, good: number[], bad: number, first: string]>([
  [
    'a.jsonl',
    bytes('{"prompt": "one"}\n{"prompt": "\xff"}\n\n{"prompt": "a\0b\0"}\n{"prompt": "\xef\xbf\xbd four"}\n\xc3'),
    [1, 4],
    3,
    'a.jsonl:2: bytes that are not UTF-8',
  ],
  [
    'a.json',
    bytes('[{"prompt": "one"},\n{"prompt": "\xff"},\n{"prompt": "a\0b"}, {"prompt": "four"}]'),
    [1, 4],
    2,
    'a.json:2: bytes that are not UTF-8',
  ],
  [
    'a.csv',
    bytes('n,prompt\r\n1,one\r\n2,"a\r\n\0b"\r\n3,\xe9\r\n4,four\r\n\xe9,"five\r\nlines"\r\n6,six'),
    [1, 4, 6],
    3,
    'a.csv:4: a NUL byte',
  ],
  [
    'a.csv',
    bytes('n,prompt\n1,"one"\n2,"two\n3,"three"\n4,four\n5,"five ""5"""\n'),
    [1, 3, 4, 5],
    1,
    'a.csv:3: text after the closing quote of a field',
  ],
  [
    'a.csv',
    bytes('n,prompt\n1,one\n2,"two\n3,three\n4,four\n'),
    [1, 3, 4],
    1,
    'a.csv:3: a quote that opens in this row is never closed',
  ],
  [
    'a.csv',
    bytes('n,prompt\n1,one\n2,5" disks\n3,"three\nlines"\n4,"Say "hi" to\nall, and, and\nfriends"\n5,five\n'),
    [1, 3, 5],
    2,
    'a.csv:3: a quote inside a field that does not start with one',
  ],
  [
    'a.tsv',
    bytes('n\tprompt\n1\tone\n2\ta "quoted" word\n3\tthree\xff\n4\tfour\n'),
    [1, 4],
    2,
    'a.tsv:3: a quote inside a field that does not start with one',
  ],
])('in %s, rows with faults in bytes and quotes', ([name, content, good, bad, first]) => {
  test.for<[string, (content: Uint8Array) => Uint8Array]>([
    ['', (whole) => whole],
    ['.gz', (whole) => gzipSync(whole)],
  ])('are skipped, counted and reported%s', async ([ending, pack]) => {
    const path = `${name}${ending}`;
    const { outcome, prompts, warnings } = await buildFrom(
      { [path]: pack(content) },
      { sources: [source(path, { onBadRow: 'skip' })] },
    );
    expect(outcome).toMatchObject({ candidates: good.length + bad, dropped: { bad_row: bad } });
    expect(prompts.map(({ sourceRow }) => sourceRow).toSorted()).toEqual(good.map((row) => `${path}:${row}`));
    expect(warnings[0]).toContain(first.replace(name, path));
  });
});

test.for<[string, string | Uint8Array, string]>([
  ['a.jsonl.gz', gzipSync('{"prompt": "one"}\n'.repeat(900)).subarray(0, 60), 'the gzip data ends too early'],
  ['a.json', '[{"prompt": "one"}, {"prompt": "two"', 'the JSON ends too early'],
  ['a.json', '[{"prompt": "one"} {"prompt": "two"}]', 'expected , or ]'],
  ['a.csv', 'n,"prompt\n1,one\n', 'a quote that opens in this row is never closed'],
  ['a.csv', Buffer.from('n,pr\xe9mpt\n1,one\n', 'latin1'), 'bytes that are not UTF-8'],
  [
    'a.csv',
    'n,prompt\n1,"Say "hi" to\n2,three\nfriends"\n3,four\n',
    "text after the closing quote of a field, and the lines up to 4 can be rows or the rest of this one, so it can't be skipped",
  ],
  ['a.csv', 'prompt,prompt\none,two\n', 'two columns are named'],
  ['a.parquet', 'PAR1 and no more', 'not a parquet file'],
])('%s with faults that make the rest uncertain ends the build anyway', async ([name, content, problem]) => {
  const built = buildFrom({ [name]: content }, { sources: [source(name, { onBadRow: 'skip' })] });
  expect(await usageError(built)).toMatchObject({ code: 'data_malformed', message: expect.stringContaining(problem) });
});

test('a file of only bad rows ends the build with the first fault', async () => {
  const files = { 'a.jsonl': 'one\ntwo\n', 'b.jsonl': '{"prompt": "one"}\n' };
  const error = await usageError(buildFrom(files, { sources: [source('*.jsonl', { onBadRow: 'skip' })] }));
  expect(error).toMatchObject({
    message:
      'a.jsonl:1: invalid JSON at character 1: expected a value, found `one`; none of the 2 rows of the file can be read',
    hint: 'Fix the file or fetch it again.',
  });
});
