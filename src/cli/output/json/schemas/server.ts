import { z } from 'zod';
import { count, time, step } from './parts.ts';

const target = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('local') }),
    z.strictObject({ type: z.literal('url'), url: z.string() }),
    z.strictObject({ type: z.literal('space'), space: z.string() }),
  ])
  .describe('where raters answer');

export const initData = z.strictObject({
  files: z.array(z.string()).describe('paths of the files that the campaign has; empty in a dry run'),
  name: z.string().describe('name of the campaign'),
  target,
  steps: z.array(step).optional().describe('only in a dry run: the plan'),
});

export const adoptData = z.strictObject({
  dir: z.string().describe('folder of the campaign'),
  name: z.string().describe('name of the campaign'),
  target,
  question: z.strictObject({
    name: z.string(),
    title: z.string(),
    values: z.array(z.number()),
    labels: z.array(z.string()),
  }),
  prompts: count,
  answers: count.describe('answers in the ratings log; in a dry run, those that were found'),
  raters: count.describe('people with at least one of these answers'),
  notes: z.array(z.string()).describe('what is not as it was found, in sentences'),
  steps: z.array(step).optional().describe('only in a dry run: the plan'),
});

export const deployData = z.strictObject({
  url: z.string().describe('address of the server'),
  dataset_id: z.string().nullable().describe('null only in a dry run that would create it'),
  steps: z.array(step),
});

export const pushData = z.strictObject({
  added: count,
  updated: count,
  unchanged: count,
  removed: count,
  live: count.describe('prompts that raters can answer'),
  waiting: count.describe('prompts of later waves'),
  stray: count.describe('records on the server that are no prompt of the campaign'),
  stray_answers: count.describe('answers on these records'),
  deleted: count.describe('prompts that were deleted in Argilla and stay away'),
});

export const pullData = z.strictObject({
  new: count,
  changed: count,
  deleted: count,
  total: count.describe('current answers in the ratings log: submitted, discarded and draft'),
  raters: count,
  unmatched: count
    .nullable()
    .describe('answers on records that are no prompts of the campaign; null = no prompts here'),
  mismatched: count
    .nullable()
    .describe('answers to another text that somebody gave to the record of a prompt; null = no prompts here'),
  unchanged: z.boolean().describe('nobody answered since the last pull, so nothing was read'),
  backup: z.string().nullable().describe('commit of the backup; null = none was needed'),
});

export const publishData = z.strictObject({
  dir: z.string().describe('folder of the release'),
  rows: count.describe('ranked prompts'),
  changed: z.boolean(),
  commit: z.string().nullable(),
  tag: z.string().nullable(),
  held: z
    .strictObject({
      reason: z.enum(['first', 'every']).describe('a person makes the first release, or the last one is too recent'),
      until: z.string().nullable().describe('when the next sync may make it'),
    })
    .nullable()
    .describe('why the release was only prepared; null = it was not held back'),
  foreign_files: z.array(z.string()).describe('files that somebody added to the dataset: no part of the release'),
  dashboard: z.strictObject({
    file: z.string(),
    space: z
      .strictObject({
        name: z.string(),
        url: z.string(),
        commit: z.string().nullable(),
        changed: z.boolean(),
      })
      .nullable(),
  }),
});

export const syncData = z.strictObject({
  changed: z.boolean().describe('an answer came, a prompt was uploaded, or the release changed'),
  pull: pullData,
  push: pushData.nullable().describe('null = nothing has changed since the last complete sync'),
  publish: publishData.nullable().describe('null = the same, or nothing to publish yet'),
  drift: z
    .array(
      z.strictObject({
        what: z.string(),
        why: z.string(),
        fix: z.string().describe('the command that resolves it'),
      }),
    )
    .describe('what somebody changed on the server, so that it is no longer as prank.yaml says'),
});

export const restoreData = z.strictObject({
  users: count.describe('accounts made'),
  records: count.describe('records written'),
  responses: count.describe('answers written'),
  steps: z.array(step),
});

export const forgetData = z.strictObject({
  responses: count.describe('answers of the person'),
  versions: count.describe('versions of answers taken out of the ratings log'),
  backup: z.string().nullable().describe('commit of the backup; null = there is no backup'),
  notes: z.array(z.string()).describe('what is out of reach, in sentences'),
});

export const scheduleData = z.discriminatedUnion('on', [
  z.strictObject({
    on: z.literal('github'),
    file: z.string().describe('the workflow'),
    program: z.string().nullable().describe('the packed program; null = the workflow gets it from elsewhere'),
    cron: z.string().nullable().describe('null = removed'),
    steps: z.array(step),
    next: z.array(z.string()).describe('shell commands that are left to do'),
  }),
  z.strictObject({
    on: z.literal('hub'),
    job: z
      .strictObject({ owner: z.string(), id: z.string(), next_run_at: time.nullable() })
      .nullable()
      .describe('null = there is none'),
    cron: z.string().nullable().describe('null = removed'),
    steps: z.array(step),
  }),
]);
