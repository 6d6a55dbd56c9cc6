import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Prompt, Strata } from '../../src/model.ts';
import { lenient } from '../support/build-settings.ts';
import { build, buildFrom, jsonl, source, usageError, withFolder } from './campaign-folder.ts';

function numbered(id: string, count: number, fields: (n: number) => object = () => ({})): string {
  return jsonl(Array.from({ length: count }, (_, n) => ({ prompt: `${id} number ${n}`, ...fields(n) })));
}

const lang = (n: number): object => (n < 40 ? { meta: { lang: 'en' } } : n < 48 ? { meta: { lang: 'de' } } : {});

function countBy(prompts: readonly Prompt[], key: (prompt: Prompt) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const prompt of prompts) counts[key(prompt)] = (counts[key(prompt)] ?? 0) + 1;
  return counts;
}

async function spread(shares: Strata['shares'], take: number | 'all'): Promise<Record<string, number>> {
  const sources = [source('a.jsonl', { strata: { by: 'meta.lang', shares }, take, metadata: { lang: 'meta.lang' } })];
  const { prompts } = await buildFrom({ 'a.jsonl': numbered('a', 50, lang) }, { sources });
  return countBy(prompts, ({ metadata }) => JSON.stringify(metadata['lang'] ?? null));
}

describe('the mix', () => {
  const files = { 'a.jsonl': numbered('a', 50), 'b.jsonl': numbered('b', 50), 'c.jsonl': numbered('c', 10) };
  const [a, b, c] = ['a', 'b', 'c'].map((id) => source(`${id}.jsonl`, { id }));

  test('uses shares and numbers, and fills the rest from all other sources', async () => {
    const sources = [{ ...source('a.jsonl', { id: 'a' }), share: 0.5 }, ...[b, c].flatMap((other) => other ?? [])];
    const { prompts, outcome } = await buildFrom(files, { sources, settings: { ...lenient, size: 60 } });
    const { a: fromA, b: fromB = 0, c: fromC = 0 } = countBy(prompts, (prompt) => prompt.source);
    expect([fromA, fromB + fromC, outcome.prompts]).toEqual([30, 30, 60]);
    expect(fromC).toBeGreaterThan(0);
    expect(outcome.sources.map(({ kept }) => kept)).toEqual([30, fromB, fromC]);
  });

  test('says what the total lacks, or takes what there is', async () => {
    const sources = [a, b, c].flatMap((one) => one ?? []);
    const short = buildFrom(files, { sources, settings: { ...lenient, size: 500 } });
    expect(await usageError(short)).toMatchObject({
      code: 'source_short',
      message: 'Too few prompts: a + b + c has 110 of 500 (read 110).',
    });
    const settings = { ...lenient, size: 500, shortage: 'accept' as const };
    expect(await buildFrom(files, { sources, settings })).toMatchObject({
      outcome: { prompts: 110 },
      warnings: ['Too few prompts, accepted: a + b + c has 110 of 500 (read 110).'],
    });
  });

  test('spreads over the values of a column', async () => {
    expect(await spread('proportional', 25)).toEqual({ '"en"': 20, '"de"': 4, null: 1 });
    expect(await spread('equal', 12)).toEqual({ '"en"': 5, '"de"': 5, null: 2 });
    expect(await spread({ en: 0.75, de: 0.25 }, 16)).toEqual({ '"en"': 12, '"de"': 4 });
    expect(await spread({ en: 0.75, de: 0.25 }, 'all')).toEqual({ '"en"': 24, '"de"': 8 });
    await expect(spread({ en: 0.5, de: 0.5 }, 40)).rejects.toThrow(
      'Too few prompts: s, de has 8 of 20 (read 50, not_sampled 22).',
    );
  });

  test('every beginning of the file is mixed like the whole', async () => {
    const sources = [source('a.jsonl', { id: 'a', take: 40 }), source('b.jsonl', { id: 'b', take: 20 })];
    const { prompts } = await buildFrom(files, { sources });
    for (const part of [6, 15, 30]) {
      const { a: fromA = 0 } = countBy(prompts.slice(0, part), (prompt) => prompt.source);
      expect(Math.abs(fromA - (part * 2) / 3)).toBeLessThanOrEqual(1);
    }
  });

  test('the manifest has size, shares and strata', async () => {
    await withFolder({ 'a.jsonl': numbered('a', 9, (n) => ({ topic: n % 3 })) }, async (dir) => {
      const sources = [source('a.jsonl', { share: 1, strata: { by: 'topic', shares: 'equal' } })];
      await build(dir, { sources, settings: { ...lenient, size: 6 } });
      const manifest = JSON.parse(await readFile(join(dir, '.prank/manifest.json'), 'utf8'));
      expect(manifest.settings.size).toBe(6);
      expect(manifest.sources[0]).toMatchObject({
        take: 'all',
        share: 1,
        strata: ['0', '1', '2'].map((stratum) => ({ stratum, kept: 2, available: 3 })),
      });
    });
  });
});

describe('what must not be in the dataset', () => {
  const text = 'one two three four five six seven eight nine ten';
  const files = {
    'a.jsonl': jsonl([
      { prompt: text },
      { prompt: `${text} eleven` },
      { prompt: 'something else' },
      { prompt: 'seen' },
    ]),
    'round1.csv': `text\n${text} twelve\n`,
    'round2.csv': `text\n${text} twelve thirteen\nSEEN\nx\n`,
  };
  const exclude = [
    source('round1.csv', { id: 'build.exclude[0]', promptPaths: ['text'] }),
    source('round2.csv', { id: 'build.exclude[1]', promptPaths: ['text'] }),
  ];
  const settings = { ...lenient, exclude, length: { min: 4, max: 1000 } };

  test('is left out exactly and nearly, at any length and even if its texts are similar to each other', async () => {
    await withFolder(files, async (dir) => {
      const near = { ...settings, nearDuplicates: { words: 1, threshold: 0.8 } };
      const { outcome, prompts } = await build(dir, { sources: [source('a.jsonl')], settings: near });
      expect(prompts.map(({ prompt }) => prompt)).toEqual(['something else']);
      expect(outcome.dropped).toEqual({ excluded: 3 });
      const manifest = JSON.parse(await readFile(join(dir, '.prank/manifest.json'), 'utf8'));
      expect(manifest.near_duplicates.map((pair: { kept_source: string }) => pair.kept_source)).toEqual([
        'build.exclude[0]',
        'build.exclude[0]',
      ]);
      const lock = JSON.parse(await readFile(join(dir, 'prank.lock.json'), 'utf8'));
      expect(lock.sources.map(({ id }: { id: string }) => id)).toEqual(['s', 'build.exclude[0]', 'build.exclude[1]']);
    });
  });

  test('is left out only exactly if near-duplicates are off', async () => {
    const { outcome } = await buildFrom(files, { sources: [source('a.jsonl')], settings });
    expect(outcome).toMatchObject({ prompts: 3, dropped: { excluded: 1 } });
  });
});

describe('near-duplicates', () => {
  test('are listed in also_in of the kept one, with their own other sources', async () => {
    const text = 'one two three four five six seven eight nine ten';
    const files = {
      'a.jsonl': jsonl([{ prompt: text }]),
      'b.jsonl': jsonl([{ prompt: `${text} eleven` }]),
      'c.jsonl': jsonl([{ prompt: `${text} ELEVEN` }, { prompt: text }]),
    };
    const sources = ['a', 'b', 'c'].map((id) => source(`${id}.jsonl`, { id }));
    const settings = { ...lenient, nearDuplicates: { words: 1, threshold: 0.8 } };
    const { prompts } = await buildFrom(files, { sources, settings });
    expect(prompts).toMatchObject([{ source: 'a', alsoIn: ['b', 'c'] }]);
  });
});

describe('personal data', () => {
  const files = {
    'a.jsonl': jsonl([{ prompt: 'Mail ann@example.com' }, { prompt: 'Mail bob@example.com' }, { prompt: 'x' }]),
  };

  test('are replaced before prompts are compared, and counted', async () => {
    const { prompts, outcome } = await buildFrom(files, {
      sources: [source('a.jsonl')],
      settings: { ...lenient, pii: 'redact' },
    });
    expect(prompts.map(({ prompt }) => prompt).toSorted()).toEqual(['Mail [EMAIL]', 'x']);
    expect(outcome).toMatchObject({ dropped: { duplicate: 1 } });
  });

  test('or dropped', async () => {
    const settings = { ...lenient, pii: 'drop' as const };
    const { outcome } = await buildFrom(files, { sources: [source('a.jsonl')], settings });
    expect(outcome).toMatchObject({ prompts: 1, dropped: { personal_data: 2 } });
  });
});

describe('languages', () => {
  const files = {
    'a.jsonl': jsonl([
      { prompt: 'Write a poem about the rain and the wind.' },
      { prompt: 'Schreibe ein Gedicht über den Regen und den Wind.' },
      { prompt: '12345' },
    ]),
  };

  test.each([
    ['keep' as const, 2],
    ['drop' as const, 1],
  ])('unknown ones: %s', async (unknown, prompts) => {
    const settings = { ...lenient, language: { keep: ['de'], unknown } };
    const { outcome } = await buildFrom(files, { sources: [source('a.jsonl')], settings });
    expect(outcome).toMatchObject({ prompts, dropped: { language: 3 - prompts } });
  });
});
