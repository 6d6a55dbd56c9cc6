import { describe, expect, it } from 'vitest';
import { contrast, inkOn, spreadColors } from '../../../src/lib/charts/color.ts';
import { themes } from '../../../src/lib/charts/theme.ts';

it('measures contrast as WCAG does', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
});

it('spreads colours from end to end', () => {
  expect(spreadColors(['#000000', '#ffffff'], 3)).toEqual(['#000000', '#808080', '#ffffff']);
  expect(spreadColors(['#102030', '#ffffff'], 1)).toEqual(['#102030']);
});

describe.each(Object.entries(themes))('%s', (_, theme) => {
  it.each(['text', 'mutedText'] as const)('%s is readable', (name) => {
    expect(contrast(theme[name], theme.background)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['accent', 'muted'] as const)('%s marks are seen', (name) => {
    expect(contrast(theme[name], theme.background)).toBeGreaterThanOrEqual(3);
  });

  it.each([2, 5, 11])('figures on the bars of a scale of %i are readable', (count) => {
    for (const color of spreadColors(theme.diverging, count)) {
      expect(contrast(inkOn(color), color)).toBeGreaterThanOrEqual(4.5);
    }
  });
});
