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

export const quality = z.strictObject({
  interval_width: number,
  rank_correlation: number,
  top_found: number,
});
