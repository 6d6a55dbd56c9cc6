import { describe, expect, it } from 'vitest';
import { measureCampaignProgress } from '../../../src/campaign/status/campaign-progress.ts';
import { findStuckPrompts } from '../../../src/campaign/status/stuck-prompts.ts';
import type { ResponseEvent } from '../../../src/model.ts';
import { makeRandom } from '../../../src/rank/forecast/random.ts';
import { makePrompt } from '../../support/embedded-campaign.ts';
import { responseEvent } from '../../ratings/response-event.ts';

const overlap = 3;
const day = Date.parse('2026-01-01T00:00:00.000Z');

function at(minute: number): string {
  return new Date(day + minute * 60_000).toISOString().replace('Z', '000Z');
}

/** Raters take any open prompt that is new to them, except hidden ones. */
function play({
  prompts,
  raters,
  answers,
  hidden,
  seed,
}: Record<'prompts' | 'raters' | 'answers' | 'seed', number> & { hidden: number[] }) {
  const random = makeRandom(seed, 0, 'order');
  const given = new Map<number, Set<number>>();
  const log: ResponseEvent[] = [];
  for (let minute = 0; log.length < answers && minute < 10 * answers; minute += 1) {
    const rater = random.below(raters);
    const open = Array.from({ length: prompts }, (_, place) => place).filter((place) => {
      const own = given.get(place) ?? new Set<number>();
      return own.size < overlap && !own.has(rater) && !hidden.includes(place);
    });
    const place = open[random.below(open.length)];
    if (place === undefined) continue;
    given.set(place, (given.get(place) ?? new Set()).add(rater));
    log.push(responseEvent({ promptId: `p${place}`, raterId: `r${rater}`, insertedAt: at(minute) }));
  }
  return log;
}

function seen(promptId: string, raterId: string, status: ResponseEvent['status'] = 'submitted'): ResponseEvent {
  return responseEvent({ promptId, raterId, status, ...(status === 'submitted' ? {} : { value: null }) });
}

const hundred = Array.from({ length: 100 }, (_, place) => makePrompt(`p${place}`));

describe('findStuckPrompts', () => {
  it('finds the prompts that nobody is shown, and no others, in 50 campaigns', () => {
    let wrong = 0;
    for (let seed = 1; seed <= 50; seed += 1) {
      const log = play({ prompts: 100, raters: 12, answers: 292, hidden: [7, 42], seed });
      const stuck = findStuckPrompts(measureCampaignProgress(hundred, log, { overlap, wave: 'all' }), 100);
      const found = stuck.filter(({ reason }) => reason === 'passed_by').map(({ id }) => id);
      expect(found).toEqual(expect.arrayContaining(['p7', 'p42']));
      wrong += found.length - 2;
    }
    // One campaign in four may have one by accident.
    expect(wrong).toBeLessThanOrEqual(12);
  });

  it('calls nothing stuck while a campaign has only begun', () => {
    const log = play({ prompts: 100, raters: 12, answers: 60, hidden: [], seed: 1 });
    expect(findStuckPrompts(measureCampaignProgress(hundred, log, { overlap, wave: 'all' }), 100)).toEqual([]);
  });

  it('ignores prompts that are not live yet', () => {
    const log = play({ prompts: 50, raters: 12, answers: 140, hidden: [], seed: 1 });
    const progress = measureCampaignProgress(hundred, log, { overlap, wave: 50 });
    expect(findStuckPrompts(progress, progress.reached).filter(({ wave }) => wave > 1)).toEqual([]);
  });

  it('distinguishes what several people discarded from what one did', () => {
    const log = [
      ...['r1', 'r2'].map((rater) => seen('p0', rater, 'discarded')),
      seen('p1', 'r1', 'discarded'),
      ...['r3', 'r4', 'r5', 'r6'].map((rater) => seen('p2', rater)),
    ];
    expect(findStuckPrompts(measureCampaignProgress(hundred, log, { overlap, wave: 'all' }), 100)).toMatchObject([
      { id: 'p0', reason: 'discarded', discarded: 2, answers: 0, missing: 3 },
    ]);
  });

  it('says when not enough people are left for a prompt', () => {
    const log = [
      ...['r1', 'r2', 'r3'].map((rater) => seen('p2', rater)),
      seen('p0', 'r1', 'discarded'),
      seen('p1', 'r1'),
      seen('p3', 'r2', 'draft'),
    ];
    expect(findStuckPrompts(measureCampaignProgress(hundred, log, { overlap, wave: 'all' }), 100)).toMatchObject([
      { id: 'p0', reason: 'nobody_left', missing: 3 },
      { id: 'p3', reason: 'nobody_left', missing: 3 },
    ]);
  });

  it('blames no prompt if there are fewer people than answers needed', () => {
    const log = [seen('p0', 'r1', 'discarded'), seen('p1', 'r2')];
    expect(findStuckPrompts(measureCampaignProgress(hundred, log, { overlap, wave: 'all' }), 100)).toEqual([]);
  });
});
