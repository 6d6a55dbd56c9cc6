import { join } from 'node:path';
import { z } from 'zod';
import { writeFileWhole } from '../lib/files/atomic-file.ts';
import { UnsafeError } from '../lib/errors.ts';
import { readTextIfPresent } from '../lib/files/read-text.ts';
import { parseSealedJson, renderSealedJson } from '../lib/files/sealed-json.ts';
import { listLogFiles } from './log-folder.ts';

const backupState = z.object({
  /** Hub dataset `owner/name`. */
  dataset: z.string(),
  /** The backup's commit that was last merged. While the backup is at this commit, nothing has to be read. */
  commit: z.string(),
  /** Notes on forgotten raters that were already applied here. */
  forgotten: z.array(z.string()),
  /** Paths of the current files in the backup. */
  current: z.object({
    records: z.string(),
    raters: z.string(),
    settings: z.string(),
    prompts: z.string().nullable(),
    build: z.string().nullable().default(null),
  }),
});

const pullState = z.object({
  /** When the pull started; ISO 8601 UTC. */
  at: z.string(),
  datasetId: z.string(),
  lastActivityAt: z.string(),
  updatedAt: z.string(),
  /** Number of events in the log after that pull. If the log has another number, somebody changed it by hand. */
  events: z.number(),
  /** Answers to records that the server no longer has. */
  lost: z.number(),
  /** Ids of the prompts that this dataset showed then; null = an earlier version wrote this. */
  shown: z.array(z.string()).nullable().default(null),
  /** Ids of the prompts whose records were deleted in this dataset. A push leaves them out. */
  removed: z.array(z.string()).default([]),
  /** null = there is no backup, or the last attempt failed. */
  backup: backupState.nullable(),
});

const storedState = pullState.extend({
  /** Names of the log's files at that time. Earlier versions didn't store them. */
  log: z.array(z.string()).optional(),
});

/** The server's state at the last complete pull. If its times are unchanged, nothing was answered since. */
export type PullState = z.output<typeof pullState>;
export type BackupState = z.output<typeof backupState>;

const fileName = 'state.json';

/**
 * null before the first pull. Throws UnsafeError `pull_state_damaged`: without the state of the last pull, an older
 * copy of the server's database would go unnoticed, and an older build would replace a newer one in the backup.
 */
export async function readPullState(dir: string): Promise<PullState | null> {
  const stored = await readStored(dir);
  if (stored === null) return null;
  const { log: _log, ...state } = stored;
  return state;
}

/**
 * Names of log files that were there at the last pull and are gone. Files that prank removes itself are not among them.
 * Throws UnsafeError `pull_state_damaged`.
 */
export async function listLostLogFiles(dir: string): Promise<string[]> {
  const { log = [] } = (await readStored(dir)) ?? {};
  if (log.length === 0) return [];
  const here = new Set(await listLogFiles(dir));
  return log.filter((name) => !here.has(name));
}

async function readStored(dir: string): Promise<z.output<typeof storedState> | null> {
  const path = join(dir, fileName);
  const text = await readTextIfPresent(path);
  if (text === null) return null;
  const parsed = storedState.safeParse(parseSealedJson(text));
  if (parsed.success) return parsed.data;
  throw new UnsafeError('pull_state_damaged', `${path} is damaged or from another version of prank.`, {
    details: { path },
    cause: parsed.error,
  });
}

/**
 * Also stores the names of the log's files. Write it after the log: if killed in between, the next pull reads everything
 * again and finds nothing new.
 */
export async function writePullState(dir: string, state: PullState): Promise<void> {
  await writeStored(dir, { ...state, log: await listLogFiles(dir) });
}

/** Makes the state stop naming these log files, because they are about to be removed on purpose. */
export async function dropFromPullState(dir: string, names: readonly string[]): Promise<void> {
  const stored = names.length === 0 ? null : await readStored(dir);
  if (stored?.log?.some((name) => names.includes(name)) !== true) return;
  await writeStored(dir, { ...stored, log: stored.log.filter((name) => !names.includes(name)) });
}

async function writeStored(dir: string, stored: z.output<typeof storedState>): Promise<void> {
  await writeFileWhole(join(dir, fileName), renderSealedJson(stored));
}
