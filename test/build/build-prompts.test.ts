import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dropReasons } from '../../src/build/build-plan.ts';
import { planBuild } from '../../src/build/plan-build.ts';
import type { Prompt } from '../../src/model.ts';
import { build, buildFrom, jsonl, listTree, source, usageError, withFolder } from './campaign-folder.ts';
import { lenient } from '../support/build-settings.ts';

const settings = {
  ...lenient,
  language: { keep: ['en'], unknown: 'keep' as const },
  pii: 'drop' as const,
  exclude: [source('seen.jsonl', { id: 'build.exclude[0]' })],
  length: { min: 4, max: 30 },
  drop: ['(?i)as an ai', '^\\d+$'],
  nearDuplicates: { words: 1, threshold: 0.7 },
  shortage: 'fail' as const,
};

describe('filters', () => {
  test('apply in a fixed order and are counted by reason', async () => {
    const rows = [
      { prompt: 'one two three four', lang: 'en' },
      { prompt: 'wrong language', lang: 'fr' },
      { prompt: '', lang: 'en' },
      { prompt: null, lang: 'en' },
      { lang: 'en' },
      { prompt: 7, lang: 'en' },
      { prompt: 'nul \0 byte', lang: 'en' },
      { prompt: '  abc  ', lang: 'en' },
      { prompt: 'x'.repeat(31), lang: 'en' },
      { prompt: 'As an AI I say', lang: 'en' },
      { prompt: '12345', lang: 'en' },
      { prompt: 'Écris un poème sur la pluie', lang: 'en' },
      { prompt: 'Send this to ann@example.com', lang: 'en' },
      { prompt: 'Have you seen this?', lang: 'en' },
      { prompt: 'Have you seen this? Again', lang: 'en' },
      { prompt: ' ONE  two\nthree four ', lang: 'en' },
      { prompt: 'one two three four five', lang: 'en' },
      { prompt: '👍👍👍👍', lang: 'en' },
    ];
    const { outcome, prompts } = await buildFrom(
      { 'a.jsonl': jsonl(rows), 'seen.jsonl': jsonl([{ prompt: ' have YOU seen this? ' }]) },
      { settings, sources: [source('a.jsonl', { where: { lang: ['en'] }, license: 'mit', take: 1 })] },
    );
    expect(outcome).toEqual({
      prompts: 1,
      candidates: 18,
      dropped: {
        where: 1,
        no_prompt: 5,
        too_short: 1,
        too_long: 1,
        pattern: 2,
        language: 1,
        personal_data: 1,
        excluded: 2,
        duplicate: 1,
        near_duplicate: 1,
        not_sampled: 1,
      },
      sources: [{ id: 's', kind: 'human', read: 18, kept: 1, dropped: outcome.dropped, license: 'mit' }],
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/u),
    });
    expect(Object.keys(outcome.dropped)).toEqual(dropReasons.filter((reason) => reason !== 'bad_row'));
    expect(prompts).toHaveLength(1);
  });

  test('read is kept plus dropped, in every source and in total', async () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'C', 'c ', 'ä', ' ', ''), { maxLength: 5 })
      .map((words) => words.join(' '));
    const rows = fc.array(fc.record({ prompt: text, ok: fc.boolean() }), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(rows, rows, fc.integer({ min: 1, max: 5 }), async (first, second, take) => {
        const anchor = { prompt: 'the anchor', ok: true };
        const { outcome, prompts } = await buildFrom(
          { 'a.jsonl': jsonl([anchor, ...first]), 'b.jsonl': jsonl([anchor, ...second]) },
          {
            settings: { ...settings, exclude: [], length: { min: 2, max: 10 }, shortage: 'accept' },
            sources: [
              source('a.jsonl', { id: 'a', where: { ok: [true] }, take }),
              source('b.jsonl', { id: 'b', where: { ok: [true] } }),
            ],
          },
        );
        for (const { id, read, kept, dropped } of outcome.sources) {
          expect(read).toBe(kept + sum(dropped));
          expect(kept).toBe(prompts.filter((prompt) => prompt.source === id).length);
        }
        expect(outcome.candidates).toBe(outcome.prompts + sum(outcome.dropped));
      }),
      { numRuns: 15 },
    );
  });

  test('prompt paths are tried in order until one has text', async () => {
    const { prompts } = await buildFrom(
      { 'a.jsonl': jsonl([{ a: 'from a', b: 'x' }, { a: ' ', b: 'from b' }, { b: 'only b' }, { a: 1 }]) },
      { sources: [source('a.jsonl', { promptPaths: ['a', 'b'] })] },
    );
    expect(prompts.map(({ prompt }) => prompt).toSorted()).toEqual(['from a', 'from b', 'only b']);
  });

  test.each([
    [{ role: ['prompter'], parent: [null] }, ['p1', 'p2']],
    [{ score: [1, 2] }, ['p1', 'p3']],
    [{ 'tags[0]': ['x'] }, ['p2']],
    [{ ok: [true] }, ['p1']],
  ])('where %j', async (where, expected) => {
    const rows = [
      { prompt: 'p1', role: 'prompter', parent: null, score: 1, ok: true },
      { prompt: 'p2', role: 'prompter', score: '1', tags: ['x'], ok: 'true' },
      { prompt: 'p3', role: 'prompter', parent: 'p1', score: 2 },
      { prompt: 'p4', role: 'assistant', parent: null },
    ];
    const { prompts } = await buildFrom({ 'a.jsonl': jsonl(rows) }, { sources: [source('a.jsonl', { where })] });
    expect(prompts.map(({ prompt }) => prompt).toSorted()).toEqual(expected);
  });

  test.each([
    [{ n: [1] }, ['one']],
    [{ ok: [true] }, ['one', 'two']],
    [{ empty: [null] }, ['one', 'two']],
    [{ n: ['1'] }, []],
  ])('where on cells of csv, which are text: %j', async (where, expected) => {
    const files = { 'a.csv': 'prompt,n,ok,empty\none,1.0,TRUE,\ntwo,2,true,\nrest,,no,x\n' };
    const sources = [source('a.csv', { where }), source('a.csv', { id: 'all', where: { empty: ['x'] } })];
    const { prompts } = await buildFrom(files, { sources });
    expect(
      prompts
        .filter((prompt) => prompt.source === 's')
        .map(({ prompt }) => prompt)
        .toSorted(),
    ).toEqual(expected);
  });
});

describe('kinds', () => {
  test('come from a column through a map; unmapped values are unknown, with a warning', async () => {
    const rows = ['person', 'model', 'bot', 'bot', 'toString'].map((by, index) => ({ prompt: `prompt ${index}`, by }));
    const kind = { column: 'by', map: { person: 'human', model: 'synthetic' } as const };
    const { outcome, prompts, warnings } = await buildFrom(
      { 'a.jsonl': jsonl(rows) },
      { sources: [source('a.jsonl', { kind })] },
    );
    expect(outcome.sources[0]?.kind).toBe('mixed');
    const kinds = prompts.map(({ prompt, kind: found }) => `${prompt} ${found}`).toSorted();
    expect(kinds).toEqual([
      'prompt 0 human',
      'prompt 1 synthetic',
      'prompt 2 unknown',
      'prompt 3 unknown',
      'prompt 4 unknown',
    ]);
    expect(warnings).toEqual([
      'Source s: the kind of 3 rows is unknown, because the map of kind has no "bot" (2 rows), "toString" (1 row).',
    ]);
  });
});

describe('duplicates', () => {
  test('the first source wins and names the others', async () => {
    const { outcome, prompts } = await buildFrom(
      {
        'a.jsonl': jsonl([{ prompt: 'Only  A' }, { prompt: 'Shared' }]),
        'b.jsonl': jsonl([{ prompt: 'shared ' }, { prompt: 'only b' }, { prompt: 'SHARED' }]),
        'c.jsonl': jsonl([{ prompt: 'ONLY B' }, { prompt: 'sHARED' }]),
      },
      { sources: ['c', 'a', 'b'].map((id) => source(`${id}.jsonl`, { id })) },
    );
    expect(prompts.map(({ prompt, source: from, alsoIn }) => ({ prompt, from, alsoIn })).toSorted(byPrompt)).toEqual([
      { prompt: 'ONLY B', from: 'c', alsoIn: ['b'] },
      { prompt: 'Only  A', from: 'a', alsoIn: [] },
      { prompt: 'sHARED', from: 'c', alsoIn: ['a', 'b'] },
    ]);
    expect(outcome.sources.map(({ dropped }) => dropped)).toEqual([{}, { duplicate: 1 }, { duplicate: 3 }]);
  });

  test('within a source the smallest text stays, in any reading order', async () => {
    const rows = [
      { prompt: 'hello' },
      { prompt: 'Hello' },
      { prompt: 'HELLO', lang: 'x' },
      { prompt: 'HELLO', lang: 'a' },
    ];
    for (const order of [rows, rows.toReversed()]) {
      const { prompts } = await buildFrom(
        { 'a.jsonl': jsonl(order) },
        { sources: [source('a.jsonl', { metadata: { l: 'lang' } })] },
      );
      expect(prompts).toMatchObject([{ prompt: 'HELLO', metadata: { l: 'a' } }]);
    }
  });

  test('ignore Unicode forms, case and white space, but not letters', async () => {
    const rows = ['Caf\u00e9 au\u00a0lait', 'cafe\u0301 AU\u3000 lait\n', 'cafe au lait'].map((prompt) => ({ prompt }));
    const { prompts } = await buildFrom({ 'a.jsonl': jsonl(rows) }, { sources: [source('a.jsonl')] });
    expect(prompts.map(({ id }) => id).toSorted()).toEqual([
      '5c3d8d8848846dfdc99d5e5c95d7fd93',
      '7c413039fbb2248e2b18b98e7a8d4d85',
    ]);
  });

  test('building again changes no prompt', async () => {
    const word = fc.constantFrom('a', 'A', 'b ', ' c', 'é', 'e\u0301', '\u2003', 'd');
    const rows = fc.array(
      fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => ({ prompt: words.join(' ') })),
      { maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(rows, async (some) => {
        const all = [...some, { prompt: 'anchor' }];
        const near = { ...lenient, nearDuplicates: { words: 1, threshold: 0.6 } };
        const first = await buildFrom({ 'a.jsonl': jsonl(all) }, { sources: [source('a.jsonl')], settings: near });
        const again = await buildFrom(
          { 'a.jsonl': jsonl(first.prompts.map(({ prompt }) => ({ prompt }))) },
          { sources: [source('a.jsonl')], settings: near },
        );
        expect(again.outcome.dropped).toEqual({});
        expect(again.prompts.map(({ id }) => id)).toEqual(first.prompts.map(({ id }) => id));
      }),
      { numRuns: 15 },
    );
  });

  test('lone surrogates are replaced, so that every later part can send the text', async () => {
    const { prompts } = await buildFrom(
      { 'a.jsonl': '{"prompt": "half \\ud83d emoji", "m": "\\udc00"}\n' },
      { sources: [source('a.jsonl', { metadata: { m: 'm' } })] },
    );
    expect(prompts).toMatchObject([{ prompt: 'half \ufffd emoji', metadata: { m: '\ufffd' } }]);
  });
});

describe('order and sampling', () => {
  const rows = Array.from({ length: 120 }, (_, index) => ({
    prompt: `prompt number ${index % 110} about ${index % 7}`,
    n: index % 110,
  }));

  test('depend on neither the order of rows, nor how they are split into files, nor threads', async () => {
    const fields = { take: 40, metadata: { n: 'n' } };
    const plain = await buildFrom({ 'a.jsonl': jsonl(rows) }, { sources: [source('*.jsonl', fields)], threads: 1 });
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(rows, { minLength: 120 }),
        fc.nat(100),
        fc.constantFrom(1, 2),
        async (shuffled, cut, threads) => {
          const files = { 'b.jsonl': jsonl(shuffled.slice(0, cut + 1)), 'a.jsonl': jsonl(shuffled.slice(cut + 1)) };
          const { prompts } = await buildFrom(files, { sources: [source('*.jsonl', fields)], threads });
          expect(prompts.map(withoutRow)).toEqual(plain.prompts.map(withoutRow));
        },
      ),
      { numRuns: 15 },
    );
  });

  test('the same input gives the same bytes with one thread and with two', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ({
      prompt: `prompt ${index} ${'word '.repeat(index % 20)}`,
    }));
    await withFolder({ 'a.jsonl': jsonl(many) }, async (dir) => {
      const hashes = new Set<string>();
      for (const threads of [1, 2, 2])
        hashes.add((await build(dir, { sources: [source('a.jsonl')], threads })).outcome.sha256);
      expect(hashes.size).toBe(1);
    });
  });

  test('what is drawn from a source depends on the seed and on nothing in other sources', async () => {
    const files = { 'a.jsonl': jsonl(rows), 'b.jsonl': jsonl([{ prompt: 'something else' }, { prompt: 'and more' }]) };
    const a = source('a.jsonl', { id: 'a', take: 20 });
    const draw = async (sources: (typeof a)[], seed: number): Promise<string[]> =>
      (await buildFrom(files, { sources, seed })).prompts
        .filter(({ source: from }) => from === 'a')
        .map(({ id }) => id);
    const alone = await draw([a], 1);
    expect(alone).toHaveLength(20);
    expect(await draw([source('b.jsonl', { id: 'b' }), a], 1)).toEqual(alone);
    expect(await draw([a], 2)).not.toEqual(alone);
    expect((await draw([{ ...a, take: 30 }], 1)).toSorted()).toEqual(expect.arrayContaining(alone));
  });

  test('each part of the file is mixed like the whole', async () => {
    const { prompts } = await buildFrom(
      { 'a.jsonl': numbered('a', 60), 'b.jsonl': numbered('b', 30), 'c.jsonl': numbered('c', 10) },
      { sources: ['a', 'b', 'c'].map((id) => source(`${id}.jsonl`, { id })) },
    );
    for (let start = 0; start < 100; start += 10) {
      const wave = prompts.slice(start, start + 10).map((prompt) => prompt.source);
      expect([5, 6, 7]).toContain(wave.filter((id) => id === 'a').length);
      expect([2, 3, 4]).toContain(wave.filter((id) => id === 'b').length);
    }
  });
});

describe('too few prompts', () => {
  const files = {
    'a.jsonl': jsonl([{ prompt: 'one' }, { prompt: 'ONE' }, { prompt: 'two' }]),
    'b.jsonl': jsonl([{ prompt: 'three' }]),
  };
  const sources = [source('a.jsonl', { id: 'a', take: 3 }), source('b.jsonl', { id: 'b', take: 1 })];

  test('fail with the numbers, and nothing is written', async () => {
    await withFolder(files, async (dir) => {
      const error = await usageError(build(dir, { sources }));
      expect(error.code).toBe('source_short');
      expect(error.message).toBe('Too few prompts: a has 2 of 3 (read 3, duplicate 1).');
      expect(error.details).toEqual([{ id: 'a', stratum: null, take: 3, kept: 2, read: 3, dropped: { duplicate: 1 } }]);
      expect(await listTree(dir)).toEqual(['a.jsonl', 'b.jsonl']);
    });
  });

  test('are accepted and named when the config says so', async () => {
    const { outcome, warnings } = await buildFrom(files, { sources, settings: { ...lenient, shortage: 'accept' } });
    expect(outcome.prompts).toBe(3);
    expect(warnings).toEqual(['Too few prompts, accepted: a has 2 of 3 (read 3, duplicate 1).']);
  });

  test('no prompts at all are never accepted', async () => {
    const none = buildFrom(files, {
      sources,
      settings: { ...lenient, shortage: 'accept', length: { min: 50, max: 60 } },
    });
    const error = await usageError(none);
    expect([error.code, error.message]).toEqual(['no_prompts', 'No prompt is left of 4 rows, too_short 4.']);
  });
});

describe('what is written', () => {
  test('a killed build leaves nothing that the next one does not remove', async () => {
    await withFolder(
      { 'a.jsonl': jsonl([{ prompt: 'one two three' }]), '.prank/.build-dead/candidates': 'half' },
      async (dir) => {
        await build(dir, { sources: [source('a.jsonl')], settings: lenient });
        expect(await listTree(dir)).not.toContain('.prank/.build-dead');
      },
    );
  });

  test('are prompts, manifest and lock; a failing build later leaves them unchanged', async () => {
    await withFolder(
      { 'a.jsonl': jsonl([{ prompt: 'one two three' }, { prompt: 'one two three four' }]) },
      async (dir) => {
        const near = { ...lenient, nearDuplicates: { words: 1, threshold: 0.7 } };
        await build(dir, { sources: [source('a.jsonl', { license: 'mit' })], settings: near });
        const tree = ['.prank', '.prank/manifest.json', '.prank/prompts.parquet', 'a.jsonl', 'prank.lock.json'];
        expect(await listTree(dir)).toEqual(tree);
        const contents = async (): Promise<string[]> =>
          Promise.all(tree.slice(1).map((path) => readFile(join(dir, path), 'latin1')));
        const before = await contents();
        const manifest: unknown = JSON.parse(await readFile(join(dir, '.prank/manifest.json'), 'utf8'));
        expect(manifest).toMatchObject({
          version: 1,
          prompts: 1,
          candidates: 2,
          dropped: { near_duplicate: 1 },
          sources: [{ id: 's', kind: 'human', license: 'mit', take: 'all', read: 2, kept: 1, files: ['a.jsonl'] }],
          near_duplicates: [{ source: 's', kept_source: 's', similarity: 0.75 }],
        });
        await usageError(build(dir, { sources: [source('a.jsonl', { take: 5 })], settings: near }));
        expect(await listTree(dir)).toEqual(tree);
        expect(await contents()).toEqual(before);
      },
    );
  });

  test('disabled sources and bad patterns are reported before anything is read', async () => {
    const files = { 'a.jsonl': jsonl([{ prompt: 'one' }]) };
    const disabled = source('a.jsonl', { enabled: false });
    expect(await usageError(buildFrom(files, { sources: [disabled] }))).toMatchObject({
      code: 'no_sources',
    });
    const pattern = buildFrom(files, {
      sources: [source('a.jsonl')],
      settings: { ...lenient, drop: ['fine', '(?i)(open'] },
    });
    expect(await usageError(pattern)).toMatchObject({
      code: 'pattern_invalid',
      message: 'build.drop[1]: `(?i)(open` is no regular expression: Unterminated group.',
    });
  });

  test('the plan names files and what would be written, and writes nothing', async () => {
    await withFolder({ 'a.jsonl': jsonl([{ prompt: 'one' }]) }, async (dir) => {
      const sources = [source('a.jsonl'), source('gone.csv', { id: 'old', enabled: false })];
      const { steps, sources: previews } = await planBuild({ sources, settings: lenient, seed: 1, dir }, () => {});
      expect(previews).toMatchObject([{ id: 's', rows: null, wanted: null, files: [{ sizeBytes: 17 }] }]);
      expect(steps).toEqual([
        { action: 'keep', target: 'a.jsonl', why: 'read as jsonl, 17 bytes, for source s, take all' },
        { action: 'keep', target: 'old', why: 'not read: the source is disabled' },
        { action: 'create', target: '.prank/prompts.parquet', why: 'made from the files above' },
        { action: 'create', target: '.prank/manifest.json', why: 'made from the files above' },
        { action: 'create', target: 'prank.lock.json', why: 'made from the files above' },
      ]);
      expect(await listTree(dir)).toEqual(['a.jsonl']);
    });
  });
});

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function withoutRow(prompt: Prompt): Prompt {
  return { ...prompt, sourceRow: '' };
}

function numbered(id: string, count: number): string {
  return jsonl(Array.from({ length: count }, (_, n) => ({ prompt: `${id} ${n}` })));
}

function byPrompt(a: { prompt: string }, b: { prompt: string }): number {
  return a.prompt < b.prompt ? -1 : 1;
}
