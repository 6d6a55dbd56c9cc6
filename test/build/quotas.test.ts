import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apportion, findShortages, level, planQuotas, type Quota } from '../../src/build/quotas.ts';
import type { Source, Strata } from '../../src/model.ts';

type Drawn = Pick<Source, 'take' | 'share' | 'strata'>;

const all: Drawn = { take: 'all', share: null, strata: null };
const take = (count: number): Drawn => ({ ...all, take: count });
const share = (part: number): Drawn => ({ ...all, share: part });
const strata = (shares: Strata['shares'], count: Drawn['take'] = 'all'): Drawn => ({
  ...all,
  take: count,
  strata: { by: 'topic', shares },
});
const have = (count: number): Map<string, number> => new Map([['', count]]);

function plan(sources: Drawn[], size: number | null, available: Map<string, number>[]): string[] {
  return planQuotas(sources, size, available).map(render);
}

function short(sources: Drawn[], size: number | null, available: Map<string, number>[]): string[] {
  return findShortages(sources, size, planQuotas(sources, size, available)).map(render);
}

function render({ sources, stratum, wanted, available }: Quota): string {
  return `${sources.join('+')}${stratum === '' ? '' : ` ${stratum}`}: ${wanted} of ${available}`;
}

describe('planQuotas', () => {
  test('takes numbers, or everything', () => {
    expect(plan([take(5), all], null, [have(9), have(3)])).toEqual(['0: 5 of 9', '1: null of 3']);
  });

  test('turns shares into whole numbers that sum to the size', () => {
    const third = share(1 / 3);
    expect(plan([third, third, third], 100, [have(90), have(90), have(90)])).toEqual([
      '0: 34 of 90',
      '1: 33 of 90',
      '2: 33 of 90',
    ]);
  });

  test('fills what numbers and shares leave, from all other sources together', () => {
    expect(plan([share(0.3), all, take(20), all], 100, [have(90), have(40), have(90), have(8)])).toEqual([
      '0: 30 of 90',
      '2: 20 of 90',
      '1+3: 50 of 48',
    ]);
  });

  test('spreads over strata like the source', () => {
    const topics = new Map([
      ['b', 60],
      ['a', 30],
      ['', 10],
    ]);
    expect(plan([strata('proportional', 10)], null, [topics])).toEqual(['0: 1 of 10', '0 a: 3 of 30', '0 b: 6 of 60']);
  });

  test('or equally, as far as each stratum goes', () => {
    const topics = new Map([
      ['a', 2],
      ['b', 50],
      ['c', 50],
    ]);
    expect(plan([strata('equal', 12)], null, [topics])).toEqual(['0 a: 2 of 2', '0 b: 5 of 50', '0 c: 5 of 50']);
    expect(plan([strata('equal')], null, [topics])).toEqual(['0 a: 2 of 2', '0 b: 50 of 50', '0 c: 50 of 50']);
  });

  test('or as given, and says what is missing', () => {
    const topics = new Map([
      ['en', 100],
      ['de', 3],
      ['fr', 9],
    ]);
    expect(plan([strata({ en: 0.8, de: 0.2 }, 50)], null, [topics])).toEqual(['0 de: 10 of 3', '0 en: 40 of 100']);
    expect(plan([strata({ en: 0.8, de: 0.2 })], null, [topics])).toEqual(['0 de: 3 of 3', '0 en: 12 of 100']);
    expect(short([strata({ en: 0.8, de: 0.2 }, 50)], null, [topics])).toEqual(['0 de: 10 of 3']);
    expect(plan([strata('proportional', 200)], null, [topics])).toEqual([
      '0 de: 3 of 3',
      '0 en: 100 of 100',
      '0 fr: 9 of 9',
    ]);
    expect(short([strata('proportional', 200)], null, [topics])).toEqual(['0: 200 of 112']);
    expect(short([take(5), all], 100, [have(9), have(3)])).toEqual(['1: 95 of 3']);
    expect(short([take(5), all], null, [have(4), have(3)])).toEqual(['0: 5 of 4']);
  });
});

describe('whole numbers', () => {
  const weights = fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 20 });

  test('sum to the whole, and each is less than one away from its share', () => {
    fc.assert(
      fc.property(weights, fc.nat({ max: 10_000 }), (sizes, whole) => {
        const sum = sizes.reduce((total, size) => total + size, 0);
        const counts = apportion(whole, sizes);
        fc.pre(sum > 0);
        expect(counts.reduce((total, count) => total + count, 0)).toBe(whole);
        for (const [index, count] of counts.entries()) {
          expect(Math.abs(count - (whole * (sizes[index] ?? 0)) / sum)).toBeLessThan(1);
        }
      }),
    );
  });

  test('are as equal as the sizes allow', () => {
    fc.assert(
      fc.property(weights, fc.nat({ max: 10_000 }), (sizes, asked) => {
        const whole = Math.min(
          asked,
          sizes.reduce((total, size) => total + size, 0),
        );
        const counts = level(whole, sizes);
        expect(counts.reduce((total, count) => total + count, 0)).toBe(whole);
        const most = Math.max(...counts);
        for (const [index, count] of counts.entries()) {
          expect(count).toBeLessThanOrEqual(sizes[index] ?? 0);
          expect(count === sizes[index] || most - count <= 1).toBe(true);
        }
      }),
    );
  });
});
