import { expect, it } from 'vitest';
import { currentResponses } from '../../src/ratings/current-view.ts';
import { describeOutside, findOutsideAnswers } from '../../src/ratings/outside-answers.ts';
import { responseEvent } from './response-event.ts';

const ours = responseEvent();
const foreign = (promptId: string, raterId = 'r1') => responseEvent({ promptId, raterId, label: `row of ${promptId}` });
const changed = responseEvent({ promptId: 'changed', label: 'p1' });

it('counts answers to no prompt, and those to another text of a prompt', () => {
  const events = [ours, foreign('x'), foreign('x', 'r2'), foreign('y'), changed];
  expect(findOutsideAnswers(events, new Set(['p1']))).toEqual({
    unmatched: { answers: 3, records: 2 },
    mismatched: { answers: 1, records: 1 },
  });
});

it('does not count answers that were withdrawn', () => {
  const gone = { ...foreign('x'), status: 'deleted' as const, value: null, pulledAt: '2026-02-01' };
  const current = currentResponses([foreign('x'), gone]).values();
  expect(findOutsideAnswers(current, new Set(['p1'])).unmatched.answers).toBe(0);
});

it('says so in words', () => {
  expect(describeOutside(findOutsideAnswers([ours], new Set(['p1'])))).toEqual([]);
  expect(describeOutside(findOutsideAnswers([foreign('x'), foreign('y'), changed], new Set(['p1'])))).toEqual([
    "2 answers are on 2 records that aren't prompts of this campaign. The ratings log keeps them; they are not ranked.",
    '1 answer is to another text, which somebody gave to the record of a prompt in Argilla. The ratings log keeps it; it is not ranked.',
  ]);
});
