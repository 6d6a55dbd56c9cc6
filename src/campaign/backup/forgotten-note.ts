import { z } from 'zod';
import { backupUnreadable, parseJson } from './manifest.ts';

const note = z.object({
  version: z.literal(1),
  at: z.string(),
  /** Log files that held the rater → the file that replaces each; null = nothing was left. */
  replaces: z.record(z.string(), z.string().nullable()),
  /**
   * SHA-256 of the ids. Other machines find answers with them that they have not uploaded yet; they identify nobody.
   */
  raterHashes: z.array(z.string()),
});

/** Left in a backup when a rater is forgotten, for machines that still have their answers. */
export type ForgottenNote = z.output<typeof note>;

const folder = 'forgotten/';

export function isForgottenNote(path: string): boolean {
  return path.startsWith(folder) && path.endsWith('.json');
}

export function forgottenPath(at: string, suffix: string): string {
  return `${folder}${at.replaceAll(/[-:.]/gu, '')}-${suffix}.json`;
}

export function renderForgottenNote(written: ForgottenNote): Buffer {
  return Buffer.from(`${JSON.stringify(written, null, 2)}\n`);
}

/** Throws UnsafeError `backup_unreadable`. */
export function parseForgottenNote(bytes: Buffer | null, place: string): ForgottenNote {
  const parsed = note.safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data;
  throw backupUnreadable(place, parsed.error);
}
