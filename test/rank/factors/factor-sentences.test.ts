import { describe, expect, it } from 'vitest';
import type { FactorName } from '../../../src/model.ts';
import { describeContrast, describeEffect } from '../../../src/rank/factors/factor-sentences.ts';

const up = { effect: 0.3, low: 0.1, high: 0.5, holds: true };
const down = { effect: -0.3, low: -0.5, high: -0.1, holds: true };
const flat = { effect: -0.1, low: -0.4, high: 0.2, holds: false };
const rating = { response: 'rating', covariates: [] } as const;

function contrast(factor: FactorName, ...of: string[]) {
  return { factor, of, weights: [] };
}

describe('each factor', () => {
  it.each<[FactorName, string[], string, string, string]>([
    [
      'kind',
      ['human', 'synthetic'],
      'human against synthetic',
      'Human prompts are rated 0.30 higher than synthetic ones',
      'between human and synthetic prompts',
    ],
    [
      'kind_within_sources',
      ['human', 'synthetic'],
      'human against synthetic, within sources',
      'Within the sources that have both, human prompts are rated 0.30 higher than synthetic ones',
      'between human and synthetic prompts within the sources that have both',
    ],
    [
      'source',
      ['books'],
      'source books against all',
      'Prompts from books are rated 0.30 higher than all prompts on the average',
      'between prompts from books and all',
    ],
    [
      'length',
      [],
      'twice as long',
      'Prompts twice as long are rated 0.30 higher than others',
      'between short and long prompts',
    ],
    [
      'position',
      [],
      'twice as late in a session',
      'Prompts twice as late in a session are rated 0.30 higher than before',
      'between the beginning and the end of a session',
    ],
    [
      'experience',
      [],
      'twice as many answers given before',
      'Prompts rated by people who have given twice as many answers are rated 0.30 higher than by others',
      'between new and experienced raters',
    ],
    [
      'time',
      [],
      'last day against first',
      'Prompts at the end of the campaign are rated 0.30 higher than at its beginning',
      'between the beginning and the end of the campaign',
    ],
    [
      'wave',
      [],
      'last wave against first',
      'Prompts of the last wave are rated 0.30 higher than those of the first',
      'between prompts of the first wave and of the last',
    ],
  ])('%s has a name and its sentences', (factor, of, name, shown, between) => {
    const own = contrast(factor, ...of);
    expect(describeContrast(own)).toBe(name);
    expect(describeEffect(own, up, rating)).toBe(`${shown} (95 % 0.10 to 0.50), with rater severity held equal.`);
    expect(describeEffect(own, flat, rating)).toBe(
      `No difference in ratings is shown ${between}: −0.10 (95 % −0.40 to 0.20), with rater severity held equal.`,
    );
  });

  it('has no control characters of a name that is somebody’s own', () => {
    const own = contrast('source', 'a\u001b[31mb');
    expect(describeContrast(own)).not.toContain('\u001b');
    expect(describeEffect(own, up, rating)).not.toContain('\u001b');
  });
});

describe('an effect', () => {
  const length = contrast('length');

  it('that is negative is told by its size', () => {
    expect(describeEffect(length, down, rating)).toBe(
      'Prompts twice as long are rated 0.30 lower than others (95 % 0.10 to 0.50), with rater severity held equal.',
    );
  });

  it('on disagreement is told by distance', () => {
    const disagreement = { response: 'disagreement', covariates: [] } as const;
    expect(describeEffect(length, up, disagreement)).toContain('are rated 0.30 further apart than others');
    expect(describeEffect(length, down, disagreement)).toContain('are rated 0.30 closer together than others');
    expect(describeEffect(length, flat, disagreement)).toContain('No difference in disagreement is shown');
  });

  it('that does not hold among all comparisons comes with a caution', () => {
    const caution = ' Among as many comparisons as are made here it may still be chance.';
    expect(describeEffect(length, { ...up, holds: false }, rating)).toBe(describeEffect(length, up, rating) + caution);
    expect(describeEffect(length, { ...down, holds: false }, rating)).toBe(
      describeEffect(length, down, rating) + caution,
    );
    expect(describeEffect(length, flat, rating)).not.toContain(caution);
  });

  it.each([
    [{ effect: 0.2, low: 0, high: 0.4, holds: false }, false],
    [{ effect: 0.2, low: 0.001, high: 0.4, holds: false }, true],
    [{ effect: -0.2, low: -0.4, high: 0, holds: false }, false],
    [{ effect: -0.2, low: -0.4, high: -0.001, holds: false }, true],
  ])('%j is shown: %s', (effect, isShown) => {
    expect(describeEffect(length, effect, rating).startsWith('No difference')).toBe(!isShown);
  });

  it('names what is held equal, but for itself', () => {
    const heldBy = (covariates: ('length' | 'position' | 'experience' | 'time' | 'wave')[]) =>
      /with (.*) held equal/u.exec(describeEffect(length, up, { response: 'rating', covariates }))?.[1];
    expect(heldBy(['length'])).toBe('rater severity');
    expect(heldBy(['length', 'time'])).toBe('rater severity and time');
    expect(heldBy(['length', 'position', 'experience', 'time', 'wave'])).toBe(
      'rater severity, place in the session, experience of the rater, time and wave',
    );
    expect(describeEffect(contrast('time'), up, { response: 'rating', covariates: ['length', 'time'] })).toContain(
      'with rater severity and length held equal',
    );
  });
});
