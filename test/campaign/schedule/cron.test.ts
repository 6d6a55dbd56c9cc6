import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseCron } from '../../../src/campaign/schedule/cron.ts';
import { intervals, renderInterval } from '../../../src/campaign/schedule/interval.ts';

it.each([
  ['17 */6 * * *', '17 */6 * * *'],
  ['  7,37   0-23/2 1,15 JAN-MAR mon-fri ', '7,37 0-23/2 1,15 JAN-MAR mon-fri'],
  ['*/5 * * * *', '*/5 * * * *'],
  ['3-59/30 * * * *', '3-59/30 * * * *'],
  ['58,1 */2 * * *', '58,1 */2 * * *'],
])('parseCron takes "%s"', (written, parsed) => {
  expect(parseCron(written)).toBe(parsed);
});

it.each([
  ['', 'has 1 fields, and cron has 5'],
  ['@daily', 'has 1 fields, and cron has 5'],
  ['17 */6 * * * *', 'has 6 fields'],
  ['60 * * * *', 'has 60 as its minute'],
  ['1 24 * * *', 'has 24 as its hour'],
  ['1 1 0 * *', 'has 0 as its day of the month'],
  ['1 1 1 13 *', 'has 13 as its month'],
  ['1 1 1 1 7', 'has 7 as its day of the week'],
  ['1 1 1 1 JAN', 'has JAN as its day of the week'],
  ['9-3 * * * *', 'has 9-3 as its minute'],
  ['5/15 * * * *', 'has 5/15 as its minute'],
  ['*/0 * * * *', 'has */0 as its minute'],
  ['*-3 * * * *', 'has *-3 as its minute'],
  ['1, * * * *', 'has nothing as its minute'],
  ['1 $(id) * * *', 'has $(id) as its hour'],
  ['1 "\u001b[31m * * *', String.raw`has "\u001b[31m as its hour`],
  ['* * * * *', 'has runs less than 5 minutes apart'],
  ['*/4 1 * * *', 'has runs less than 5 minutes apart'],
  ['58,1 * * * *', 'has runs less than 5 minutes apart'],
  ['58,1 23,0 * * *', 'has runs less than 5 minutes apart'],
])('parseCron refuses "%s"', (written, problem) => {
  expect(() => parseCron(written)).toThrow(expect.objectContaining({ code: 'schedule_cron_invalid' }));
  expect(() => parseCron(written)).toThrow(problem);
});

it('every interval of every campaign is a cron line that avoids the full and the half hour', () => {
  fc.assert(
    fc.property(fc.constantFrom(...intervals), fc.string(), (interval, campaign) => {
      const cron = renderInterval(interval, campaign);
      expect(parseCron(cron)).toBe(cron);
      const first = Number.parseInt(cron, 10);
      const step = interval.endsWith('m') ? Number.parseInt(interval, 10) : 60;
      for (let minute = first; minute < 60; minute += step) expect([0, 30]).not.toContain(minute);
    }),
  );
});

it('campaigns are spread over the hour', () => {
  const minutes = Array.from({ length: 500 }, (_, index) => renderInterval('6h', `campaign-${index}`));
  expect(new Set(minutes).size).toBe(28);
  expect(renderInterval('6h', 'prompt-ranking')).toBe('37 */6 * * *');
  expect(renderInterval('7d', 'prompt-ranking')).toMatch(/^37 \d{1,2} \* \* [0-6]$/u);
});
