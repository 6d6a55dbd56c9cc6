import { expect, it } from 'vitest';
import { parseTime } from '../../src/ratings/parse-time.ts';

it.each([
  ['2026-03-01T09:30:00Z', '2026-03-01T09:30:00.000Z'],
  ['2026-03-01T09:30:00.123456Z', '2026-03-01T09:30:00.123Z'],
  ['2026-03-01t09:30z', '2026-03-01T09:30:00.000Z'],
  ['2026-03-01 09:30:00', '2026-03-01T09:30:00.000Z'],
  ['2026-03-01 09:30:00+02', '2026-03-01T07:30:00.000Z'],
  ['2026-03-01T09:30:00-0530', '2026-03-01T15:00:00.000Z'],
  [' 2024-02-29 ', '2024-02-29T00:00:00.000Z'],
])('reads %s in UTC, whatever the zone of the machine', (text, expected) => {
  expect(parseTime(text)).toBe(expected);
});

it.each(['', '1772357400', '01.03.2026', '2026-02-30', '2026-13-01', '2026-03-01T25:00', '2026-03-01Z', 'Mar 1, 2026'])(
  'does not take "%s" for a time',
  (text) => {
    expect(parseTime(text)).toBeNull();
  },
);
