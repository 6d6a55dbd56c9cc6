import { expect, it } from 'vitest';
import { wireTimestamp } from '../../src/argilla/wire.ts';

it.each([
  ['2026-11-23T02:55:03.289810', '2026-11-23T02:55:03.289810Z'],
  ['2026-11-23T02:55:03', '2026-11-23T02:55:03.000000Z'],
  ['2026-11-23T02:55:03.5Z', '2026-11-23T02:55:03.500000Z'],
])('converts the time %s to %s', (sent, told) => {
  expect(wireTimestamp.parse(sent)).toBe(told);
});

it('orders a time without a fraction before one with', () => {
  expect(wireTimestamp.parse('2026-11-23T02:55:03') < wireTimestamp.parse('2026-11-23T02:55:03.000001')).toBe(true);
});

it.each(['yesterday', '2026-11-23', '2026-11-23T02:55:03+02:00'])('refuses %s', (sent) => {
  expect(wireTimestamp.safeParse(sent).success).toBe(false);
});
