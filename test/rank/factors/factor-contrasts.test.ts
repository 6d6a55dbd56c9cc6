import { describe, expect, it } from 'vitest';
import { listContrasts } from '../../../src/rank/factors/factor-contrasts.ts';
import type { Cell, Covariate, FactorDesign } from '../../../src/rank/factors/factor-design.ts';

function designOf(cells: Cell[], covariates: Covariate[] = []): FactorDesign {
  return { cells, covariates, columns: [...cells, ...covariates].map(() => new Float64Array(3)) };
}

function contrastsOf(design: FactorDesign): [string, number[]][] {
  return listContrasts(design).map(({ factor, of, weights }) => [
    [factor, ...of].join(' '),
    weights.map((weight) => Math.round(weight * 1e9) / 1e9 + 0),
  ]);
}

describe('listContrasts', () => {
  it('compares kinds, over all and within sources, sources with all, and adds the covariates', () => {
    const cells: Cell[] = [
      { source: 'a', kind: 'human', items: 30 },
      { source: 'a', kind: 'synthetic', items: 10 },
      { source: 'b', kind: 'human', items: 20 },
      { source: 'c', kind: 'unknown', items: 40 },
    ];
    expect(contrastsOf(designOf(cells, ['length', 'time']))).toEqual([
      ['kind human synthetic', [0.6, -1, 0.4, 0, 0, 0]],
      ['kind_within_sources human synthetic', [1, -1, 0, 0, 0, 0]],
      ['kind human unknown', [0.6, 0, 0.4, -1, 0, 0]],
      ['kind synthetic unknown', [0, 1, 0, -1, 0, 0]],
      ['source a', [0.75 - 0.3, 0.25 - 0.1, -0.2, -0.4, 0, 0]],
      ['source b', [-0.3, -0.1, 0.8, -0.4, 0, 0]],
      ['source c', [-0.3, -0.1, -0.2, 0.6, 0, 0]],
      ['length', [0, 0, 0, 0, 1, 0]],
      ['time', [0, 0, 0, 0, 0, 1]],
    ]);
  });

  it('weighs each source by what both of its kinds tell: a · b / (a + b)', () => {
    const cells: Cell[] = [
      { source: 'a', kind: 'human', items: 30 },
      { source: 'a', kind: 'synthetic', items: 10 },
      { source: 'b', kind: 'human', items: 5 },
      { source: 'b', kind: 'synthetic', items: 5 },
      { source: 'c', kind: 'synthetic', items: 50 },
    ];
    // 300 / 40 = 7.5 and 25 / 10 = 2.5.
    expect(contrastsOf(designOf(cells))[1]).toEqual([
      'kind_within_sources human synthetic',
      [0.75, -0.75, 0.25, -0.25, 0],
    ]);
  });

  it('leaves a third kind of a source out of the difference of two', () => {
    const cells: Cell[] = [
      { source: 'a', kind: 'unknown', items: 20 },
      { source: 'a', kind: 'human', items: 30 },
      { source: 'a', kind: 'synthetic', items: 10 },
      { source: 'b', kind: 'human', items: 5 },
      { source: 'b', kind: 'synthetic', items: 5 },
    ];
    expect(contrastsOf(designOf(cells))[1]).toEqual([
      'kind_within_sources human synthetic',
      [0, 0.75, -0.75, 0.25, -0.25],
    ]);
  });

  it('has nothing within sources where there is one, or where none has both kinds', () => {
    const one: Cell[] = [
      { source: 'a', kind: 'human', items: 3 },
      { source: 'a', kind: 'synthetic', items: 1 },
    ];
    expect(contrastsOf(designOf(one))).toEqual([['kind human synthetic', [1, -1]]]);
    const apart: Cell[] = [
      { source: 'a', kind: 'human', items: 3 },
      { source: 'b', kind: 'synthetic', items: 1 },
    ];
    expect(contrastsOf(designOf(apart))).toEqual([
      ['kind human synthetic', [1, -1]],
      ['source a', [0.25, -0.25]],
      ['source b', [-0.75, 0.75]],
    ]);
  });

  it('has nothing to compare where all are alike', () => {
    expect(listContrasts(designOf([{ source: 'a', kind: 'human', items: 3 }]))).toEqual([]);
  });
});
