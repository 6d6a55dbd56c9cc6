import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rating } from '../../src/model.ts';
import { makeAnswerTable } from '../../src/rank/answer-table.ts';
import { findCopies, withoutCopies } from '../../src/rank/find-copies.ts';
import { groupRatings } from '../../src/rank/rating-groups.ts';
import { sum } from '../../src/lib/sum.ts';

/** Each rater's answers to items 0, 1, 2 …; null = none. */
function tableOf(answers: Record<string, (number | null)[]>): ReturnType<typeof makeAnswerTable> {
  const ratings = Object.entries(answers).flatMap(([rater, values]) =>
    values.flatMap((value, index): Rating[] => (value === null ? [] : [{ rater, item: `i${index}`, value }])),
  );
  return makeAnswerTable(groupRatings(ratings, [...new Set(ratings.map(({ item }) => item))]));
}

const varied = Array.from({ length: 60 }, (_, n) => 1 + ((n * n + 2 * n) % 5));
const other = Array.from({ length: 60 }, (_, n) => 1 + ((3 * n + 1) % 5));

describe('findCopies', () => {
  it('finds the rater with fewer answers as the copy of the other', () => {
    const { length } = varied;
    const answers = tableOf({ ada: varied.slice(0, length - 1), bob: varied, cyd: other });
    expect(findCopies(answers)).toEqual([{ original: 1, copy: 0 }]);
  });

  it('finds a copy with a few changes', () => {
    const changed = varied.map((value, index) => (index % 30 === 0 ? 1 + (value % 5) : value));
    expect(findCopies(tableOf({ ada: varied, bob: changed, cyd: other }))).toHaveLength(1);
  });

  it.each<[string, Record<string, (number | null)[]>]>([
    ['ten equal answers', { ada: varied.slice(0, 10), bob: varied.slice(0, 10), cyd: other }],
    ['raters who always give the same value', { ada: varied.map(() => 3), bob: varied.map(() => 3), cyd: other }],
    ['raters who share no item', { ada: [1, null], bob: [null, 1] }],
    ['one rater', { ada: varied }],
  ])('counts as an accident: %s', (_, answers) => {
    expect(findCopies(tableOf(answers))).toEqual([]);
  });
});

type Answers = Record<string, (number | null)[]>;

/** The same by definition, for each pair: bound = exp(−n · KL(k/n ‖ p)) · pairs. Pairs are "original < copy". */
function copiesByDefinition(answers: Answers): string[] {
  const raters = Object.keys(answers).toSorted();
  const given = (rater: string): number[] => (answers[rater] ?? []).filter((value) => value !== null);
  const pairs = raters.flatMap((first, at) =>
    raters.slice(at + 1).map((second) => {
      const both = (answers[first] ?? []).flatMap((value, item) => {
        const theirs = answers[second]?.[item] ?? null;
        return value === null || theirs === null ? [] : [value === theirs];
      });
      return { first, second, shared: both.length, equal: both.filter(Boolean).length };
    }),
  );
  const met = pairs.filter(({ shared }) => shared > 0);
  const usual = sum(met.map(({ equal }) => equal)) / sum(met.map(({ shared }) => shared));
  return met
    .filter(({ first, second, shared, equal }) => {
      const [a, b] = [given(first), given(second)];
      const byUse = sum(a.map((value) => b.filter((theirs) => theirs === value).length)) / a.length / b.length;
      const p = (1 + Math.max(usual, byUse)) / 2;
      const k = equal / shared;
      if (k <= p) return false;
      const divergence = k * Math.log(k / p) + (k === 1 ? 0 : (1 - k) * Math.log((1 - k) / (1 - p)));
      return Math.exp(-shared * divergence) * met.length < 1e-3;
    })
    .map(({ first, second }) =>
      given(first).length >= given(second).length ? `${first} < ${second}` : `${second} < ${first}`,
    )
    .toSorted();
}

function namesOfCopies(answers: Answers): string[] {
  const table = tableOf(answers);
  return findCopies(table)
    .map(({ original, copy }) => `${table.raters[original]} < ${table.raters[copy]}`)
    .toSorted();
}

/** Two raters with `equal` equal answers out of `shared`, plus pairs of strangers who never agree. */
function suspects(equal: number, shared: number, strangers: { pairs: number; shared: number }): Answers {
  const own = Array.from({ length: shared }, (_, n) => 1 + (n % 5));
  const answers: Answers = { ada: own, bob: own.map((value, n) => (n < equal ? value : 1 + (value % 5))) };
  for (let pair = 0; pair < strangers.pairs; pair += 1) {
    const before = Array.from({ length: shared + pair * strangers.shared }, () => null);
    const theirs = Array.from({ length: strangers.shared }, (_, n) => 1 + (n % 5));
    answers[`pair ${pair}, one`] = [...before, ...theirs];
    answers[`pair ${pair}, other`] = [...before, ...theirs.map((value) => 1 + (value % 5))];
  }
  return answers;
}

const mostly = (rare: number): number[] => Array.from({ length: 100 }, (_, n) => (n % rare === 0 ? 5 : 3));

describe('the threshold of an accusation', () => {
  // The chance of an equal answer is (1 + 20 / 80) / 2, so 20 of 20 have the bound 0.625²⁰ ≈ 8.3e-5, times the pairs.
  it.each([
    [1, 60, true],
    [2, 30, true],
    [10, 6, true],
    [12, 5, false],
    [15, 4, false],
    [60, 1, false],
  ])('rises with the pairs compared: beside %i pairs who share %i items, accused: %s', (pairs, shared, isAccused) => {
    expect(namesOfCopies(suspects(20, 20, { pairs, shared }))).toEqual(isAccused ? ['ada < bob'] : []);
  });

  it.each([20, 40, 100])('is where the formula puts it for %i shared answers', (shared) => {
    const accused: number[] = [];
    for (let equal = 0; equal <= shared; equal += 1) {
      const answers = suspects(equal, shared, { pairs: 4, shared: 30 });
      const names = namesOfCopies(answers);
      expect(names).toEqual(copiesByDefinition(answers));
      if (names.length > 0) accused.push(equal);
    }
    expect(accused).toEqual(Array.from({ length: accused.length }, (_, n) => shared - accused.length + 1 + n));
    expect(accused.length).toBeGreaterThan(0);
    expect(accused.length).toBeLessThan(shared / 3);
  });

  it("takes the chance from the two raters' use of the scale if that is greater", () => {
    // Both mostly give 3, so even 100 equal answers of 100 are no surprise. If they use the whole scale, they are.
    const strangers = suspects(0, 100, { pairs: 2, shared: 300 });
    const often = { ...strangers, ada: mostly(25), bob: mostly(25) };
    const seldom = { ...strangers, ada: mostly(2), bob: mostly(2) };
    expect([namesOfCopies(often), copiesByDefinition(often)]).toEqual([[], []]);
    expect([namesOfCopies(seldom), copiesByDefinition(seldom)]).toEqual([['ada < bob'], ['ada < bob']]);
  });

  it('follows the definition, for any answers', () => {
    const value = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 3 }) }, fc.constant(null));
    const raters = fc.array(
      fc.record({
        own: fc.array(value, { minLength: 30, maxLength: 30 }),
        copies: fc.option(fc.nat({ max: 3 })),
        changed: fc.nat({ max: 8 }),
      }),
      { minLength: 2, maxLength: 5 },
    );
    fc.assert(
      fc.property(raters, (drawn) => {
        const answers = Object.fromEntries(
          drawn.map(({ own, copies, changed }, rater) => {
            const from = copies === null || copies === rater ? [] : (drawn[copies]?.own ?? []);
            return [`r${rater}`, own.map((given, item) => (item < changed ? given : (from[item] ?? given)))];
          }),
        );
        fc.pre(Object.values(answers).some((given) => given.some((one) => one !== null)));
        expect(namesOfCopies(answers)).toEqual(copiesByDefinition(answers));
      }),
      { numRuns: 200 },
    );
  });

  it('accuses the later rater if both have the same number of answers', () => {
    expect(namesOfCopies({ ada: varied, bob: varied, cyd: other })).toEqual(['ada < bob']);
    const fewer = varied.map((value, n) => (n === 0 ? null : value));
    expect(namesOfCopies({ ada: varied, bob: fewer, cyd: other })).toEqual(['ada < bob']);
    expect(namesOfCopies({ zoe: [null, ...other], ada: fewer, bob: varied })).toEqual(['bob < ada']);
  });
});

describe('withoutCopies', () => {
  it('returns the same table without copies, and never changes its input', () => {
    const answers = tableOf({ ada: [1, 2, 3], bob: [1, 2, 3] });
    expect(withoutCopies(answers, [])).toBe(answers);
    withoutCopies(answers, [{ original: 0, copy: 1 }]);
    expect([...answers.itemAnswers]).toEqual([2, 2, 2]);
  });

  it('leaves out what the copy gave to items of the original, and keeps the rest', () => {
    const answers = tableOf({ ada: [1, 2, 3, null], bob: [1, 2, null, 4], cyd: [5, null, 5, 5] });
    const left = withoutCopies(answers, [{ original: 0, copy: 1 }]);
    expect([...left.raterStart]).toEqual([0, 3, 4, 7]);
    expect([...left.item]).toEqual([0, 1, 2, 3, 0, 2, 3]);
    expect([...left.itemAnswers]).toEqual([2, 1, 2, 2]);
    expect([...left.category].map((k) => left.scale[k])).toEqual([1, 2, 3, 4, 5, 5, 5]);
  });
});
