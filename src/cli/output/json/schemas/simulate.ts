import { z } from 'zod';
import { count, number, quality } from './parts.ts';

const design = quality.extend({
  overlap: count,
  wave: z.union([count, z.enum(['auto', 'all'])]),
  answers: z.number(),
  days: number,
  finished: z.number(),
  rated: z.number(),
  beyond_overlap: z.number().describe('of the answers, beyond the first `overlap` of their prompts'),
  of_finished: quality,
  top_found_of_all: number,
  simulated: z.strictObject({ prompts: count, raters: count }),
});

export const simulateData = z.strictObject({
  prompts: count,
  raters: count,
  answers_a_day: number,
  wave: z.union([count, z.enum(['auto', 'all'])]),
  raters_at_once: count.describe('at work at the same time'),
  overlap: count.nullable(),
  careless: number,
  fitted_to_answers: count.nullable(),
  seed: count,
  runs: count,
  designs: z.array(design),
  recommended: z
    .strictObject({
      overlap: count,
      why: z.enum(['levels_off', 'still_rising']),
      worthwhile_gain: z.number(),
    })
    .nullable(),
  cut: z
    .strictObject({
      asked: z.boolean(),
      answers: number,
      days: number,
      overlap: count,
      designs: z.array(design),
    })
    .nullable(),
});
