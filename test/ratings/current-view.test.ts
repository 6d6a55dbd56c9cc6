import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answersOf, currentResponses, responseKey, submittedRatings } from '../../src/ratings/current-view.ts';
import { responseEvent } from './response-event.ts';

describe('currentResponses', () => {
  it('keeps the last version in the log, even one with an older server time', () => {
    const first = responseEvent({ value: 5, updatedAt: '2026-01-05T00:00:00' });
    const setBack = responseEvent({ value: 2, updatedAt: '2026-01-01T00:00:00' });
    expect([...currentResponses([first, setBack]).values()]).toEqual([setBack]);
  });

  it('lets a later pull win if the logs of two machines were joined in the wrong order', () => {
    const earlier = responseEvent({ value: 1, pulledAt: '2026-01-03T00:00:00.000Z' });
    const later = responseEvent({ value: 2, pulledAt: '2026-01-04T00:00:00.000Z' });
    expect([...currentResponses([later, earlier]).values()]).toEqual([later]);
  });

  it('shows deleted versions', () => {
    const deleted = responseEvent({ status: 'deleted', value: null });
    expect(currentResponses([responseEvent(), deleted]).get(responseEvent())).toEqual(deleted);
  });
});

describe('answersOf', () => {
  it('drops what was deleted and sorts by prompt, then rater', () => {
    const events = [
      responseEvent({ promptId: 'p2', raterId: 'r1' }),
      responseEvent({ promptId: 'p1', raterId: 'r2', status: 'draft' }),
      responseEvent({ promptId: 'p1', raterId: 'r1', status: 'discarded' }),
      responseEvent({ promptId: 'p3', raterId: 'r1' }),
      responseEvent({ promptId: 'p3', raterId: 'r1', status: 'deleted' }),
    ];
    expect(answersOf(events).map(({ promptId, raterId }) => `${promptId} ${raterId}`)).toEqual([
      'p1 r1',
      'p1 r2',
      'p2 r1',
    ]);
  });

  it('counts what two machines logged of the same answer once, in any order of their versions', () => {
    const versions = fc.array(
      fc.record({
        promptId: fc.constantFrom('p1', 'p2'),
        raterId: fc.constantFrom('r1', 'r2'),
        day: fc.integer({ min: 1, max: 9 }),
      }),
    );
    fc.assert(
      fc.property(versions, (drawn) => {
        const events = drawn.map(({ promptId, raterId, day }) =>
          responseEvent({ promptId, raterId, value: day, pulledAt: `2026-01-0${day}T00:00:00.000Z` }),
        );
        expect(answersOf([...events, ...events])).toEqual(answersOf(events));
        expect(answersOf(events.toReversed())).toEqual(answersOf(events));
      }),
    );
  });
});

describe('submittedRatings', () => {
  it('is what was submitted with a value, by the ids of raters', () => {
    const events = [
      responseEvent({ promptId: 'p1', raterId: 'r1', value: 0 }),
      responseEvent({ promptId: 'p2', status: 'draft' }),
      responseEvent({ promptId: 'p3', status: 'discarded' }),
      responseEvent({ promptId: 'p4', value: null }),
      responseEvent({ promptId: 'p5', raterId: 'r2', rater: null, value: 5, insertedAt: 't' }),
    ];
    expect(submittedRatings(events)).toEqual([
      { rater: 'r1', item: 'p1', value: 0, answeredAt: '2026-01-02T03:04:05.678901' },
      { rater: 'r2', item: 'p5', value: 5, answeredAt: 't' },
    ]);
  });
});

it('the key of a response names rater and prompt', () => {
  expect(responseKey({ promptId: 'p 1', raterId: 'r1' })).toBe('r1 p 1');
});
