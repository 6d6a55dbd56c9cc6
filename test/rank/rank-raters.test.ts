import { describe, expect, it } from 'vitest';
import type { RankedRater } from '../../src/model.ts';
import { rankRaters } from '../../src/rank/rank-raters.ts';
import { groupRatings } from '../../src/rank/rating-groups.ts';
import { simulateWorld } from './simulated-world.ts';

/** Rows are items, columns raters, `-` = not rated. */
function ratersOf(rows: readonly string[]): Map<string, RankedRater> {
  const items = rows.map((row, index) => ({
    item: `i${index}`,
    ratings: row
      .split(' ')
      .flatMap((cell, rater) =>
        cell === '-' ? [] : [{ rater: `r${rater + 1}`, item: `i${index}`, value: Number(cell) }],
      ),
  }));
  return new Map(rankRaters(items, null, new Set()).map((row) => [row.rater, row]));
}

/** Three who agree with each other, a third one who turns the scale round on some of 35 items, and others on five each. */
function withTurned(turned: number): Map<string, RankedRater> {
  const rows = Array.from({ length: 35 }, (_, n) => {
    const value = 1 + (n % 5);
    const own = [value, value, n < turned ? 6 - value : '-', value];
    const others = [0, 1, 2, 3].map((rater) => (Math.floor((n - turned) / 5) === rater ? 6 - value : '-'));
    return [...own, ...others].join(' ');
  });
  return ratersOf(rows);
}

describe('rankRaters', () => {
  it('gives the mean of all answers with its interval', () => {
    const raters = ratersOf(['2 3 4', '3 3 -', '1 - -']);
    // Variance 1 over three answers.
    expect(raters.get('r1')).toMatchObject({ answers: 3, mean: 2 });
    expect(raters.get('r1')?.meanLow).toBeCloseTo(2 - 1.959964 / Math.sqrt(3), 12);
    expect(raters.get('r1')?.meanHigh).toBeCloseTo(2 + 1.959964 / Math.sqrt(3), 12);
    // Variance 2 over two answers.
    expect(ratersOf(['1', '3']).get('r1')?.meanHigh).toBeCloseTo(2 + 1.959964, 12);
    expect(raters.get('r3')).toMatchObject({ answers: 1, mean: 4, meanLow: null, meanHigh: null });
  });

  it('measures agreement as the share of equal pairs', () => {
    const raters = ratersOf(['4 4 5', '2 2 -', '3 - -']);
    expect(raters.get('r1')?.agreement).toBe(2 / 3);
    expect(raters.get('r3')?.agreement).toBe(0);
  });

  it('measures consistency as correlation with the mean of the others', () => {
    const raters = ratersOf(['1 2', '2 4', '4 3', '5 5']);
    // Pearson of (1 2 4 5) and (2 4 3 5).
    expect(raters.get('r1')?.consistency).toBeCloseTo(5 / Math.sqrt(10 * 5), 12);
    expect(raters.get('r2')?.consistency).toBeCloseTo(5 / Math.sqrt(10 * 5), 12);
  });

  it.each([
    ['two shared items', ['1 2', '5 4', '3 -']],
    ['no spread of its own', ['3 1', '3 2', '3 5']],
    ['no spread of the others', ['1 4', '3 4', '5 4']],
    ['no spread but for rounding', ['0.1 1', '0.1 2', '0.1 3']],
  ])('has no consistency with %s', (_, rows) => {
    expect(ratersOf(rows).get('r1')?.consistency).toBeNull();
  });

  it('knows nothing about a rater on an island', () => {
    const nothing = { consistency: null, consistencyLow: null, agreement: null, flags: [] };
    expect(ratersOf(['4 -', '- 2']).get('r1')).toMatchObject({ rater: 'r1', answers: 1, mean: 4, ...nothing });
  });

  it('flags ten equal answers, not nine and not nearly equal ones', () => {
    const nine = Array.from({ length: 9 }, () => '3 3 3');
    const raters = ratersOf([...nine, '3 4 -']);
    expect([...raters.values()].map(({ rater, flags }) => [rater, flags])).toEqual([
      ['r1', ['constant']],
      ['r2', []],
      ['r3', []],
    ]);
  });

  it("gives a correlation Fisher's interval", () => {
    const rows = ['1 1', '2 3', '3 2', '4 5', '5 4', '1 2', '5 5'];
    const rater = ratersOf(rows).get('r1');
    const reach = 1.959964 / Math.sqrt(4);
    expect(Math.atanh(rater?.consistencyHigh ?? 0) - Math.atanh(rater?.consistency ?? 0)).toBeCloseTo(reach, 10);
  });

  it('flags raters who are surely less consistent than half of the usual, from fifteen shared items on', () => {
    const rows = Array.from({ length: 40 }, (_, n) => {
      const value = 1 + (n % 5);
      return `${value} ${value} ${value} ${1 + ((n * n + 3) % 5)}`;
    });
    expect(ratersOf(rows).get('r4')?.flags).toEqual(['careless']);
    expect(ratersOf(rows).get('r1')?.flags).toEqual([]);
    expect(ratersOf(rows.slice(0, 14)).get('r4')?.flags).toEqual([]);
  });

  it('lists raters with the most answers first, ties by id', () => {
    expect([...ratersOf(['- 1 1', '1 2 2']).keys()]).toEqual(['r2', 'r3', 'r1']);
    expect([...ratersOf(['- 5 -', '1 1 -', '1 - 2', '- - 3', '- - 4']).keys()]).toEqual(['r3', 'r1', 'r2']);
  });

  it('has no interval of consistency below four shared items', () => {
    expect(ratersOf(['1 2', '2 1', '4 5']).get('r1')).toMatchObject({
      consistency: expect.any(Number),
      consistencyLow: null,
      consistencyHigh: null,
    });
    const rater = ratersOf(['1 2', '2 1', '4 5', '5 4']).get('r1');
    expect(Math.atanh(rater?.consistency ?? 0) - Math.atanh(rater?.consistencyLow ?? 0)).toBeCloseTo(1.959964, 10);
  });

  it('judges fifteen shared items by the middle of those who have as many', () => {
    const raters = withTurned(15);
    expect([...raters.values()].map(({ answers }) => answers)).toEqual([35, 35, 35, 15, 5, 5, 5, 5]);
    expect(raters.get('r1')?.consistency).toBeCloseTo(1, 12);
    expect(raters.get('r5')?.consistency).toBeCloseTo(-1, 12);
    expect([...raters.values()].filter(({ flags }) => flags.length > 0).map(({ rater }) => rater)).toEqual(['r3']);
    expect([...withTurned(14).values()].flatMap(({ flags }) => flags)).toEqual([]);
  });

  it('takes no rater for careless where the usual one follows nobody', () => {
    const rows = Array.from({ length: 20 }, (_, n) => `${1 + (n % 5)} ${5 - (n % 5)}`);
    for (const { consistency, flags } of ratersOf(rows).values()) {
      expect(consistency).toBeCloseTo(-1, 12);
      expect(flags).toEqual([]);
    }
  });

  const world = simulateWorld({ seed: 5, items: 500, raters: 30, overlap: [1, 5], careless: 0.3, zipf: 1.1 });
  const groups = groupRatings(world.ratings, world.items);

  it('takes the middle of those with fifteen shared items or more for usual', () => {
    const shared = new Map<string, number>();
    for (const { ratings } of groups) {
      for (const { rater } of ratings) if (ratings.length > 1) shared.set(rater, (shared.get(rater) ?? 0) + 1);
    }
    const rows = rankRaters(groups, null, new Set());
    const judged = rows.filter(({ rater }) => (shared.get(rater) ?? 0) >= 15);
    const usual = judged
      .flatMap(({ consistency }) => consistency ?? [])
      .toSorted((a, b) => a - b)
      .at(Math.floor(judged.length / 2));
    expect(judged.length).toBeGreaterThan(3);
    expect(judged.length).toBeLessThan(rows.length);
    const careless = judged.filter(({ consistencyHigh }) => (consistencyHigh ?? 1) < 0.5 * (usual ?? 0));
    expect(careless.length).toBeGreaterThan(0);
    expect(rows.filter(({ flags }) => flags.includes('careless'))).toEqual(careless);
  });

  it('names who copied, behind what else there is to say', () => {
    const rows = Array.from({ length: 10 }, (_, n) => [`i${n}`, 3] as const);
    const items = rows.map(([item, value]) => ({ item, ratings: [{ rater: 'ada', item, value }] }));
    expect(rankRaters(items, null, new Set(['ada', 'bob']))[0]?.flags).toEqual(['constant', 'copies']);
    expect(rankRaters(items, null, new Set(['bob']))[0]?.flags).toEqual(['constant']);
  });

  it('tells what the model says of a rater', () => {
    const figures = {
      severity: 0.5,
      severityLow: 0.1,
      severityHigh: 0.9,
      discrimination: 1.2,
      discriminationLow: 0.8,
      discriminationHigh: 1.6,
    };
    const [first, ...others] = rankRaters(groups, new Map([['r0', figures]]), new Set()).toSorted((a, b) =>
      a.rater < b.rater ? -1 : 1,
    );
    expect(first).toMatchObject({ rater: 'r0', ...figures });
    for (const { severity, discrimination } of others) expect([severity, discrimination]).toEqual([null, null]);
  });

  it('tells the pace by the answers whose time is known', () => {
    const times = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:40Z', 'unknown', '2026-01-01T00:00:20Z', undefined];
    const items = [...times, '2026-01-01T00:00:10Z'].map((answeredAt, n) => {
      const rating = { rater: 'ada', item: `i${n}`, value: 3 };
      return { item: `i${n}`, ratings: [answeredAt === undefined ? rating : { ...rating, answeredAt }] };
    });
    // 0, 10, 20 and 40 seconds.
    expect(rankRaters(items, null, new Set())[0]).toMatchObject({ answers: 6, paceSeconds: 10, paceSecondsLow: null });
  });
});
