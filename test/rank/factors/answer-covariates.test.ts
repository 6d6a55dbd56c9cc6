import { describe, expect, it } from 'vitest';
import type { ItemFacts, Rating } from '../../../src/model.ts';
import { describeAnswers, pauseMs, placeWaves } from '../../../src/rank/factors/answer-covariates.ts';

function answer(rater: string, item: string, minutes: number): Rating {
  return { rater, item, value: 1, answeredAt: new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString() };
}

describe('describeAnswers', () => {
  it('counts place in the session, answers before and time, for each rater alone', () => {
    const ratings = [
      answer('x', 'a', 20),
      answer('y', 'a', 0),
      answer('x', 'b', 10),
      answer('x', 'c', 100),
      answer('x', 'd', 60),
      answer('y', 'b', 5),
    ];
    // Rater x: at 10 and 20; after 40 minutes at 60; after 40 at 100.
    expect(describeAnswers(ratings)).toEqual([
      { position: 2, experience: 1, time: 0.2 },
      { position: 1, experience: 0, time: 0 },
      { position: 1, experience: 0, time: 0.1 },
      { position: 1, experience: 3, time: 1 },
      { position: 1, experience: 2, time: 0.6 },
      { position: 2, experience: 1, time: 0.05 },
    ]);
  });

  it('begins a new session after a pause of more than half an hour', () => {
    expect(pauseMs).toBe(1_800_000);
    for (const [minutes, position] of [
      [30, 2],
      [30.001, 1],
    ] as const) {
      expect(describeAnswers([answer('x', 'a', 0), answer('x', 'b', minutes)])?.[1]?.position).toBe(position);
    }
  });

  it('takes answers of one moment in the order of their items', () => {
    const ratings = [answer('x', 'b', 0), answer('x', 'a', 0), answer('x', 'c', 0)];
    expect(describeAnswers(ratings)?.map(({ experience }) => experience)).toEqual([1, 0, 2]);
    expect(describeAnswers(ratings)?.map(({ time }) => time)).toEqual([0, 0, 0]);
  });

  it.each([undefined, 'some day'])('has none if one answer has the time %s', (answeredAt) => {
    const { rater, item, value } = answer('x', 'b', 1);
    const other = { rater, item, value, ...(answeredAt === undefined ? {} : { answeredAt }) };
    expect(describeAnswers([answer('x', 'a', 0), other])).toBeNull();
  });
});

describe('placeWaves', () => {
  it.each<[(number | undefined)[], number[] | null]>([
    [
      [1, 3, 2, 5],
      [0, 0.5, 0.25, 1],
    ],
    [
      [4, 3],
      [1, 0],
    ],
    [[2, 2], null],
    [[1, undefined, 2], null],
    [[undefined], null],
    [[], null],
  ])('of waves %j are %j', (waves, places) => {
    expect(
      placeWaves(
        waves.map((wave): ItemFacts => ({ kind: 'human', source: 's', ...(wave === undefined ? {} : { wave }) })),
      ),
    ).toEqual(places);
  });
});
