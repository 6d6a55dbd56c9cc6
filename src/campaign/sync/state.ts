import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Campaign } from '../../model.ts';
import { writeFileWhole } from '../../lib/files/atomic-file.ts';
import { readTextIfPresent } from '../../lib/files/read-text.ts';
import { dayMs } from '../../lib/time.ts';

/** What a complete sync leaves: while all of it still holds, the next one has nothing to do. */
export const syncState = z.object({
  /** Of all that the release was made from. */
  fingerprint: z.string(),
  /** When the whole server was last read; ISO 8601 UTC. */
  fullPullAt: z.string(),
  /** The server's clock at that sync. */
  lastActivityAt: z.string(),
  updatedAt: z.string(),
  /** Answers that stand, and people with one. */
  total: z.number(),
  raters: z.number(),
});

export type SyncState = z.output<typeof syncState>;

/** What is known of the state of a campaign without reading it. */
export interface SyncInputs {
  campaign: Campaign;
  /** Of prank. */
  version: string;
  /** Paths in a backup, which follow from the content. */
  prompts: string | null;
  build: string | null;
  /** Names of the ratings log's files, which follow from their content, too. */
  log: readonly string[];
}

/** Equal for the same prank, settings, prompts and log, on every machine. */
export function fingerprint({ campaign, version, prompts, build, log }: SyncInputs): string {
  const { dir: _dir, engine: _engine, ...settings } = campaign;
  const text = JSON.stringify({ settings, version, prompts, build, log: log.toSorted() });
  return createHash('sha256').update(text).digest('hex');
}

/** Deleted users and records don't move the server's clock, so all is read once a day; a clock that went back counts too. */
export function isFullPullDue(state: Pick<SyncState, 'fullPullAt'> | null, now: string): boolean {
  const age = state === null ? Number.NaN : Date.parse(now) - Date.parse(state.fullPullAt);
  return !(age >= 0 && age < dayMs);
}

/** null when there is none, or it can't be understood: it only saves work, and the next sync then looks at everything. */
export async function readSyncState(path: string): Promise<SyncState | null> {
  const parsed = syncState.safeParse(parseJson((await readTextIfPresent(path)) ?? ''));
  return parsed.success ? parsed.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export async function writeSyncState(path: string, state: SyncState): Promise<void> {
  await writeFileWhole(path, `${JSON.stringify(state, null, 2)}\n`);
}
