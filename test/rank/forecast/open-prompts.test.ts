import { describe, expect, it } from 'vitest';
import { createActiveRaters } from '../../../src/rank/forecast/active-raters.ts';
import { createOpenPrompts } from '../../../src/rank/forecast/open-prompts.ts';
import type { Random } from '../../../src/rank/forecast/random.ts';
import { recommendOverlap } from '../../../src/rank/forecast/recommend-overlap.ts';
import type { DesignForecast } from '../../../src/rank/forecast/forecast-design.ts';

const none = (): boolean => false;

describe('open prompts', () => {
  it('come in waves, the next one once few of the last are open', () => {
    const open = createOpenPrompts({ prompts: 25, wave: 10, nextWaveAt: 0.2 }, none);
    expect(open.places).toEqual([]);
    expect(open.openDueWaves()).toBe(10);
    expect(open.openDueWaves()).toBe(0);
    for (let closed = 0; closed < 7; closed += 1) open.close(0);
    expect(open.openDueWaves()).toBe(0);
    open.close(0);
    expect(open.places).toHaveLength(2);
    expect(open.openDueWaves()).toBe(10);
    for (let closed = 0; closed < 10; closed += 1) open.close(0);
    expect(open.openDueWaves()).toBe(5);
    while (open.places.length > 0) open.close(0);
    expect(open.openDueWaves()).toBe(0);
  });

  it('are closed by their position', () => {
    const open = createOpenPrompts({ prompts: 4, wave: 'all', nextWaveAt: 0.2 }, none);
    expect(open.openDueWaves()).toBe(4);
    open.close(1);
    expect(open.places).toEqual([0, 3, 2]);
    open.close(2);
    expect(open.places).toEqual([0, 3]);
    open.close(0);
    open.close(0);
    open.close(0);
    expect(open.places).toEqual([]);
  });

  it('skip those that are done, and whole waves of them', () => {
    const open = createOpenPrompts({ prompts: 9, wave: 3, nextWaveAt: 0 }, (prompt) => prompt < 7);
    expect(open.openDueWaves()).toBe(2);
    expect(open.places).toEqual([7, 8]);
  });
});

const at = (share: number): Random => ({ uniform: () => share, normal: () => 0, logistic: () => 0, below: () => 0 });

describe('active raters', () => {
  it.each([
    [0, 0],
    [0.24, 0],
    [0.26, 2],
    [0.99, 2],
  ])('are picked by their share of the activity: %f is rater %i', (share, rater) => {
    expect(createActiveRaters([1, 0, 3], at(share)).pick()).toBe(rater);
  });

  it('are skipped while they find nothing', () => {
    const raters = createActiveRaters([1, 1, 2], at(0.6));
    expect(raters.share()).toBe(1);
    expect(raters.pick()).toBe(2);
    raters.setIdle(2);
    expect([raters.share(), raters.pick()]).toEqual([0.5, 1]);
    raters.setIdle(0);
    raters.setIdle(1);
    expect([raters.share(), raters.pick()]).toEqual([0, null]);
    raters.wakeAll();
    expect([raters.share(), raters.pick()]).toEqual([1, 2]);
  });
});

const design = (overlap: number, rankCorrelation: number | null): DesignForecast => {
  const quality = { intervalWidth: 1, rankCorrelation, topFound: 1 };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the other figures make no difference here.
  return { overlap, ofRated: quality } as DesignForecast;
};

describe('recommendOverlap', () => {
  it.each<[string, DesignForecast[], ReturnType<typeof recommendOverlap>]>([
    ['nothing', [], null],
    ['designs without a correlation', [design(1, null)], null],
    ['one design', [design(3, 0.5)], { overlap: 3, why: 'still_rising' }],
    ['a gain that is worthwhile', [design(1, 0.5), design(2, 0.54)], { overlap: 2, why: 'still_rising' }],
    ['a gain that is not', [design(1, 0.5), design(2, 0.52)], { overlap: 1, why: 'levels_off' }],
    ['a gain for two answers that is not', [design(1, 0.5), design(3, 0.55)], { overlap: 1, why: 'levels_off' }],
    ['a gain for two answers that is', [design(1, 0.5), design(3, 0.57)], { overlap: 3, why: 'still_rising' }],
    [
      'designs in any order',
      [design(3, 0.61), design(1, 0.5), design(2, 0.6), design(4, null)],
      { overlap: 2, why: 'levels_off' },
    ],
  ])('of %s', (_, designs, recommendation) => {
    expect(recommendOverlap(designs)).toEqual(recommendation);
  });
});
