import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnswerTime, countRatersAtOnce } from '../../../src/campaign/push/raters-at-once.ts';

const start = Date.parse('2026-03-01T09:00:00Z');

/** Answers of one rater, at these minutes after the start. */
function answers(raterId: string, ...minutes: number[]): AnswerTime[] {
  return minutes.map((minute) => ({ raterId, insertedAt: new Date(start + minute * 60_000).toISOString() }));
}

/** A room in which this many raters answer every minute of an hour. */
function room(raters: number, from = 0): AnswerTime[] {
  const minutes = Array.from({ length: 60 }, (_, minute) => from + minute);
  return Array.from({ length: raters }, (_, rater) => answers(`r${rater}`, ...minutes)).flat();
}

const day = 24 * 60;

describe('raters at work at the same time', () => {
  it.each([
    ['nobody has answered', [], 0],
    ['one rater', answers('a', 0, 1, 2), 1],
    ['two who take turns within five minutes', [...answers('a', 0, 4, 8), ...answers('b', 2, 6, 10)], 2],
    ['one who comes just before five minutes are over', [...answers('a', 0), ...answers('b', 4.99)], 2],
    ['one who comes after five minutes', [...answers('a', 0), ...answers('b', 5)], 1],
    ['a room of thirty', room(30), 30],
    ['a room of thirty four days ago, and one rater since', [...room(30), ...answers('x', 4 * day, 4 * day + 1)], 1],
    ['a room of thirty two days ago, and one rater since', [...room(30), ...answers('x', 2 * day)], 30],
    [
      'two people who pass by in a long time of one',
      [...answers('a', ...Array.from({ length: 40 }, (_, at) => at)), ...answers('b', 20)],
      2,
    ],
    [
      'one rush of twenty among many answers of one',
      [
        ...room(1),
        ...room(1, 100),
        ...room(1, 200),
        ...Array.from({ length: 15 }, (_, rater) => answers(`x${rater}`, 259)).flat(),
      ],
      1,
    ],
  ])('%s', (_, given, expected) => {
    expect(countRatersAtOnce(given)).toBe(expected);
  });

  it('are the same number on every machine, in whatever order the answers are read', () => {
    const given = [...room(7), ...answers('x', 30, 31), ...answers('y', 90)];
    fc.assert(
      fc.property(fc.shuffledSubarray(given, { minLength: given.length }), (read) => {
        expect(countRatersAtOnce(read)).toBe(countRatersAtOnce(given));
      }),
      { numRuns: 20 },
    );
  });

  it('are never more than the raters there are', () => {
    const times = fc.array(fc.record({ raterId: fc.constantFrom('a', 'b', 'c', 'd'), minute: fc.nat(300) }));
    fc.assert(
      fc.property(times, (list) => {
        const given = list.flatMap(({ raterId, minute }) => answers(raterId, minute));
        expect(countRatersAtOnce(given)).toBeLessThanOrEqual(new Set(given.map(({ raterId }) => raterId)).size);
      }),
    );
  });
});
