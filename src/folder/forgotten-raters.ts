import { createHash } from 'node:crypto';
import { z } from 'zod';
import { writeFileWhole } from '../lib/files/atomic-file.ts';
import { readTextIfPresent } from '../lib/files/read-text.ts';
import { parseSealedJson, renderSealedJson } from '../lib/files/sealed-json.ts';
import { campaignPaths } from './campaign-paths.ts';

/** When each rater was forgotten, ISO 8601 UTC, by the hash of the id, which identifies nobody. */
export type ForgottenRaters = Map<string, string>;

const wireForgotten = z.object({ raters: z.record(z.string(), z.string()) });

/** A UUID has too many bits to be guessed from its hash. */
export function hashRaterId(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}

/** The raters whom `prank forget` removed from this folder; empty if the file is missing or unreadable. */
export async function readForgottenRaters(dir: string): Promise<ForgottenRaters> {
  const text = await readTextIfPresent(campaignPaths.forgotten(dir));
  const parsed = wireForgotten.safeParse(parseSealedJson(text ?? ''));
  return new Map(parsed.success ? Object.entries(parsed.data.raters) : []);
}

/** Adds raters to those who were forgotten. Throws UsageError `file_unwritable`. */
export async function addForgottenRaters(dir: string, ids: Iterable<string>, at: string): Promise<void> {
  const raters = await readForgottenRaters(dir);
  for (const id of ids) raters.set(hashRaterId(id), at);
  await writeFileWhole(
    campaignPaths.forgotten(dir),
    renderSealedJson({ raters: Object.fromEntries([...raters].toSorted(([a], [b]) => (a < b ? -1 : 1))) }),
  );
}
