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
