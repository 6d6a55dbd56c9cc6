import { z } from 'zod';
import { count, number, agreement, rounds } from './parts.ts';

const groupName = { by: z.enum(['kind', 'source', 'length', 'period']), group: z.string() };

const factors = z.strictObject({
  answers: count,
  reason: z.string().nullable().describe('why there are no effects'),
  effects: z
    .array(
      z.strictObject({
        factor: z.enum(['kind', 'kind_within_sources', 'source', 'length', 'position', 'time', 'experience', 'wave']),
        contrast: z.string(),
        effect: z.number().describe('in steps of the scale'),
        low: z.number(),
        high: z.number(),
        holds: z.boolean().describe("differs from 0 after Holm's correction, at 5 %"),
        sentence: z.string(),
      }),
    )
    .nullable(),
});

const rankedItem = z.strictObject({
  item: z.string().describe('id of the prompt'),
  rank: count.describe('1 = best'),
  score: number,
  score_low: number,
  score_high: number,
  tier: z.string().nullable(),
  mean: number,
  answers: count,
  agreement_ratio: number,
  prompt: z.string().nullable(),
  source: z.string().nullable(),
  kind: z.string().nullable(),
});

const rankedRater = z.strictObject({
  rater: z.string(),
  answers: count,
  mean: z.number(),
  mean_low: number,
  mean_high: number,
  severity: number,
  severity_low: number,
  severity_high: number,
  discrimination: number,
  discrimination_low: number,
  discrimination_high: number,
  consistency: number,
  consistency_low: number,
  consistency_high: number,
  agreement: number,
  pace_seconds: number,
  pace_seconds_low: number,
  pace_seconds_high: number,
  flags: z.array(z.string()),
});

export const rankData = z.strictObject({
  items: count,
  raters: count,
  ratings: count,
  skipped_ratings: count.optional().describe('with --input: those that are blank, NA, NaN or null'),
  agreement: number.describe('mean agreement ratio of items with two or more answers'),
  top: z.array(rankedItem),
  rater_model: z.enum(['none', 'alike', 'severity', 'full']),
  agreement_statistics: z.strictObject({
    overall: agreement,
    groups: z.array(agreement.extend(groupName)),
  }),
  factors: z.strictObject({ ratings: factors, disagreement: factors }).nullable(),
  rounds,
  rater_table: z.array(rankedRater).optional().describe('with --raters'),
});
