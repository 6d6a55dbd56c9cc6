import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileDropPatterns } from '../../../src/build/filters/drop-patterns.ts';
import { PatternSearch } from '../../../src/build/filters/pattern-search.ts';
import { lenient } from '../../support/build-settings.ts';
import { buildFrom, jsonl, source, usageError } from '../campaign-folder.ts';

const slowText = `${'a'.repeat(40)}!`;
const slowPattern = '^(a+)+$';
const quiet = { placeOf: String, onPause: () => {} };

describe('PatternSearch', () => {
  test('finds what the patterns match, one after the other', () => {
    const patterns = ['(?i)^as an', 'b$', '(?<!x)c'];
    const regexps = compileDropPatterns(patterns);
    const texts = fc.array(fc.string({ unit: fc.constantFrom('as an', 'AS AN', 'x', 'b', 'c', '\n') }));
    return fc.assert(
      fc.asyncProperty(texts, async (some) => {
        const expected = some.map((text) => regexps.some((regexp) => regexp.test(text)));
        expect(await new PatternSearch(patterns).match(some, quiet)).toEqual(expected);
      }),
    );
  });

  test('names a pattern that takes too long, and the prompt', async () => {
    const search = new PatternSearch(['fine', slowPattern, 'fine too']);
    const placed = { ...quiet, placeOf: (index: number) => `d.jsonl:${index + 5}`, limitMs: 50 };
    expect(await usageError(search.match(['short', slowText], placed))).toMatchObject({
      code: 'pattern_slow',
      message: `build.drop[1]: \`${slowPattern}\` takes more than 0.05 seconds on one prompt, d.jsonl:6: ${slowText}`,
    });
  });

  test('does not add up what is quick enough', async () => {
    const text = `${'a'.repeat(18)}!`;
    const texts = Array.from({ length: 100 }, () => text);
    let pauses = 0;
    const counted = { ...quiet, onPause: () => void (pauses += 1), limitMs: 1_000 };
    expect(await new PatternSearch([slowPattern]).match(texts, counted)).not.toContain(true);
    expect(pauses).toBeGreaterThan(0);
  });

  test('an interrupt gets through, and comes before the complaint about the pattern', async () => {
    const stop = new Error('interrupted');
    const interrupted = {
      ...quiet,
      limitMs: 50,
      onPause: () => {
        throw stop;
      },
    };
    await expect(new PatternSearch([slowPattern]).match([slowText], interrupted)).rejects.toBe(stop);
  });
});

test('a build with a slow pattern ends and says which row it is', async () => {
  const rows = [{ prompt: 'quick' }, { other: 1 }, { prompt: slowText }];
  const settings = { ...lenient, drop: [slowPattern] };
  expect(
    await usageError(buildFrom({ 'd.jsonl': jsonl(rows) }, { sources: [source('d.jsonl')], settings })),
  ).toMatchObject({ code: 'pattern_slow', message: expect.stringContaining('d.jsonl:3') });
});
