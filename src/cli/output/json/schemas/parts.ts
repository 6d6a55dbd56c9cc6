import { z } from 'zod';

export const count = z.int().nonnegative();

/** ISO 8601 UTC. */
export const time = z.string();

export const number = z.number().nullable();

export const step = z.strictObject({
  action: z.enum(['create', 'update', 'keep', 'delete', 'publish', 'restart', 'refuse']),
  target: z.string(),
  why: z.string(),
});

export const estimate = z.strictObject({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  reason: z.string().nullable().describe('why there is no value'),
});

export const agreement = z.strictObject({
  items: count,
  answers: count,
  pairable_items: count.describe('items with two or more answers'),
  pairable_answers: count,
  alpha_nominal: estimate,
  alpha_ordinal: estimate,
  alpha_interval: estimate,
  fleiss_kappa: estimate,
  gwet_ac2: estimate,
  exact_agreement: estimate,
  within_one_agreement: estimate,
  agreement_ratio: estimate,
});

export const rounds = z
  .array(
    z.strictObject({
      round: count.describe("from 1; the campaign's own answers are the last one"),
      origin: z.string().nullable().describe('null = this campaign'),
      prompts: count.describe('prompts with a submitted answer'),
      answers: count,
      raters: count,
      first: z.string().nullable().describe('day of the first answer; null = unknown'),
      last: z.string().nullable(),
    }),
  )
  .describe('what each round contributed; empty without an earlier one');

export const quality = z.strictObject({
  interval_width: number,
  rank_correlation: number,
  top_found: number,
});
