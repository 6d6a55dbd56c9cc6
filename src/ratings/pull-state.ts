import { join } from 'node:path';
import { z } from 'zod';
import { writeFileWhole } from '../lib/files/atomic-file.ts';
import { UnsafeError } from '../lib/errors.ts';
import { readTextIfPresent } from '../lib/files/read-text.ts';

const backupState = z.object({
  /** Hub dataset `owner/name`. */
  dataset: z.string(),
  /** Its commit that was joined with what is here: as long as it stands there, nothing has to be read. */
  commit: z.string(),
  /** Notes on forgotten raters that were followed here. */
  forgotten: z.array(z.string()),
  /** Paths in the backup of what was current. */
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
  /** Events in the log after that pull; a log that has another number was changed by hand. */
  events: z.number(),
  /** Answers on records that the server no longer has. */
  lost: z.number(),
  /** null = nothing was backed up, or the last try failed. */
  backup: backupState.nullable(),
});

/** The server's clock at the start of the last complete pull: when it reads the same, nothing was answered since. */
export type PullState = z.output<typeof pullState>;
export type BackupState = z.output<typeof backupState>;

const fileName = 'state.json';

/**
 * null when there was no pull yet. Throws UnsafeError `pull_state_damaged`: without what the last pull saw, an older copy
 * of the server's database goes unnoticed, and an older build of the prompts replaces a newer one in the backup.
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

/** Write it after the log: a pull that is killed in between reads everything again and finds nothing new. */
export async function writePullState(dir: string, state: PullState): Promise<void> {
  await writeFileWhole(join(dir, fileName), `${JSON.stringify(state, null, 2)}\n`);
}
