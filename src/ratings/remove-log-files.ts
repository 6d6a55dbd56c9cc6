import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dropFromPullState } from './pull-state.ts';

/**
 * Removes files from the log on purpose. The state of the last pull stops naming them first: a kill in between must not
 * look like a lost file.
 */
export async function removeLogFiles(dir: string, names: readonly string[]): Promise<void> {
  await dropFromPullState(dir, names);
  for (const name of names) await rm(join(dir, name), { force: true });
}
