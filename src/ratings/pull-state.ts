import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileWhole } from '../lib/atomic-file.ts';

/** The server's clock at the start of the last complete pull: when it reads the same, nothing was answered since. */
export interface PullState {
  datasetId: string;
  lastActivityAt: string;
  updatedAt: string;
  /** Events in the log after that pull; a log that has another number was changed by hand. */
  events: number;
}

const fileName = 'state.json';

/** null when there was no pull yet, or the file can't be understood: the next pull then reads everything. */
export async function readPullState(dir: string): Promise<PullState | null> {
  try {
    const parsed: unknown = JSON.parse(await readFile(join(dir, fileName), 'utf8'));
    return isPullState(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/** Write it after the log: a pull that is killed in between reads everything again and finds nothing new. */
export async function writePullState(dir: string, state: PullState): Promise<void> {
  await writeFileWhole(join(dir, fileName), `${JSON.stringify(state, null, 2)}\n`);
}

function isPullState(value: unknown): value is PullState {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map(Object.entries(value));
  const isText = (key: string): boolean => typeof fields.get(key) === 'string';
  return (
    isText('datasetId') && isText('lastActivityAt') && isText('updatedAt') && typeof fields.get('events') === 'number'
  );
}
