import { describe, expect, it } from 'vitest';
import type { RankedRater } from '../../src/model.ts';
import { rankRaters } from '../../src/rank/rank-raters.ts';

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

describe('rankRaters', () => {
  it('gives the mean of all answers with its interval', () => {
    const raters = ratersOf(['2 3 4', '3 3 -', '1 - -']);
    // Variance 1 over three answers.
    expect(raters.get('r1')).toMatchObject({ answers: 3, mean: 2 });
    expect(raters.get('r1')?.meanHigh).toBeCloseTo(2 + 1.959964 / Math.sqrt(3), 12);
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
  });
});
