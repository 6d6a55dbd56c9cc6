import { z } from 'zod';
import type { Connection } from '../../argilla/connection.ts';
import { exportSettings } from '../../argilla/settings.ts';
import { wireQuestionSettings } from '../../argilla/wire.ts';
import type { ArgillaDataset } from '../../argilla/wire.ts';
import type { Task } from '../../model.ts';
import { backupUnreadable, parseJson } from './manifest.ts';

/** The dataset's settings on the server, without ids and times, and the task that they were made from. */
export async function readSettings(connection: Connection, dataset: ArgillaDataset, task: Task): Promise<object> {
  return { ...(await exportSettings(connection, dataset)), task };
}

/** Questions without ids. */
export const questionsSchema = z.array(
  z.object({
    name: z.string(),
    title: z.string(),
    description: z.string().nullable().default(null),
    required: z.boolean(),
    settings: wireQuestionSettings,
  }),
);

const settings = z.object({
  questions: questionsSchema.default([]),
  task: z.object({
    workspace: z.string(),
    dataset: z.string(),
    guidelines: z.string().nullable().default(null),
    question: z.object({ name: z.string(), values: z.array(z.number()) }),
  }),
});

/** What a restore needs of the settings in a backup. */
export type BackedUpSettings = z.output<typeof settings>;
/** The part that a restore compares with prank.yaml. */
export type BackedUpTask = BackedUpSettings['task'];

export function renderSettings(written: object): Buffer {
  return Buffer.from(`${JSON.stringify(written, null, 2)}\n`);
}

/** Throws UnsafeError `backup_unreadable`. */
export function parseSettings(bytes: Buffer | null, place: string): BackedUpSettings {
  const parsed = settings.safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data;
  throw backupUnreadable(place, parsed.error);
}
