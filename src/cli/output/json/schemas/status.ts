import { z } from 'zod';
import { count, time, number, agreement, quality, rounds } from './parts.ts';

const progress = { prompts: count, completed: count, answers: count, share: number };

export const statusData = z.strictObject({
  prompts: count,
  overlap: count.describe('submitted answers that complete a prompt'),
  completed: count,
  prompts_by_answers: z.array(count).describe('prompts with no answer, one answer, … `overlap` or more'),
  responses: count.describe('submitted answers'),
  beyond_overlap: count.describe('of these, beyond the first `overlap` of their prompts'),
  discarded: count,
  not_counted: z.strictObject({
    discarded: count,
    drafts: count,
    without_value: count,
    other_prompts: count.describe('answers to none of the prompts'),
    mismatched: count.describe('of these, to another text that somebody gave to the record of a prompt'),
  }),
  raters: count,
  raters_at_once: count.describe(
    'at work at the same time: nine of ten answers of the last 3 days came while no more were',
  ),
  live: count,
  by_wave: z.array(z.strictObject({ wave: count, ...progress })),
  by_source: z.array(z.strictObject({ source: z.string(), ...progress })),
  by_kind: z.array(z.strictObject({ kind: z.string(), ...progress })),
  days: z.array(z.strictObject({ day: z.string(), answers: count, raters: count })).nullable(),
  pulled_at: time.nullable(),
  server: z
    .strictObject({
      software: z.enum(['argilla', 'extralit', 'embedded']),
      version: z.string().nullable().describe('null = the embedded server'),
      live: count,
      completed: count,
      responses: count,
      raters: count,
      new_answers: count,
    })
    .nullable()
    .describe('null = it was not asked, or said nothing'),
  server_problem: z.string().nullable(),
  server_hint: z.string().nullable(),
  drift: z
    .array(z.strictObject({ what: z.enum(['records', 'completed']), database: count, index: count }))
    .nullable()
    .describe('differences between database and search index of the server'),
  pace: z.strictObject({ answers_a_day: number, days: number, raters: z.number(), as_of: time }).nullable(),
  leaderboard: z.array(
    z.strictObject({ rater: z.string(), answers: count, discarded: count, last_answer_at: time.nullable() }),
  ),
  agreement: agreement.nullable(),
  rounds,
  stuck: z.array(
    z.strictObject({
      id: z.string(),
      prompt: z.string(),
      source: z.string(),
      wave: count,
      answers: count,
      discarded: count,
      missing: count,
      reason: z.enum(['nobody_left', 'discarded', 'passed_by']),
      expected: number,
      why: z.string(),
    }),
  ),
  wave_forecast: z
    .strictObject({
      wave: count,
      waves: count,
      live: count,
      unfinished: count,
      enough: count,
      days_left: number,
      ends_at: time.nullable(),
    })
    .nullable(),
  forecast: z
    .strictObject({
      answers_left: count,
      days_left: number,
      completed_at: time.nullable(),
      fitted: z.boolean().describe('raters are as in this campaign; false = as usual'),
      now: quality,
      at_end: quality.nullable(),
    })
    .nullable(),
});
