import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Agreement, Rating } from '../../../src/model.ts';
import { measureAgreement } from '../../../src/rank/agreement/measure-agreement.ts';
import { countRatings } from '../../../src/rank/agreement/rating-counts.ts';
import { makeAnswerTable } from '../../../src/rank/answer-table.ts';
import { groupRatings } from '../../../src/rank/rating-groups.ts';
import { simulateWorld } from '../simulated-world.ts';

/** Rows are items, columns raters; null = no answer. */
function agreementOf(rows: readonly (readonly (number | null)[])[], scale?: readonly number[]): Agreement {
  const ratings = rows.flatMap((row, item) =>
    row.flatMap((value, rater): Rating[] => (value === null ? [] : [{ rater: `r${rater}`, item: `i${item}`, value }])),
  );
  const groups = groupRatings(
    ratings,
    rows.map((_, item) => `i${item}`),
  );
  return measureAgreement(countRatings(makeAnswerTable(groups, scale)), 1);
}

const gap = null;

describe('published examples', () => {
  it('Krippendorff 2011: four observers, twelve units, gaps', () => {
    const observers = [
      [1, 2, 3, 3, 2, 1, 4, 1, 2, gap, gap, gap],
      [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, gap, 3],
      [gap, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, gap],
      [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, gap],
    ];
    const units = (observers[0] ?? []).map((_, unit) => observers.map((row) => row[unit] ?? gap));
    const agreement = agreementOf(units);
    expect(agreement.alphaNominal.value).toBeCloseTo(0.743, 3);
    expect(agreement.alphaOrdinal.value).toBeCloseTo(0.815, 3);
    expect(agreement.alphaInterval.value).toBeCloseTo(0.849, 3);
    expect(agreement).toMatchObject({ items: 12, answers: 41, pairableItems: 11, pairableAnswers: 40 });
  });

  it('Fleiss 1971: fourteen raters, ten items, kappa .210', () => {
    const counts = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ];
    const items = counts.map((row) => row.flatMap((count, k) => Array.from({ length: count }, () => k + 1)));
    expect(agreementOf(items).fleissKappa.value).toBeCloseTo(0.21, 3);
  });

  it('counts pairs by hand: 4 4 5 and 2 2', () => {
    // 2 of 3 + 1 pairs are equal, all are within one step. The shares of the most common value are 2/3 and 1.
    const agreement = agreementOf([
      [4, 4, 5],
      [2, 2, gap],
    ]);
    expect(agreement.exactAgreement.value).toBeCloseTo(2 / 4, 12);
    expect(agreement.withinOneAgreement.value).toBe(1);
    expect(agreement.agreementRatio.value).toBeCloseTo(5 / 6, 12);
  });

  it('a step is a step of the scale, not a distance of one', () => {
    expect(
      agreementOf(
        [
          [0, 0.5],
          [0.5, 2],
        ],
        [0, 0.5, 2],
      ).withinOneAgreement.value,
    ).toBe(1);
    expect(
      agreementOf(
        [
          [0, 2],
          [0.5, 2],
        ],
        [0, 0.5, 2],
      ).withinOneAgreement.value,
    ).toBe(0.5);
  });
});

describe('an undefined value is null with the reason', () => {
  it('one answer per prompt, or none', () => {
    for (const agreement of [agreementOf([[4], [5]]), agreementOf([])]) {
      for (const name of ['alphaOrdinal', 'fleissKappa', 'gwetAc2', 'exactAgreement', 'agreementRatio'] as const) {
        expect(agreement[name]).toEqual({ value: null, low: null, high: null, reason: 'no prompt has two answers' });
      }
    }
  });

  it('one value only: chance is undefined, shares of pairs are not', () => {
    const agreement = agreementOf(
      [
        [4, 4],
        [4, 4],
      ],
      [1, 2, 3, 4, 5],
    );
    for (const name of ['alphaNominal', 'alphaOrdinal', 'alphaInterval', 'fleissKappa', 'gwetAc2'] as const) {
      expect(agreement[name].value).toBeNull();
      expect(agreement[name].reason).toContain('all answers are the same');
    }
    expect(agreement.exactAgreement).toMatchObject({ value: 1, low: 1, high: 1 });
  });
});

describe('for any ratings', () => {
  const matrix = fc.array(fc.array(fc.option(fc.integer({ min: 1, max: 5 })), { minLength: 4, maxLength: 4 }), {
    minLength: 3,
    maxLength: 12,
  });

  it('nothing depends on the order of items and raters', () => {
    fc.assert(
      fc.property(matrix, (rows) => {
        const scale = [1, 2, 3, 4, 5];
        const turned = rows.toReversed().map((row) => row.toReversed());
        expect(agreementOf(turned, scale)).toEqual(agreementOf(rows, scale));
      }),
      { numRuns: 40 },
    );
  });

  it('a scale that is reversed or stretched gives the same agreement', () => {
    fc.assert(
      fc.property(matrix, (rows) => {
        const scale = [1, 2, 3, 4, 5];
        const plain = agreementOf(rows, scale);
        const moved = agreementOf(
          rows.map((row) => row.map((value) => (value === null ? null : 20 - 3 * value))),
          scale.map((value) => 20 - 3 * value),
        );
        for (const name of ['alphaNominal', 'alphaOrdinal', 'alphaInterval', 'fleissKappa', 'gwetAc2'] as const) {
          expect(moved[name].value ?? 9).toBeCloseTo(plain[name].value ?? 9, 9);
          expect(moved[name].reason).toBe(plain[name].reason);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('intervals', () => {
  it('hold the value of the population in about 95 of 100 samples', () => {
    const population = simulateWorld({ seed: 2, items: 20_000, raters: 40, overlap: 3 });
    const table = makeAnswerTable(groupRatings(population.ratings, population.items), [1, 2, 3, 4, 5]);
    const truth = measureAgreement(countRatings(table), 1);
    let held = 0;
    for (let sample = 0; sample < 100; sample += 1) {
      const own = new Set(population.items.slice(sample * 200, (sample + 1) * 200));
      const { alphaOrdinal } = measureAgreement(
        countRatings(table, (item) => own.has(item)),
        sample,
      );
      if (
        (alphaOrdinal.low ?? 1) <= (truth.alphaOrdinal.value ?? 0) &&
        (truth.alphaOrdinal.value ?? 0) <= (alphaOrdinal.high ?? 0)
      )
        held += 1;
    }
    expect(held).toBeGreaterThanOrEqual(90);
    expect(held).toBeLessThanOrEqual(99);
  });

  it('are the same for the same seed and narrower with more items', () => {
    const world = simulateWorld({ seed: 3, items: 1600, raters: 40, overlap: 2 });
    const table = makeAnswerTable(groupRatings(world.ratings, world.items));
    const few = new Set(world.items.slice(0, 100));
    const all = measureAgreement(countRatings(table), 5);
    expect(measureAgreement(countRatings(table), 5)).toEqual(all);
    expect(widthOf(all)).toBeLessThan(
      widthOf(
        measureAgreement(
          countRatings(table, (item) => few.has(item)),
          5,
        ),
      ) / 3,
    );
  });
});

function widthOf({ alphaOrdinal }: Agreement): number {
  return (alphaOrdinal.high ?? 9) - (alphaOrdinal.low ?? 0);
}
