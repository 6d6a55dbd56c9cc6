import { campaignPaths } from '../../folder/campaign-paths.ts';
import { hashRaterId } from '../../folder/forgotten-raters.ts';
import { compareText } from '../../lib/text/text.ts';
import type { Emit } from '../../model.ts';
import { listLogFiles } from '../../ratings/log-folder.ts';
import { removeLogFiles } from '../../ratings/remove-log-files.ts';
import { rewriteLogFile } from '../../ratings/rewrite-log.ts';
import { logPath } from './plan.ts';
import { type BackupTarget, type BackupView, downloadMissingLog, placeOf, readBackupFile } from './repository.ts';
import { type ForgottenNote, isForgottenNote, parseForgottenNote } from './forgotten-note.ts';

/**
 * Downloads every log file that is only in the backup, and removes the raters whom another machine has forgotten.
 * `followed` = paths of the notes that this machine has followed already. Returns the paths of all notes followed by
 * now.
 */
export async function joinBackup(
  target: BackupTarget,
  view: BackupView,
  followed: readonly string[],
  emit: Emit,
): Promise<string[]> {
  const dir = campaignPaths.ratings(target.campaign.dir);
  const notes = await readForgottenNotes(target, view, followed);
  const missing = await downloadMissingLog(target, view, dir);
  let cleaned = 0;
  for (const note of notes) cleaned += await forgetHere(dir, view, note);
  if (missing.length > 0) {
    emit({ type: 'info', text: `${missing.length} files of the ratings log came from the backup.` });
  }
  if (cleaned > 0) emit({ type: 'info', text: 'Answers of raters who were forgotten elsewhere were removed here.' });
  return [...view.files].filter(isForgottenNote).toSorted(compareText);
}

/** The notes of the backup on raters who were forgotten, but those at the paths `followed`. */
export async function readForgottenNotes(
  target: BackupTarget,
  view: BackupView,
  followed: readonly string[],
): Promise<ForgottenNote[]> {
  const notes: ForgottenNote[] = [];
  for (const path of [...view.files].filter((file) => isForgottenNote(file) && !followed.includes(file))) {
    notes.push(parseForgottenNote(await readBackupFile(target, view, path), placeOf(target, path)));
  }
  return notes;
}

/**
 * Removes the replaced files; their replacements are here by now. Searches the files that were never uploaded for the
 * rater. Returns the number of files that were removed.
 */
async function forgetHere(dir: string, view: BackupView, note: ForgottenNote): Promise<number> {
  const here = await listLogFiles(dir);
  const removed = here.filter((name) => Object.hasOwn(note.replaces, name));
  const hashes = new Set(note.raterHashes);
  for (const name of here.filter((file) => !view.files.has(logPath(file)) && !Object.hasOwn(note.replaces, file))) {
    const left = await rewriteLogFile(
      dir,
      name,
      // A rater who was added again later gives new answers.
      ({ raterId, pulledAt }) => pulledAt > note.at || !hashes.has(hashRaterId(raterId)),
    );
    if (left !== name) removed.push(name);
  }
  await removeLogFiles(dir, removed);
  return removed.length;
}
