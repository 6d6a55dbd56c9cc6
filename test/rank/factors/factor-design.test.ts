import { describe, expect, it } from 'vitest';
import type { PromptKind } from '../../../src/model.ts';
import { type DescribedAnswer, makeFactorDesign } from '../../../src/rank/factors/factor-design.ts';

type Given = Omit<DescribedAnswer, 'item' | 'facts'> & {
  item?: string;
  source?: string;
  kind?: PromptKind;
  length?: number;
};

function answers(...given: Given[]): DescribedAnswer[] {
  return given.map(({ item = 'i', source = 's', kind = 'human', length, ...covariates }) => ({
    item,
    facts: { source, kind, ...(length === undefined ? {} : { length }) },
    ...covariates,
  }));
}

/** Answers with these numbers in turn; all of one cell. */
function withEach(columns: Partial<Record<'length' | 'position' | 'time' | 'wave', number[]>>): DescribedAnswer[] {
  const count = Object.values(columns)[0]?.length ?? 0;
  return answers(
    ...Array.from({ length: count }, (_, index) =>
      Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[index]])),
    ),
  );
}

/** Numbers about their mean. */
function about(...values: number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

describe('the cells of a design', () => {
  it('are sorted, with an indicator each, and count their items once', () => {
    const { cells, columns, covariates } = makeFactorDesign(
      answers(
        { source: 'b', item: '1' },
        { source: 'a', kind: 'synthetic', item: '2' },
        { source: 'b', item: '1' },
        { source: 'a', item: '3' },
        { source: 'b', item: '4' },
      ),
    );
    expect(cells).toEqual([
      { source: 'a', kind: 'human', items: 1 },
      { source: 'a', kind: 'synthetic', items: 1 },
      { source: 'b', kind: 'human', items: 2 },
    ]);
    expect(columns).toEqual([
      Float64Array.of(0, 0, 0, 1, 0),
      Float64Array.of(0, 1, 0, 0, 0),
      Float64Array.of(1, 0, 1, 0, 1),
    ]);
    expect(covariates).toEqual([]);
  });

  it('do not mix up sources whose names look alike', () => {
    const { cells } = makeFactorDesign(answers({ source: 'a","human' }, { source: 'a' }));
    expect(cells).toHaveLength(2);
  });
});

describe('the covariates of a design', () => {
  it('are doublings of length, place and experience, and shares of time and waves, about their means', () => {
    const { covariates, columns } = makeFactorDesign(
      answers(
        { length: 8, position: 1, experience: 0, time: 0, wave: 0 },
        { length: 2, position: 4, experience: 0, time: 1, wave: 0 },
        { length: 1, position: 1, experience: 3, time: 1, wave: 1 },
        { length: 0, position: 4, experience: 1, time: 0.5, wave: 0 },
        { length: 4, position: 1, experience: 1, time: 0, wave: 1 },
        { length: 4, position: 2, experience: 15, time: 0.5, wave: 1 },
      ),
    );
    expect(covariates).toEqual(['length', 'position', 'experience', 'time', 'wave']);
    const expected = [
      about(3, 1, 0, 0, 2, 2),
      about(0, 2, 0, 2, 0, 1),
      about(0, 0, 2, 1, 1, 4),
      about(0, 1, 1, 0.5, 0, 0.5),
      about(0, 0, 1, 0, 1, 1),
    ];
    expect(columns).toHaveLength(6);
    columns.slice(1).forEach((column, index) => {
      column.forEach((value, at) => expect(value).toBeCloseTo(expected[index]?.[at] ?? 0, 12));
    });
  });

  it.each<[string, DescribedAnswer[]]>([
    ['does not vary', withEach({ length: [5, 5, 5] })],
    ['is always the least', withEach({ length: [0, 1, 1] })],
    ['is not known of all', answers({ length: 5 }, { length: 9 }, {})],
    [
      'is the same within each cell',
      answers({ source: 'a', length: 5 }, { source: 'b', length: 9 }, { source: 'a', length: 5 }),
    ],
  ])('leave one out that %s', (_, own) => {
    expect(makeFactorDesign(own).covariates).toEqual([]);
  });

  it('leave one out that others tell already, together', () => {
    // Doublings: length 0 1 0 1, position 0 0 1 1; the wave is their sum.
    const own = withEach({ length: [1, 2, 1, 2], position: [1, 1, 2, 2], wave: [0, 1, 1, 2] });
    expect(makeFactorDesign(own).covariates).toEqual(['length', 'position']);
    expect(makeFactorDesign(withEach({ length: [1, 2, 1, 2], wave: [0, 1, 1, 2] })).covariates).toEqual([
      'length',
      'wave',
    ]);
  });

  // Orthogonal to each other and to a constant: place in the session, and what time has beside it.
  const [main, rest] = [
    [0, 0, 1, 1],
    [1, -1, -1, 1],
  ];
  const mixed = (share: number): number[] =>
    (main ?? []).map((value, index) => value - 0.5 + Math.sqrt(share / (1 - share)) * 0.5 * (rest?.[index] ?? 0));

  it.each<[number, boolean]>([
    [1e-7, true],
    [1e-9, false],
  ])('take time that has %d of its variance to itself: %s', (share, isTaken) => {
    const { covariates } = makeFactorDesign(withEach({ position: [1, 1, 2, 2], time: mixed(share) }));
    expect(covariates).toEqual(isTaken ? ['position', 'time'] : ['position']);
  });

  it.each<[number, boolean]>([
    [0.11, true],
    [0.09, false],
  ])('take waves that have %d of their variance beside time: %s', (share, isTaken) => {
    const { covariates } = makeFactorDesign(withEach({ time: [0, 0, 1, 1], wave: mixed(share) }));
    expect(covariates).toEqual(isTaken ? ['time', 'wave'] : ['time']);
  });
});
