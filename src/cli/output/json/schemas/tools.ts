import { z } from 'zod';
import { count, step } from './parts.ts';

export const serveData = z.strictObject({
  url: z.string().describe('where people open the rating page'),
  organizer: z.string().describe('where the organizer sees who is in'),
  raters: z
    .array(
      z.strictObject({
        username: z.string(),
        password: z.string().nullable().describe('given only this once; null = the account keeps its password'),
      }),
    )
    .describe('accounts that were asked for with --rater or --new-password'),
  invitation: z
    .strictObject({
      link: z.string(),
      limit: count.nullable().describe('null = any number of people'),
      until: z.string().nullable().describe('null = no end'),
    })
    .nullable()
    .describe('null = nobody can join by a link'),
  https: z
    .strictObject({ self_made: z.boolean(), fingerprint: z.string().describe('SHA-256 of the certificate') })
    .nullable(),
});

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

const releasedFigures = z.strictObject({
  rank: count,
  score: z.number().nullable(),
  score_low: z.number().nullable(),
  score_high: z.number().nullable(),
});

export const verifyData = z.strictObject({
  same: z.boolean(),
  rows: count.describe('prompts in the default config'),
  differences: z.array(
    z.strictObject({
      file: z.string(),
      id: z.string().nullable().describe('prompt, rater, row or line; null = the whole file or table'),
      column: z.string().nullable().describe('null = the whole row or line'),
      published: z.unknown().describe('what the release says; null = nothing'),
      computed: z.unknown().describe('what its answers give; null = nothing'),
    }),
  ),
  changes: z
    .strictObject({
      added: z.array(z.string()),
      removed: z.array(z.string()),
      answered: z.array(z.string()).describe('in both, with other submitted values'),
      moved: z
        .array(z.strictObject({ id: z.string(), from: releasedFigures, to: releasedFigures }))
        .describe('in both, with a score outside its earlier interval'),
    })
    .nullable()
    .describe('since the release of --against, by prompt id; null without it'),
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
