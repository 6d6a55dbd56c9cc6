import { z } from 'zod';
import type { BuildManifest, Prompt } from '../model.ts';
import type { ReleaseInput } from './input.ts';
import { renderStableJson } from './stable-json.ts';
import { type ReleaseColumn, type ReleaseTable, toTable } from './tables/release-table.ts';
import { compareText } from '../lib/text/text.ts';

/** What nobody can tell from the tables, but needs to make the release again. */
export const recordPath = '.prank/release.json';

/** All prompts of the campaign, because the model knows those that are left out as well. */
export const promptFactsPath = '.prank/prompts.parquet';

/** Whether the file is one of these two: they follow from the data and the settings. */
export function isRecordPath(path: string): boolean {
  return path === recordPath || path === promptFactsPath;
}

/** A prompt as the ranking and the card see it. */
export type PromptFacts = Pick<Prompt, 'id' | 'kind' | 'source' | 'revision' | 'license' | 'length'> & { wave: number };

const promptFactsColumns: readonly ReleaseColumn<PromptFacts>[] = [
  { name: 'id', type: 'VARCHAR', meaning: 'hash of the normalized text', cell: ({ id }) => id },
  { name: 'kind', type: 'VARCHAR', meaning: 'human, synthetic or unknown', cell: ({ kind }) => kind },
  { name: 'source', type: 'VARCHAR', meaning: 'where it is from', cell: ({ source }) => source },
  { name: 'revision', type: 'VARCHAR', meaning: 'the commit of that source', cell: ({ revision }) => revision },
  { name: 'license', type: 'VARCHAR', meaning: 'licence of the source', cell: ({ license }) => license },
  { name: 'length', type: 'BIGINT', meaning: 'characters', cell: ({ length }) => BigInt(length) },
  { name: 'wave', type: 'BIGINT', meaning: 'the wave it came in, from 1', cell: ({ wave }) => BigInt(wave) },
];

export function promptFactsTable({ prompts, waves }: ReleaseInput): ReleaseTable {
  const rows = prompts
    .map((prompt) => ({ ...prompt, wave: waves.get(prompt.id) ?? 1 }))
    .toSorted((a, b) => compareText(a.id, b.id));
  return toTable(promptFactsPath, promptFactsColumns, rows);
}

const exportSettings = z.object({
  top: z.object({ score: z.number(), certainty: z.number() }).nullable(),
  preferences: z.object({ max: z.number(), within: z.enum(['any', 'source', 'kind']) }).nullable(),
});

const releasedCampaign = z.object({
  name: z.string(),
  seed: z.number(),
  sources: z.array(
    z.object({
      id: z.string(),
      license: z.string().nullable(),
      hub: z.object({ dataset: z.string(), revision: z.string(), path: z.string() }).nullable(),
      files: z.array(z.string()),
      enabled: z.boolean(),
    }),
  ),
  build: z.object({
    language: z.object({ keep: z.array(z.string()), unknown: z.enum(['keep', 'drop']) }).nullable(),
  }),
  task: z.object({
    dataset: z.string(),
    guidelines: z.string().nullable(),
    question: z.object({
      name: z.string(),
      title: z.string(),
      values: z.array(z.number()),
      labels: z.array(z.string()),
    }),
    overlap: z.number(),
  }),
  target: z.object({ type: z.enum(['space', 'url', 'local']), space: z.string().optional() }),
  publish: z.object({
    dataset: z.string().nullable(),
    license: z.string(),
    licenseLink: z.string().nullable(),
    raters: z.enum(['pseudonym', 'username', 'omit']),
    minResponses: z.number(),
    licenseDecisions: z.record(z.string(), z.string()),
    exports: exportSettings,
    authors: z.array(z.string()),
    thanks: z.array(z.string()),
    dashboard: z.object({ space: z.string().nullable(), leaderboard: z.number().nullable() }),
  }),
});

const manifest = z.object({
  version: z.literal(1),
  promptsSha256: z.string().nullable(),
  sources: z.array(
    z.object({
      id: z.string(),
      dataset: z.string().nullable(),
      read: z.number(),
      kept: z.number(),
      files: z.array(z.string()),
    }),
  ),
});

const record = z.object({
  /** 2 = with earlier rounds, which an earlier prank would overlook. */
  format: z.union([z.literal(1), z.literal(2)]),
  model: z.number(),
  campaign: releasedCampaign,
  manifest: manifest.nullable(),
  simulated: z.boolean(),
  /** Before the campaign, in their order. */
  rounds: z.array(z.object({ id: z.string(), origin: z.string() })).optional(),
  /** SHA-256 of all other files but the card, by path. */
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/u)),
});

export type ReleaseRecord = z.infer<typeof record>;

/** Holds only what is listed here: of the campaign's settings, nothing else is public. */
export function renderRecord(
  { campaign, manifest: counts, simulated, model, rounds = [] }: ReleaseInput,
  files: Readonly<Record<string, string>>,
): string {
  const written: ReleaseRecord = {
    format: rounds.length === 0 ? 1 : 2,
    model,
    campaign: releasedCampaign.parse(campaign),
    manifest: counts === null ? null : manifest.parse(counts satisfies BuildManifest),
    simulated,
    ...(rounds.length === 0 ? {} : { rounds: rounds.map(({ id, origin }) => ({ id, origin })) }),
    files: { ...files },
  };
  return `${renderStableJson(written, 2)}\n`;
}

/** null = it is no record, or of a later format. */
export function parseRecord(text: string): ReleaseRecord | null {
  try {
    return record.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
