import { readFile, realpath } from 'node:fs/promises';
import { editTaskNames, type TaskNames } from '../config/task-names.ts';
import { writeFileWhole } from '../lib/files/atomic-file.ts';

/**
 * Writes the names under `task` into a prank.yaml, and keeps everything else in it. A link stays a link. Throws
 * UsageError `config_not_editable`, `file_unwritable`.
 */
export async function writeTaskNames(path: string, names: Partial<TaskNames>): Promise<void> {
  const target = await realpath(path);
  await writeFileWhole(target, editTaskNames(await readFile(target, 'utf8'), names));
}
