import { z } from 'zod';
import { count, step } from './parts.ts';

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
