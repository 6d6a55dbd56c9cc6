import { join } from 'node:path';
import { z } from 'zod';
import { writeFileWhole } from '../lib/files/atomic-file.ts';
import { UnsafeError } from '../lib/errors.ts';
import { readTextIfPresent } from '../lib/files/read-text.ts';

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
  /** null = there is no backup, or the last attempt failed. */
  backup: backupState.nullable(),
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
  const path = join(dir, fileName);
  const text = await readTextIfPresent(path);
  if (text === null) return null;
  const parsed = pullState.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new UnsafeError('pull_state_damaged', `${path} is damaged or from another version of prank.`, {
    details: { path },
    cause: parsed.error,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Write it after the log: if killed in between, the next pull reads everything again and finds nothing new. */
export async function writePullState(dir: string, state: PullState): Promise<void> {
  await writeFileWhole(join(dir, fileName), `${JSON.stringify(state, null, 2)}\n`);
}
