import { z } from 'zod';
import type { Connection } from '../../argilla/connection.ts';
import { exportSettings } from '../../argilla/settings.ts';
import type { ArgillaDataset } from '../../argilla/wire.ts';
import type { Task } from '../../model.ts';
import { backupUnreadable, parseJson } from './manifest.ts';

/** The dataset's settings on the server, without ids and times, and the task that they were made from. */
export async function readSettings(connection: Connection, dataset: ArgillaDataset, task: Task): Promise<object> {
  return { ...(await exportSettings(connection, dataset)), task };
}

const settings = z.object({
  task: z.object({
    workspace: z.string(),
    dataset: z.string(),
    question: z.object({ name: z.string(), values: z.array(z.number()) }),
  }),
});

/** The part of the settings in a backup that a restore compares with prank.yaml. */
export type BackedUpTask = z.output<typeof settings>['task'];

export function renderSettings(written: object): Buffer {
  return Buffer.from(`${JSON.stringify(written, null, 2)}\n`);
}

/** Throws UnsafeError `backup_unreadable`. */
export function parseSettings(bytes: Buffer | null, place: string): BackedUpTask {
  const parsed = settings.safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data.task;
  throw backupUnreadable(place, parsed.error);
}
