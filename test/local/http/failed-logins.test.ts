import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FailedLogins } from '../../../src/local/http/failed-logins.ts';

beforeEach(() => void vi.useFakeTimers());

afterEach(() => void vi.useRealTimers());

it('reports the first failed login of an address at once, and the others of that minute in one line', () => {
  const said: string[] = [];
  const failures = new FailedLogins((text) => said.push(text));
  for (const name of ['ann', 'bob', 'cem']) failures.note('10.0.0.1', name);
  failures.note('10.0.0.2', 'dee');
  expect(said).toEqual(['A login from 10.0.0.1 failed, as ann.', 'A login from 10.0.0.2 failed, as dee.']);
  vi.advanceTimersByTime(60_000);
  expect(said.slice(2)).toEqual(['2 more logins from 10.0.0.1 failed within a minute, the last one as cem.']);
  failures.note('10.0.0.1', 'ann');
  expect(said.at(-1)).toBe('A login from 10.0.0.1 failed, as ann.');
});

it('shows names without what could move the cursor, and cuts long ones', () => {
  const said: string[] = [];
  new FailedLogins((text) => said.push(text)).note('10.0.0.1', `\u001B[2J\r\n\u202E${'x'.repeat(1000)}`);
  expect(said.join('\n')).toMatch(/^A login from 10\.0\.0\.1 failed, as \\u001b\[2J\\u000d⏎\\u202ex+…\.$/u);
  expect(said.join('').length).toBeLessThan(120);
});

it('reports ten addresses a minute', () => {
  const said: string[] = [];
  const failures = new FailedLogins((text) => said.push(text));
  for (let index = 0; index < 100; index += 1) failures.note(`10.0.0.${index}`, 'ann');
  expect(said).toHaveLength(10);
});
