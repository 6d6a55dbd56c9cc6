import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answersOf } from '../../src/ratings/current-view.ts';
import { isEarlierRound, listRounds, type PublishedAnswer, toRoundEvents } from '../../src/ratings/earlier-rounds.ts';
import { appendToRatingsLog, readRatingsLog } from '../../src/ratings/ratings-log.ts';
import { readRows } from '../support/read-rows.ts';

const origin = `owner/name@${'a'.repeat(40)}`;

function published(change: Partial<PublishedAnswer> = {}): PublishedAnswer {
  return { promptId: 'p', rater: 'ada', status: 'submitted', value: 4, insertedAt: '', updatedAt: '', ...change };
}

const someAnswer = fc.record({
  promptId: fc.constantFrom('p', 'q', 'r'),
  rater: fc.option(fc.constantFrom('ada', 'bob', ' ', '=1+1')),
  status: fc.constantFrom('submitted' as const, 'discarded' as const, 'draft' as const),
  value: fc.option(fc.integer({ min: 1, max: 5 })),
  insertedAt: fc.constantFrom('', '2026-03-01T10:00:00Z'),
  updatedAt: fc.constantFrom('', '2026-03-02T10:00:00Z'),
});

describe('an earlier round', () => {
  it('has the same events whatever the order of its answers', () => {
    fc.assert(
      fc.property(fc.array(someAnswer, { maxLength: 12 }), fc.nat(), (answers, shift) => {
        const cut = answers.length === 0 ? 0 : shift % answers.length;
        const turned = [...answers.slice(cut), ...answers.slice(0, cut)].toReversed();
        expect(toRoundEvents(turned, origin)).toEqual(toRoundEvents(answers, origin));
      }),
    );
  });

  it('has one answer per name and prompt, and one per answer without a name', () => {
    fc.assert(
      fc.property(fc.array(someAnswer, { maxLength: 12 }), (answers) => {
        const named = new Set(
          answers.flatMap(({ rater, promptId }) => (rater === null ? [] : [`${rater}\n${promptId}`])),
        );
        const nameless = answers.filter(({ rater }) => rater === null).length;
        expect(answersOf(toRoundEvents(answers, origin))).toHaveLength(named.size + nameless);
      }),
    );
  });

  it('prefers a submitted answer to a discarded one of the same person', () => {
    const both = [published({ status: 'discarded', value: null }), published()];
    expect(toRoundEvents(both, origin)).toMatchObject([{ status: 'submitted', value: 4 }]);
  });

  it('is another round, with other people, if one answer differs', () => {
    const [one] = toRoundEvents([published()], origin);
    const [other] = toRoundEvents([published({ value: 5 })], origin);
    expect(one?.datasetId).not.toBe(other?.datasetId);
    expect(one?.raterId).not.toBe(other?.raterId);
    expect(one?.raterId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u);
  });

  it('comes back from the log as it was, and is an aside for a prank that knows no rounds', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'prank-'));
    try {
      const events = toRoundEvents([published(), published({ rater: 'bob', status: 'draft', value: null })], origin);
      const path = (await appendToRatingsLog(dir, events)) ?? '';
      expect(await readRatingsLog(dir)).toEqual(events);
      expect((await readRows(path)).map(({ role }) => role)).toEqual(['aside', 'aside']);
      expect(events.every(isEarlierRound)).toBe(true);
      expect(listRounds(events)).toEqual([{ id: events[0]?.datasetId, origin }]);
      const own = { ...published(), datasetId: 'd', recordId: 'r', raterId: 'u', serverUpdatedAt: '', pulledAt: '' };
      expect(listRounds([own])).toEqual([]);
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});
