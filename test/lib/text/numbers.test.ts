import { describe, expect, it } from 'vitest';
import {
  countOf,
  showBytes,
  showCount,
  showDayCount,
  showDays,
  showDuration,
  showEstimate,
  showFigure,
  showOrdinal,
  showRange,
  showRate,
  showSeconds,
  showShare,
} from '../../../src/lib/text/numbers.ts';

describe('showCount', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1,000'],
    [10_331, '10,331'],
    [1_234_567, '1,234,567'],
    [-12_000, '−12,000'],
  ])('%d: %s', (count, text) => {
    expect(showCount(count)).toBe(text);
  });
});

describe('countOf', () => {
  it.each([
    [0, '0 raters'],
    [1, '1 rater'],
    [2_000, '2,000 raters'],
  ])('%d: %s', (count, text) => {
    expect(countOf(count, 'rater')).toBe(text);
  });

  it('takes a plural of its own', () => {
    expect(countOf(1, 'person', 'people')).toBe('1 person');
    expect(countOf(2, 'person', 'people')).toBe('2 people');
  });
});

describe('showFigure', () => {
  it.each([
    [3.419, '3.42'],
    [3, '3.00'],
    [-0.5, '−0.50'],
    [-0.001, '0.00'],
    [1_234.5, '1,234.50'],
    [null, '–'],
  ])('%d: %s', (value, text) => {
    expect(showFigure(value)).toBe(text);
  });

  it('takes other decimals', () => {
    expect(showFigure(1.06, 1)).toBe('1.1');
    expect(showFigure(0.1234, 3)).toBe('0.123');
  });
});

describe('showEstimate', () => {
  it('shows the interval where there is one', () => {
    expect(showEstimate({ value: -1, low: -2, high: 0.5 })).toBe('−1.00 (−2.00 to 0.50)');
    expect(showEstimate({ value: 1, low: null, high: null })).toBe('1.00');
    expect(showEstimate({ value: null, low: null, high: null })).toBe('–');
    expect(showRange(1, 2)).toBe('1.00 to 2.00');
  });
});

describe('showShare', () => {
  it.each([
    [0, '0 %'],
    [0.004, '<1 %'],
    [0.005, '1 %'],
    [0.624, '62 %'],
    [1, '100 %'],
    [null, '–'],
  ])('%d: %s', (share, text) => {
    expect(showShare(share)).toBe(text);
  });
});

describe('showRate', () => {
  it.each([
    [0, '0'],
    [0.04, '<0.1'],
    [0.05, '0.1'],
    [0.26, '0.3'],
    [3, '3'],
    [9.94, '9.9'],
    [12.6, '13'],
    [1_234.5, '1,235'],
  ])('%d: %s', (rate, text) => {
    expect(showRate(rate)).toBe(text);
  });
});

describe('showDays', () => {
  it.each([
    [0, '0', 'days'],
    [0.11, '0.2', 'days'],
    [0.91, '1', 'day'],
    [1, '1', 'day'],
    [1.01, '1.1', 'days'],
    [9.91, '10', 'days'],
    [10.01, '11', 'days'],
    [1_200, '1,200', 'days'],
  ])('%d: %s %s', (days, number, unit) => {
    expect(showDays(days)).toBe(`${number} ${unit}`);
    expect(showDayCount(days)).toBe(number);
  });
});

describe('showSeconds and showDuration', () => {
  it('show seconds whole', () => {
    expect(showSeconds(51.6)).toBe('52 s');
    expect(showSeconds(null)).toBe('–');
  });

  it.each([
    [1, '1 s'],
    [59_000, '59 s'],
    [59_001, '1 min 0 s'],
    [200_000, '3 min 20 s'],
    [3_599_000, '59 min 59 s'],
    [7_500_000, '2 h 5 min'],
  ])('%d ms: %s', (ms, text) => {
    expect(showDuration(ms)).toBe(text);
  });
});

describe('showBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [640_400, '640 kB'],
    [1_000_000, '1 MB'],
    [12_345_678, '12.3 MB'],
    [2_500_000_000, '2.5 GB'],
    [1e12, '1 TB'],
    [2.5e16, '25,000 TB'],
  ])('%d: %s', (bytes, text) => {
    expect(showBytes(bytes)).toBe(text);
  });
});

describe('showOrdinal', () => {
  it.each([
    [1, 'first'],
    [3, 'third'],
    [10, 'tenth'],
    [11, '11th'],
    [12, '12th'],
    [21, '21st'],
    [22, '22nd'],
    [23, '23rd'],
    [24, '24th'],
    [111, '111th'],
  ])('%d: %s', (place, text) => {
    expect(showOrdinal(place)).toBe(text);
  });
});
