import { join } from 'node:path';
import { readBuiltPrompts, readPrompts } from '../../build/prompts-file.ts';
import { UsageError } from '../../lib/errors.ts';
import { withScratchFolder } from '../../lib/files/scratch-folder.ts';
import type { Prompt, ResponseEvent } from '../../model.ts';
import { type RecordSnapshot, readSnapshot } from '../../ratings/records-snapshot.ts';
import { restoreBuild } from '../backup/restore-build.ts';
import type { Manifest } from '../backup/manifest.ts';
import {
  type BackupTarget,
  type BackupView,
  downloadFromBackup,
  placeOf,
  readBackupFile,
} from '../backup/repository.ts';
import { type BackedUpSettings, type BackedUpTask, parseSettings } from '../backup/settings.ts';
import { type BackedUpRater, parseRaters } from '../backup/rater-list.ts';

/** What the backup holds of a lost server besides its answers. */
export interface RestoreSource {
  manifest: Manifest;
  records: RecordSnapshot[];
  raters: BackedUpRater[];
  task: BackedUpTask;
  questions: BackedUpSettings['questions'];
}

/** null = the backup has no run yet. */
export async function readRestoreSource(target: BackupTarget, view: BackupView): Promise<RestoreSource | null> {
  const { manifest } = view;
  if (manifest === null) return null;
  const { raters, settings, records } = manifest.current;
  const { task, questions } = parseSettings(await readBackupFile(target, view, settings), placeOf(target, settings));
  return {
    manifest,
    task,
    questions,
    records: await readRecordFiles(target, view, [records]),
    raters: parseRaters(await readBackupFile(target, view, raters), placeOf(target, raters)),
  };
}

/** The records of all snapshots except the current one. Their names don't show their age, but any text will do. */
export async function readEarlierRecords(
  target: BackupTarget,
  view: BackupView,
  current: string,
): Promise<RecordSnapshot[]> {
  const paths = [...view.files].filter((path) => path.startsWith('records/') && path !== current);
  return readRecordFiles(target, view, paths.toSorted());
}

async function readRecordFiles(
  target: BackupTarget,
  view: BackupView,
  paths: readonly string[],
): Promise<RecordSnapshot[]> {
  return withScratchFolder(async (scratch) => {
    const local = new Map(paths.map((path, index) => [path, join(scratch, `${index}.parquet`)]));
    await downloadFromBackup(target, view, local);
    const records: RecordSnapshot[] = [];
    for (const path of local.values()) records.push(...(await readSnapshot(path)));
    return records;
  });
}

/** The prompts in the campaign's folder `dir`; if it has none, those of the backup, which `keep` also puts there. */
export async function findPrompts(
  dir: string,
  backup: { target: BackupTarget; view: BackupView; keep: boolean } | null,
): Promise<Prompt[]> {
  const here = await readIfThere(dir);
  const path = backup?.view.manifest?.current.prompts ?? null;
  if (here !== null || backup === null || path === null) return here ?? [];
  const { target, view, keep } = backup;
  if (keep) {
    await restoreBuild(target, view);
    return readBuiltPrompts(dir);
  }
  return withScratchFolder(async (scratch) => {
    const to = join(scratch, 'prompts.parquet');
    await downloadFromBackup(target, view, new Map([[path, to]]));
    return readPrompts(to);
  });
}

async function readIfThere(dir: string): Promise<Prompt[] | null> {
  return readBuiltPrompts(dir).catch((error: unknown) => {
    if (error instanceof UsageError && error.code === 'prompts_missing') return null;
    throw error;
  });
}

/** Whether there are answers on prompts whose text is not among the known ones. */
export function lacksText(
  answers: readonly ResponseEvent[],
  records: readonly RecordSnapshot[],
  prompts: readonly Prompt[],
): boolean {
  const known = new Set([...records.map(({ promptId }) => promptId), ...prompts.map(({ id }) => id)]);
  return answers.some(({ promptId }) => !known.has(promptId));
}
