import { describe, expect, it } from 'vitest';
import { findClosest } from '../../../src/lib/text/find-closest.ts';

describe('findClosest', () => {
  it.each([
    ['sorces', ['sources', 'seed'], 'sources'],
    ['SEED', ['sources', 'seed'], 'seed'],
    ['seed', ['Seed'], 'Seed'],
    ['cat', ['cab', 'car'], 'cab'],
    ['abc', ['aXY'], 'aXY'],
    ['abc', ['XYZ'], null],
    ['abcdefghi', ['abcdefXYZ'], 'abcdefXYZ'],
    ['abcdefghi', ['abcdeWXYZ'], null],
    ['abc', [], null],
  ])('%s in %j: %s', (asked, names, expected) => {
    expect(findClosest(asked, names)).toBe(expected);
  });

  it('takes another limit, which may depend on the name', () => {
    expect(findClosest('ab', ['ax', 'abcd'], () => 1)).toBe('ax');
    expect(findClosest('ab', ['ax', 'abcd'], (name) => (name === 'ax' ? 0 : 2))).toBe('abcd');
  });
});
