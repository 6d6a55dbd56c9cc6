import type { ArgillaRecord } from '../../src/argilla/wire.ts';
import { promptFinder } from '../../src/campaign/server/prompt-finder.ts';
import { planPush } from '../../src/campaign/push/plan.ts';
import type { Task, Wave } from '../../src/model.ts';
import { makeRandom } from '../../src/rank/forecast/random.ts';
import { makePrompt } from './embedded-campaign.ts';

const start = Date.parse('2026-01-01T00:00:00Z');
const hourMs = 3_600_000;

export interface PlayedDesign {
  prompts: number;
  raters: number;
  answers: number;
  days: number;
  overlap: number;
  wave: Wave;
  syncEveryHours: number;
  seed: number;
}

export interface PlayedCampaign {
  finished: number;
  answers: number;
  /** How often somebody came to rate and found nothing. */
  turnedAway: number;
}

/**
 * Plays a campaign in memory. Raters have a long tail of activity, and each answers what is live, unfinished and new to
 * them, in an order of their own. A push runs every few hours.
 */
export function playCampaign({
  prompts: count,
  raters,
  answers,
  days,
  overlap,
  wave,
  syncEveryHours,
  seed,
}: PlayedDesign): PlayedCampaign {
  const random = makeRandom(seed, 0, 'answers');
  const prompts = Array.from({ length: count }, (_, index) => makePrompt(`p${index}`));
  const task = makeTask(overlap, wave);
  const findPrompt = promptFinder(prompts, 2);
  const weights = Array.from({ length: raters }, (_, index) => 1 / (index + 3));
  const sum = weights.reduce((a, b) => a + b, 0);
  const records: ArgillaRecord[] = [];
  const open = new Set<ArgillaRecord>();
  const seen = Array.from({ length: raters }, () => new Set<ArgillaRecord>());
  let turnedAway = 0;
  let given = 0;
  const ticks = (days * 24) / syncEveryHours;
  for (let tick = 0; tick < ticks; tick += 1) {
    for (const { externalId } of planPush(prompts, { records, findPrompt, removed: new Set(), reserves: false }, task)
      .add) {
      const record = makeRecord(externalId);
      records.push(record);
      open.add(record);
    }
    for (let turn = 0; turn < Math.round(answers / ticks); turn += 1) {
      const rater = pick(weights, sum, random.uniform());
      const choices = [...open].filter((record) => seen[rater]?.has(record) === false);
      const record = choices[random.below(choices.length)];
      if (record === undefined) {
        turnedAway += 1;
        continue;
      }
      seen[rater]?.add(record);
      given += 1;
      answer(record, rater, new Date(start + (tick * syncEveryHours + random.uniform() * syncEveryHours) * hourMs));
      if ((record.responses ?? []).length < overlap) continue;
      record.status = 'completed';
      open.delete(record);
    }
  }
  return { finished: records.filter(({ status }) => status === 'completed').length, answers: given, turnedAway };
}

function pick(weights: readonly number[], sum: number, share: number): number {
  let rest = share * sum;
  for (const [index, weight] of weights.entries()) {
    rest -= weight;
    if (rest <= 0) return index;
  }
  return weights.length - 1;
}

function answer(record: ArgillaRecord, rater: number, at: Date): void {
  record.responses?.push({
    id: '',
    values: null,
    status: 'submitted',
    userId: `${rater}`,
    insertedAt: at.toISOString(),
    updatedAt: at.toISOString(),
  });
}

function makeRecord(id: string): ArgillaRecord {
  return { id: `r-${id}`, status: 'pending', externalId: id, fields: { prompt: id }, metadata: null, responses: [] };
}

function makeTask(overlap: number, wave: Wave): Task {
  const question = { name: 'quality', title: 'q', values: [1, 2], labels: [] };
  return {
    workspace: 'w',
    dataset: 'd',
    guidelines: null,
    question,
    overlap,
    wave,
    metadata: [],
    keepsMetadata: false,
  };
}
