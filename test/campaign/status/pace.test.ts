import { describe, expect, it } from 'vitest';
import { measureAnswerPace } from '../../../src/campaign/status/pace.ts';
import type { ResponseEvent } from '../../../src/model.ts';
import { responseEvent } from '../../ratings/response-event.ts';

const asOf = '2026-01-31T00:00:00.000Z';

function answer(insertedAt: string, fields: Partial<ResponseEvent> = {}): ResponseEvent {
  return responseEvent({ insertedAt, promptId: insertedAt, ...fields });
}

describe('measurePace', () => {
  it.each([
    ['nothing', [], null],
    ['drafts alone', [answer('2026-01-30T12:00:00.000000Z', { status: 'draft' })], null],
    ['an hour', [answer('2026-01-30T23:00:00.000000Z')], { answersADay: 1, days: 1, raters: 1 }],
    [
      'two days',
      [answer('2026-01-29T00:00:00.000000Z'), answer('2026-01-30T00:00:00.000000Z', { raterId: 'r2' })],
      { answersADay: 1, days: 2, raters: 2 },
    ],
    [
      'the last seven days of a long campaign',
      [answer('2026-01-01T00:00:00.000000Z', { raterId: 'r2' }), answer('2026-01-30T00:00:00.000000Z')],
      { answersADay: 1 / 7, days: 7, raters: 1 },
    ],
    ['a campaign that fell asleep', [answer('2026-01-01T00:00:00.000000Z')], { answersADay: 0, days: 7, raters: 0 }],
  ])('estimates the pace from %s', (_, answers, expected) => {
    expect(measureAnswerPace(answers, asOf)).toEqual(expected === null ? null : { ...expected, asOf });
  });
});
