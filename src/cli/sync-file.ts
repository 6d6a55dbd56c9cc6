import { readFile } from 'node:fs/promises';
import { syncState, type SyncState } from '../campaign/sync-state.ts';
import { writeFileWhole } from '../lib/atomic-file.ts';

/** null when there is none, or it can't be understood: the next sync then looks at everything. */
export async function readSyncState(path: string): Promise<SyncState | null> {
  try {
    const parsed = syncState.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export async function writeSyncState(path: string, state: SyncState): Promise<void> {
  await writeFileWhole(path, `${JSON.stringify(state, null, 2)}\n`);
}
