import { syncState, type SyncState } from '../../campaign/sync/state.ts';
import { writeFileWhole } from '../../lib/files/atomic-file.ts';
import { readTextIfPresent } from '../../lib/files/read-text.ts';

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
