import { expect, it } from 'vitest';
import { isMissingValue, parseValue } from '../../src/ratings/parse-value.ts';

it.each([
  ['4', 4],
  [' 4 ', 4],
  ['+4', 4],
  ['-0.5', -0.5],
  ['4.', 4],
  ['.5', 0.5],
  ['4e0', 4],
  ['4E+1', 40],
  ['45e-1', 4.5],
  ['00012', 12],
  ['1.5e10', 15_000_000_000],
  ['4.0', 4],
  ['4,0', 4],
  ['4,25', 4.25],
  ['4 - Good', 4],
  ['4 – gut', 4],
  ['4: Good', 4],
  ['4. Good', 4],
  ['4) Good', 4],
  ['4=good', 4],
  ['4 stars', 4],
  ['4 (good)', 4],
  ['4(good)', 4],
  ['4,0 - gut', 4],
  ['-2 (much worse)', -2],
  ['4 ★', 4],
  ['4/5', 4],
  ['4 out of 5', 4],
  ['4 of 5', 4],
])('reads %j', (text, value) => {
  expect(parseValue(text)).toBe(value);
});

it.each([
  '',
  'good',
  'Good (4)',
  '0x10',
  '4 5',
  '4-5',
  '4 - 5',
  '4 to 5',
  '1,000',
  '12,345',
  'x4',
  '4x',
  '1e',
  '1e5x',
  '.',
  '1e999',
  'Infinity',
  '--4',
  '4.5.6',
  '2024-03-01',
])('takes %j for no number', (text) => {
  expect(parseValue(text)).toBeNull();
});

it.each([
  ['', true],
  [' ', true],
  ['NA', true],
  ['n/a', true],
  ['NaN', true],
  ['null', true],
  ['None', true],
  ['0', false],
  ['nah', false],
])('knows whether %j is missing', (text, isMissing) => {
  expect(isMissingValue(text)).toBe(isMissing);
});
