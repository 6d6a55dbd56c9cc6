import { z } from 'zod';

// What `--json` says. Only types of this file are used when prank runs; docs/json.md and docs/json.schema.json are made
// of it, and the tests check every document against it.

const count = z.int().nonnegative();
/** ISO 8601 UTC. */
const time = z.string();

const step = z.strictObject({
  action: z.enum(['create', 'update', 'keep', 'delete', 'publish', 'restart', 'refuse']),
  target: z.string(),
  why: z.string(),
});

const kind = z.enum(['human', 'synthetic', 'unknown', 'mixed']);

export const initData = z.strictObject({
  files: z.array(z.string()).describe('paths of the files that the campaign has; empty in a dry run'),
  name: z.string().describe('name of the campaign'),
  target: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('local') }),
      z.strictObject({ type: z.literal('url'), url: z.string() }),
      z.strictObject({ type: z.literal('space'), space: z.string() }),
    ])
    .describe('where raters answer'),
  steps: z.array(step).optional().describe('only in a dry run: the plan'),
});

const alike = z.strictObject({ source: z.string(), prompt: z.string() });
const near = z.strictObject({ similarity: z.number(), first: alike, second: alike });

const built = z.strictObject({
  prompts: count.describe('prompts in the dataset'),
  candidates: count.describe('rows read in all: prompts plus everything dropped'),
  dropped: z.record(z.string(), count).describe('rows dropped, by reason'),
  sources: z.array(
    z.strictObject({
      id: z.string(),
      kind,
      read: count,
      kept: count,
      dropped: z.record(z.string(), count),
      license: z.string().nullable(),
    }),
  ),
  sha256: z.string().describe('of prompts.parquet'),
  examples: z
    .strictObject({
      dropped: z.record(
        z.string(),
        z.array(z.strictObject({ source: z.string(), place: z.string().nullable(), prompt: z.string() })),
      ),
      redacted: z.array(
        z.strictObject({ source: z.string(), place: z.string(), before: z.string(), after: z.string() }),
      ),
      near: z.strictObject({ dropped: z.array(near), kept: z.array(near) }),
    })
    .optional()
    .describe('with --explain: what each filter did'),
});

const planned = z.strictObject({
  engine: z.enum(['duckdb', 'spark']),
  steps: z.array(step),
  sources: z.array(
    z.strictObject({
      id: z.string(),
      kind,
      license: z.string().nullable(),
      dataset: z.string().nullable().describe('on the Hub; null = files of the campaign'),
      revision: z.string().nullable(),
      files: z.array(z.strictObject({ path: z.string(), format: z.string(), size_bytes: count })),
      rows: count.nullable().describe('null = unknown before reading'),
      wanted: count.nullable().describe('prompts to draw; null = all, or the remainder'),
    }),
  ),
});

export const buildData = z.union([built, planned]);

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
});

export const pullData = z.strictObject({
  new: count,
  changed: count,
  deleted: count,
  total: count.describe('current answers in the ratings log: submitted, discarded and draft'),
  raters: count,
  unchanged: z.boolean().describe('nobody answered since the last pull, so nothing was read'),
  backup: z.string().nullable().describe('commit of the backup; null = none was needed'),
});

export const publishData = z.strictObject({
  dir: z.string().describe('folder of the release'),
  rows: count.describe('ranked prompts'),
  changed: z.boolean(),
  commit: z.string().nullable(),
  tag: z.string().nullable(),
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

const estimate = z.strictObject({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  reason: z.string().nullable().describe('why there is no value'),
});

const agreement = z.strictObject({
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

const number = z.number().nullable();

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
  agreement: number.describe('mean agreement ratio of items with two or more answers'),
  top: z.array(rankedItem),
  rater_model: z.enum(['none', 'alike', 'severity', 'full']),
  agreement_statistics: z.strictObject({
    overall: agreement,
    groups: z.array(agreement.extend(groupName)),
  }),
  factors: z.strictObject({ ratings: factors, disagreement: factors }).nullable(),
  rater_table: z.array(rankedRater).optional().describe('with --raters'),
});

const quality = z.strictObject({
  interval_width: number,
  rank_correlation: number,
  top_found: number,
});

const progress = { prompts: count, completed: count, answers: count, share: number };

export const statusData = z.strictObject({
  prompts: count,
  overlap: count.describe('submitted answers that complete a prompt'),
  completed: count,
  prompts_by_answers: z.array(count).describe('prompts with no answer, one answer, … `overlap` or more'),
  responses: count.describe('submitted answers'),
  discarded: count,
  not_counted: z.strictObject({ discarded: count, drafts: count, without_value: count, other_prompts: count }),
  raters: count,
  live: count,
  by_wave: z.array(z.strictObject({ wave: count, ...progress })),
  by_source: z.array(z.strictObject({ source: z.string(), ...progress })),
  by_kind: z.array(z.strictObject({ kind: z.string(), ...progress })),
  days: z.array(z.strictObject({ day: z.string(), answers: count, raters: count })).nullable(),
  pulled_at: time.nullable(),
  server: z
    .strictObject({ live: count, completed: count, responses: count, raters: count, new_answers: count })
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

const design = quality.extend({
  overlap: count,
  wave: z.union([count, z.literal('all')]),
  answers: z.number(),
  days: number,
  finished: z.number(),
  rated: z.number(),
  of_finished: quality,
  top_found_of_all: number,
  simulated: z.strictObject({ prompts: count, raters: count }),
});

export const simulateData = z.strictObject({
  prompts: count,
  raters: count,
  answers_a_day: number,
  wave: z.union([count, z.literal('all')]),
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

export const serveData = z.strictObject({ url: z.string() });

export const doctorData = z.strictObject({
  checks: z.array(
    z.strictObject({
      area: z.enum(['machine', 'campaign', 'hub', 'space', 'argilla', 'raters', 'backup']),
      name: z.string(),
      ok: z.boolean().nullable().describe('null = could not be checked'),
      why: z.string(),
      fix: z.string().nullable(),
    }),
  ),
  findings: count,
  repairs: z.array(step),
});

export const demoData = z.strictObject({
  dir: z.string(),
  rows: count,
  release: z.string().describe('folder of the release'),
  prompts: count,
  raters: count,
  answers: count,
});

export const explainData = z.union([
  z.strictObject({ code: z.string(), exit_code: count, cause: z.string(), remedy: z.string() }),
  z.strictObject({
    codes: z.array(z.strictObject({ code: z.string(), theme: z.string(), exit_code: count, summary: z.string() })),
  }),
]);

export const completionData = z.strictObject({ shell: z.enum(['bash', 'zsh', 'fish']), script: z.string() });

/** `data` of each command. */
export const dataSchemas = {
  init: initData,
  build: buildData,
  deploy: deployData,
  push: pushData,
  status: statusData,
  pull: pullData,
  rank: rankData,
  publish: publishData,
  sync: syncData,
  restore: restoreData,
  forget: forgetData,
  schedule: scheduleData,
  simulate: simulateData,
  serve: serveData,
  doctor: doctorData,
  demo: demoData,
  explain: explainData,
  completion: completionData,
} as const;

export type CommandName = keyof typeof dataSchemas;

/** What a command with `--json` prints on success. */
export type CommandData<Name extends CommandName> = z.output<(typeof dataSchemas)[Name]>;
