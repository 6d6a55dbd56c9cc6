import { describe, expect, test } from 'vitest';
import type { Source } from '../../../src/model.ts';
import { buildFrom, type Files, jsonl, source, usageError } from '../campaign-folder.ts';

/** Builds from one file and returns the prompts, sorted. */
async function promptsOf(files: Files, pattern: string, fields: Partial<Source>): Promise<string[]> {
  const { prompts } = await buildFrom(files, { sources: [source(pattern, fields)] });
  return prompts.map(({ prompt }) => prompt).toSorted();
}

/** Builds from a second source whose `where` keeps nothing, and returns what is said about it. */
async function warningsAbout(files: Files, fields: Partial<Source>): Promise<string[]> {
  const [path = ''] = Object.keys(files);
  const all = { ...files, 'all.jsonl': jsonl([{ prompt: 'something else' }]) };
  const sources = [source('all.jsonl', { id: 'all' }), source(path, fields)];
  return (await buildFrom(all, { sources })).warnings;
}

describe('paths skip turns that show nothing', () => {
  test.each([['   '], ['\n'], ['\u200b'], [''], [null]])('a first turn of %j', async (blank) => {
    const files = { 'a.jsonl': jsonl([{ conversations: [{ value: blank }, { value: 'a real turn' }] }]) };
    const [listed, chosen] = [['conversations[0].value', 'conversations[1].value'], ['conversations[].value']];
    expect(await promptsOf(files, 'a.jsonl', { promptPaths: listed })).toEqual(['a real turn']);
    expect(await promptsOf(files, 'a.jsonl', { promptPaths: chosen })).toEqual(['a real turn']);
  });
});

describe('JSON inside a cell of a csv file', () => {
  const cell = JSON.stringify([
    { from: 'system', value: 'x' },
    { from: 'human', value: 'hello', score: 5 },
  ]);
  const csv = `id,chat\n1,"${cell.replaceAll('"', '""')}"\n`;

  test.each<[string, Partial<Source>]>([
    ['by position', { promptPaths: ['chat[1].value'] }],
    ['by choice', { promptPaths: ['chat[from=human].value'] }],
    ['in where, with its types', { promptPaths: ['chat[1].value'], where: { 'chat[1].score': [5] } }],
  ])('is reached %s', async (_, fields) => {
    expect(await promptsOf({ 'a.csv': csv }, 'a.csv', fields)).toEqual(['hello']);
  });

  test('that Python wrote is not JSON, and the error says so', async () => {
    const python = "id,chat\n1,\"[{'from': 'human', 'value': 'hello'}]\"\n";
    const built = buildFrom({ 'a.csv': python }, { sources: [source('a.csv', { promptPaths: ['chat[0].value'] })] });
    expect(await usageError(built)).toMatchObject({
      code: 'data_malformed',
      hint: expect.stringContaining('json.dumps'),
    });
  });

  test('a text that only begins like JSON stays a text', async () => {
    const files = { 'a.csv': 'prompt\n[draft] a story\n{x\n' };
    expect(await promptsOf(files, 'a.csv', {})).toEqual(['[draft] a story', '{x']);
  });
});

describe('a `where` that keeps nothing', () => {
  test.each<[string, unknown[], Source['where'], string]>([
    [
      'case',
      ['EN', 'EN', 'DE'],
      { x: ['en'] },
      '`x` is never "en"; it is "EN" (2 rows), "DE" (1 row). "en" is not "EN": write "EN".',
    ],
    ['text', [5], { x: ['5'] }, '`x` is never "5"; it is 5 (1 row). "5" is text, and 5 is a number: write 5.'],
    ['number', ['05'], { x: [5] }, '`x` is never 5; it is "05" (1 row). 5 is a number, and "05" is text: write "05".'],
    [
      'boolean',
      ['True'],
      { x: [true] },
      '`x` is never true; it is "True" (1 row). true is true or false, and "True" is text: write "True".',
    ],
    ['nothing alike', [null, 'b'], { x: ['a', 'c'] }, '`x` is never "a" or "c"; it is "b" (1 row), null (1 row).'],
    [
      'many',
      [1, 2, 3, 4, 5, 6, 7],
      { x: ['z'] },
      '`x` is never "z"; it is 1 (1 row), 2 (1 row), 3 (1 row), 4 (1 row), 5 (1 row) and 2 other values.',
    ],
  ])('says what there is: %s', async (_, values, where, expected) => {
    const rows = values.map((x, n) => ({ prompt: `prompt ${n}`, x }));
    const [said] = await warningsAbout({ 'a.jsonl': jsonl(rows) }, { where });
    expect(said).toBe(`Source s: \`where\` keeps no row: ${expected}`);
  });

  test('says so when each condition alone holds', async () => {
    const rows = [
      { prompt: 'one', a: 1, b: 2 },
      { prompt: 'two', a: 2, b: 1 },
      { prompt: 'three', a: 2, b: 1 },
    ];
    const [said] = await warningsAbout({ 'a.jsonl': jsonl(rows) }, { where: { a: [1], b: [1] } });
    expect(said).toBe(
      'Source s: `where` keeps no row: each condition holds for some rows, `a` (1 row), `b` (2 rows), but no row meets all of them.',
    );
  });

  test('that keeps one row is no reason to say anything', async () => {
    const rows = [
      { prompt: 'one', a: 'x' },
      { prompt: 'two', a: 'y' },
    ];
    expect(await warningsAbout({ 'a.jsonl': jsonl(rows) }, { where: { a: ['y'] } })).toEqual([]);
  });
});

describe('kind.map', () => {
  const map = { true: 'human', false: 'synthetic', 5: 'human' } as const;

  test('takes booleans and numbers of a csv file as `where` does', async () => {
    const files = { 'a.csv': 'prompt,k\na,True\nb,FALSE\nc,5.0\nd,maybe\n' };
    const { prompts } = await buildFrom(files, { sources: [source('a.csv', { kind: { column: 'k', map } })] });
    const kinds = Object.fromEntries(prompts.map(({ prompt, kind }) => [prompt, kind]));
    expect(kinds).toEqual({ a: 'human', b: 'synthetic', c: 'human', d: 'unknown' });
  });

  test('in files with types says which value was meant', async () => {
    const rows = [
      { prompt: 'a', k: 'True' },
      { prompt: 'b', k: 'True' },
    ];
    const { warnings } = await buildFrom(
      { 'a.jsonl': jsonl(rows) },
      { sources: [source('a.jsonl', { kind: { column: 'k', map } })] },
    );
    expect(warnings).toEqual([
      'Source s: the kind of 2 rows is unknown, because the map of kind has no "True" (2 rows). "true" is not "True": write "True".',
    ]);
  });
});

describe('folders such as lang=en', () => {
  const files = {
    'data/lang=en/year=2024/a.jsonl': jsonl([{ prompt: 'one' }]),
    'data/lang=de%2FAT/year=2023/a.jsonl': jsonl([{ prompt: 'two' }, { prompt: 'three', lang: 'own' }]),
    'data/lang=__HIVE_DEFAULT_PARTITION__/year=2024/a.jsonl': jsonl([{ prompt: 'four' }]),
  };

  test.each<[Source['where'], string[]]>([
    [{ lang: ['en'] }, ['one']],
    [{ year: [2024] }, ['four', 'one']],
    [{ year: ['2024'] }, ['four', 'one']],
    [{ lang: ['de/AT'] }, ['two']],
    [{ lang: ['own'] }, ['three']],
    [{ lang: [null] }, ['four']],
  ])('are columns for where %j', async (where, expected) => {
    expect(await promptsOf(files, 'data/**/*.jsonl', { where })).toEqual(expected);
  });

  test('are columns for kind and metadata', async () => {
    const kind = { column: 'year', map: { 2024: 'human', 2023: 'synthetic' } as const };
    const fields = { kind, metadata: { tongue: 'lang' }, where: { lang: ['en', 'de/AT'] } };
    const { prompts } = await buildFrom(files, { sources: [source('data/**/*.jsonl', fields)] });
    expect(prompts.map((one) => `${one.prompt} ${one.kind} ${String(one.metadata['tongue'])}`).toSorted()).toEqual([
      'one human en',
      'two synthetic de/AT',
    ]);
  });
});
