import { z } from 'zod';
import { UsageError } from '../lib/errors.ts';
import { readTextIfPresent } from '../lib/files/read-text.ts';
import type { Prompt } from '../model.ts';

const manifest = z.object({
  version: z.literal(1),
  sources: z.array(
    z.object({
      id: z.string(),
      /** A dataset on the Hub; null = files of the campaign's folder. */
      dataset: z.string().nullable(),
      /** Rows. */
      read: z.number(),
      /** Prompts. */
      kept: z.number(),
      files: z.array(z.string()),
    }),
  ),
});

/** What a release needs of `.prank/manifest.json`, which the build of the prompts wrote. */
export type BuildManifest = z.output<typeof manifest>;
export type ManifestSource = BuildManifest['sources'][number];

/** null when there is no such file. Throws UsageError `manifest_damaged`. */
export async function readBuildManifest(path: string): Promise<BuildManifest | null> {
  const text = await readTextIfPresent(path);
  return text === null ? null : parseBuildManifest(text, path);
}

/** Throws UsageError `manifest_damaged`, which names `path`. */
export function parseBuildManifest(text: string, path: string): BuildManifest {
  const parsed = manifest.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new UsageError('manifest_damaged', `${path} is damaged or from another version of prank.`, {
    cause: parsed.error,
  });
}

/** Whether these prompts are the ones that the manifest counts: a build that was killed leaves one of the two older. */
export function isManifestOf({ sources }: BuildManifest, prompts: readonly Prompt[]): boolean {
  const counts = new Map<string, number>();
  for (const { source } of prompts) counts.set(source, (counts.get(source) ?? 0) + 1);
  const kept = sources.reduce((sum, source) => sum + source.kept, 0);
  return kept === prompts.length && sources.every((source) => (counts.get(source.id) ?? 0) === source.kept);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
