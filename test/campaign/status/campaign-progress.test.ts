import { describe, expect, it } from 'vitest';
import { countDays } from '../../../src/campaign/status/answer-days.ts';
import { findIndexDrift } from '../../../src/campaign/server/index-drift.ts';
import { rankByAnswers } from '../../../src/campaign/status/leaderboard.ts';
import {
  countByAnswers,
  measureCampaignProgress,
  measureGroups,
} from '../../../src/campaign/status/campaign-progress.ts';
import type { ResponseEvent } from '../../../src/model.ts';
import { makePrompt } from '../../support/embedded-campaign.ts';
import { responseEvent } from '../../ratings/response-event.ts';

const prompts = ['a', 'b', 'c', 'd', 'e'].map((id, index) =>
  makePrompt(id, { source: index < 3 ? 'one' : 'two', kind: index % 2 === 0 ? 'human' : 'synthetic' }),
);
const log = [
  responseEvent({ promptId: 'a', raterId: 'r1' }),
  responseEvent({ promptId: 'a', raterId: 'r2' }),
  responseEvent({ promptId: 'b', raterId: 'r1' }),
  responseEvent({ promptId: 'b', raterId: 'r2', status: 'discarded', value: null }),
  responseEvent({ promptId: 'c', raterId: 'r1', status: 'draft' }),
  responseEvent({ promptId: 'd', raterId: 'r1', value: null }),
  responseEvent({ promptId: 'gone', raterId: 'r2' }),
  responseEvent({ promptId: 'e', raterId: 'r2', status: 'deleted', value: null }),
];
const progress = measureCampaignProgress(prompts, log, { overlap: 2, wave: 2 });

describe('describeStanding', () => {
  it('counts what counts, and names what does not', () => {
    expect(countByAnswers(progress)).toEqual([3, 1, 1]);
    const outside = { unmatched: { answers: 1, records: 1 }, mismatched: { answers: 0, records: 0 } };
    expect(progress.uncounted).toEqual({ discarded: 1, drafts: 1, withoutValue: 1, elsewhere: 1, outside });
  });

  it('counts the answers beyond the overlap', () => {
    const more = [
      ...log,
      responseEvent({ promptId: 'a', raterId: 'r3' }),
      responseEvent({ promptId: 'a', raterId: 'r4' }),
    ];
    expect(progress.surplus).toBe(0);
    expect(measureCampaignProgress(prompts, more, { overlap: 2, wave: 2 }).surplus).toBe(2);
    expect(measureCampaignProgress(prompts, more, { overlap: 1, wave: 2 }).surplus).toBe(3);
  });

  it('reaches to the end of the last wave that somebody answered', () => {
    expect(progress.reached).toBe(4);
    expect(measureCampaignProgress(prompts, [], { overlap: 2, wave: 2 }).reached).toBe(0);
    expect(measureCampaignProgress(prompts, log.slice(0, 1), { overlap: 2, wave: 'all' }).reached).toBe(5);
  });

  it('measures waves in their order, sources and kinds by name', () => {
    expect(measureGroups(progress)).toEqual({
      byWave: [
        { group: '1', prompts: 2, completed: 1, answers: 3 },
        { group: '2', prompts: 2, completed: 0, answers: 0 },
        { group: '3', prompts: 1, completed: 0, answers: 0 },
      ],
      bySource: [
        { group: 'one', prompts: 3, completed: 1, answers: 3 },
        { group: 'two', prompts: 2, completed: 0, answers: 0 },
      ],
      byKind: [
        { group: 'human', prompts: 3, completed: 1, answers: 2 },
        { group: 'synthetic', prompts: 2, completed: 0, answers: 1 },
      ],
    });
  });
});

describe('rankByAnswers', () => {
  it('counts neither drafts nor answers without a value', () => {
    expect(rankByAnswers(progress.answers).map(({ rater, answers, discarded }) => [rater, answers, discarded])).toEqual(
      [
        ['r1', 2, 0],
        ['r2', 1, 1],
      ],
    );
  });
});

describe('countDays', () => {
  it('has a row for every day until now, with the raters who answered', () => {
    const answers = [
      answeredAt('2026-01-01T23:59:59.999999Z', 'r1'),
      answeredAt('2026-01-03T00:00:00.000000Z', 'r1'),
      answeredAt('2026-01-03T10:00:00.000000Z', 'r2'),
      { ...answeredAt('2026-01-03T11:00:00.000000Z', 'r3'), status: 'discarded' as const },
    ];
    expect(countDays(answers, '2026-01-03T12:00:00.000Z', 2)).toEqual([
      { day: '2026-01-02', answers: 0, raters: 0 },
      { day: '2026-01-03', answers: 2, raters: 2 },
    ]);
  });
});

describe('findIndexDrift', () => {
  const server = { live: 5, responses: 4, answers: 6, raters: 2, overlap: 2, index: { records: 5, completed: 1 } };
  const own = measureCampaignProgress(prompts, log.slice(0, 6), { overlap: 2, wave: 2 });

  it.each([
    ['nothing where both agree', server, []],
    [
      'records that are missing in the index',
      { ...server, index: { records: 4, completed: 1 } },
      [{ what: 'records', database: 5, index: 4 }],
    ],
    [
      'completed prompts that the index takes for open',
      { ...server, index: { records: 5, completed: 0 } },
      [{ what: 'completed', database: 1, index: 0 }],
    ],
    ['nothing of completed prompts before a pull', { ...server, answers: 7, index: { records: 5, completed: 2 } }, []],
    [
      'nothing of completed prompts under another overlap',
      { ...server, overlap: 3, index: { records: 5, completed: 0 } },
      [],
    ],
  ])('reports %s', (_, seen, expected) => {
    expect(findIndexDrift(seen, own)).toEqual(expected);
  });
});

function answeredAt(insertedAt: string, raterId: string): ResponseEvent {
  return responseEvent({ insertedAt, raterId });
}
