import { expect, it } from 'vitest';
import type { WireRecord } from '../../src/argilla/wire.ts';
import { planPush } from '../../src/campaign/push-plan.ts';
import type { Prompt, Task } from '../../src/model.ts';
import { makeRandom } from '../../src/rank/forecast/random.ts';

const start = Date.parse('2026-01-01T00:00:00Z');
const hourMs = 3_600_000;

interface Design {
  prompts: number;
  raters: number;
  answers: number;
  days: number;
  overlap: number;
  wave: number | 'all';
  syncEveryHours: number;
  seed: number;
}

interface Outcome {
  finished: number;
  answers: number;
  /** Times that somebody came to rate and found nothing. */
  turnedAway: number;
}

/**
 * Plays a campaign in memory: raters come by an activity with a long tail, each answers what is live, unfinished and new
 * to them, in an order of their own; a push looks in every few hours.
 */
function play({ prompts: count, raters, answers, days, overlap, wave, syncEveryHours, seed }: Design): Outcome {
  const random = makeRandom(seed, 0, 'answers');
  const prompts = Array.from({ length: count }, (_, index) => makePrompt(`p${index}`));
  const task = makeTask(overlap, wave);
  const weights = Array.from({ length: raters }, (_, index) => 1 / (index + 3));
  const sum = weights.reduce((a, b) => a + b, 0);
  const records: WireRecord[] = [];
  const open = new Set<WireRecord>();
  const seen = Array.from({ length: raters }, () => new Set<WireRecord>());
  let turnedAway = 0;
  let given = 0;
  const ticks = (days * 24) / syncEveryHours;
  for (let tick = 0; tick < ticks; tick += 1) {
    for (const { externalId } of planPush(prompts, records, task).add) {
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

const design: Design = {
  prompts: 10_000,
  raters: 350,
  answers: 15_000,
  days: 14,
  overlap: 3,
  wave: 500,
  syncEveryHours: 6,
  seed: 1,
};

it('a campaign that stops early leaves finished prompts in waves, and half-rated ones with everything live', () => {
  const waves = play(design);
  const atOnce = play({ ...design, wave: 'all' });
  expect(waves.turnedAway).toBe(0);
  expect(waves.finished).toBeGreaterThan(4_600);
  expect(atOnce.finished).toBeLessThan(2_300);
}, 300_000);

it('nobody at work finds nothing to do, also where two people do most of the work', () => {
  const few = play({ ...design, prompts: 3_000, raters: 4, answers: 4_000, days: 10, wave: 100, seed: 2 });
  expect(few.turnedAway).toBe(0);
});

function pick(weights: readonly number[], sum: number, share: number): number {
  let rest = share * sum;
  for (const [index, weight] of weights.entries()) {
    rest -= weight;
    if (rest <= 0) return index;
  }
  return weights.length - 1;
}

function answer(record: WireRecord, rater: number, at: Date): void {
  record.responses?.push({
    id: '',
    values: null,
    status: 'submitted',
    user_id: `${rater}`,
    inserted_at: at.toISOString(),
    updated_at: at.toISOString(),
  });
}

function makeRecord(id: string): WireRecord {
  return { id: `r-${id}`, status: 'pending', external_id: id, fields: { prompt: id }, metadata: null, responses: [] };
}

function makeTask(overlap: number, wave: number | 'all'): Task {
  const question = { name: 'quality', title: 'q', values: [1, 2], labels: [] };
  return { workspace: 'w', dataset: 'd', guidelines: null, question, overlap, wave, metadata: [] };
}

function makePrompt(id: string): Prompt {
  return {
    id,
    prompt: id,
    kind: 'human',
    source: 's',
    sourceRow: 'a.csv:1',
    revision: null,
    license: null,
    metadata: {},
    alsoIn: [],
    length: 10,
  };
}
