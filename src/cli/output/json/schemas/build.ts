import { z } from 'zod';
import { count, step } from './parts.ts';

const kind = z.enum(['human', 'synthetic', 'unknown', 'mixed']);

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
