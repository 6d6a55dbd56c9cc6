import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Campaign } from '../../model.ts';
import { writeFileWhole } from '../../lib/files/atomic-file.ts';
import { readTextIfPresent } from '../../lib/files/read-text.ts';
import { parseSealedJson, renderSealedJson } from '../../lib/files/sealed-json.ts';
import { dayMs } from '../../lib/time.ts';

/** What a complete sync leaves. While all of it still holds, the next sync has nothing to do. */
export const syncState = z.object({
  /** Covers everything that the release was made from. */
  fingerprint: z.string(),
  /** When the whole server was last read; ISO 8601 UTC. */
  fullPullAt: z.string(),
  /** The server's clock at that sync. */
  lastActivityAt: z.string(),
  updatedAt: z.string(),
  /** Current answers, and people with at least one. */
  total: z.number(),
  raters: z.number(),
  /** Of the current answers, those to none of the campaign's prompts; null = unknown. */
  unmatched: z.number().nullable().default(null),
  mismatched: z.number().nullable().default(null),
  /** Number of answers that the server held; null = unknown. */
  held: z.number().nullable().default(null),
  /** When a release that was held back may be made; null = none is. */
  releaseDueAt: z.string().nullable().default(null),
  /** What was no longer as prank.yaml says. */
  drift: z.array(z.object({ what: z.string(), why: z.string(), fix: z.string(), blocks: z.boolean() })).default([]),
});

export type SyncState = z.output<typeof syncState>;

/** What identifies the state of a campaign without reading all of it. */
export interface SyncInputs {
  campaign: Campaign;
  /** Version of prank. */
  version: string;
  /** Paths in a backup, which follow from the content. */
  prompts: string | null;
  build: string | null;
  /** Names of the ratings log's files, which follow from their content too. */
  log: readonly string[];
}

/** Equal for the same prank, settings, prompts and log, on every machine. */
export function fingerprint({ campaign, version, prompts, build, log }: SyncInputs): string {
  const { dir: _dir, engine: _engine, ...settings } = campaign;
  const text = JSON.stringify({ settings, version, prompts, build, log: log.toSorted() });
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Deleted users and records don't move the server's clock, so everything is read once a day. A clock here that went
 * back makes it due too.
 */
export function isFullPullDue(state: Pick<SyncState, 'fullPullAt'> | null, now: string): boolean {
  const age = state === null ? Number.NaN : Date.parse(now) - Date.parse(state.fullPullAt);
  return !(age >= 0 && age < dayMs);
}

/** Whether a release was held back, and its time has come. */
export function isReleaseDue({ releaseDueAt }: Pick<SyncState, 'releaseDueAt'>, now: string): boolean {
  return releaseDueAt !== null && Date.parse(now) >= Date.parse(releaseDueAt);
}

/** null if there is none, or it is unreadable: it only saves work, and the next sync then checks everything. */
export async function readSyncState(path: string): Promise<SyncState | null> {
  const parsed = syncState.safeParse(parseSealedJson((await readTextIfPresent(path)) ?? ''));
  return parsed.success ? parsed.data : null;
}

export async function writeSyncState(path: string, state: SyncState): Promise<void> {
  await writeFileWhole(path, renderSealedJson(state));
}
