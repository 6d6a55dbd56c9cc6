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

test.for<[string, string | Uint8Array, string]>([
  ['a.jsonl.gz', gzipSync('{"prompt": "one"}\n'.repeat(900)).subarray(0, 60), 'the gzip data ends too early'],
  ['a.jsonl', Buffer.from('{"prompt": "one"}\n{"prompt": "\xff"}\n', 'latin1'), 'bytes that are not UTF-8'],
  ['a.jsonl', '{"prompt": "one"}\n{"prompt": "a\0b"}\n', 'a NUL byte'],
  ['a.json', '[{"prompt": "one"}, {"prompt": "two"', 'the JSON ends too early'],
  ['a.json', '[{"prompt": "one"} {"prompt": "two"}]', 'expected , or ]'],
  ['a.csv', 'n,prompt\n1,one\n2,"two\n3,three\n', 'a quote that opens in this row is never closed'],
  ['a.csv', 'n,prompt\n1,"one" more\n', 'text after the closing quote'],
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
