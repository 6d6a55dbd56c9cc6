import { join } from 'node:path';
import { commitFiles } from '../../hub/repos/commit.ts';
import { retryOnMovedBranch } from '../../hub/retry-on-moved-branch.ts';
import { type CommitFile, prepareFiles } from '../../hub/repos/preupload.ts';
import { findRepository, listCommits, squashHistory } from '../../hub/repos/repositories.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import { hashRaterId } from '../../folder/forgotten-raters.ts';
import { UnsafeError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import type { Emit } from '../../model.ts';
import { listLogFiles } from '../../ratings/log-folder.ts';
import { findLogFilesOf, rewriteLogFile } from '../../ratings/rewrite-log.ts';
import { type Manifest, manifestPath, newestManifest, renderManifest, timeAfter } from '../backup/manifest.ts';
import { logPath } from '../backup/plan.ts';
import {
  type BackupTarget,
  type BackupView,
  placeOf,
  randomSuffix,
  readBackup,
  readBackupFile,
} from '../backup/repository.ts';
import { ratersPath } from '../backup/snapshot.ts';
import { forgottenPath, renderForgottenNote } from '../backup/forgotten-note.ts';
import { joinBackup } from '../backup/join.ts';
import { parseRaters, renderRaters } from '../backup/rater-list.ts';

/** Log files that hold the rater → the file beside each with what is left of it; null = nothing. */
export type Replacements = ReadonlyMap<string, string | null>;

/**
 * Writes what is left of every file that holds one of the raters. The old files stay for now. A second run writes the
 * same names.
 */
export async function rewriteLog(dir: string, ids: ReadonlySet<string>): Promise<Replacements> {
  const replacements = new Map<string, string | null>();
  for (const name of await findLogFilesOf(dir, await listLogFiles(dir), [...ids])) {
    replacements.set(name, await rewriteLogFile(dir, name, ({ raterId }) => !ids.has(raterId)));
  }
  return replacements;
}

const commitTitle = 'Forget a rater';
const squashTitle = 'Backup without the raters who were forgotten';
const maxRounds = 6;

/**
 * Removes raters from the backup: makes one commit without them, with a note for machines that still have their
 * answers, then drops the history, which still holds them. Returns the replaced files, and the backup's commit.
 */
export async function forgetInBackup(
  target: BackupTarget,
  first: BackupView,
  { ids, now }: { ids: ReadonlySet<string>; now: string },
  emit: Emit,
): Promise<{ replaced: Replacements; commit: string | null }> {
  let view = first;
  const attempt = async (): Promise<{ replaced: Replacements; commit: string | null }> => {
    const replaced = await rewriteLog(campaignPaths.ratings(target.campaign.dir), ids);
    const files = await commitWithout(target, view, replaced, { ids, now });
    return { replaced, commit: (await dropHistory(target, files)).commit };
  };
  const onMoved = async (): Promise<void> => {
    emit({ type: 'info', text: 'Another machine wrote to the backup meanwhile; joining with it.' });
    view = await readBackup(target, null);
    await joinBackup(target, view, [], emit);
  };
  return retryOnMovedBranch(attempt, { maxRounds, onMoved });
}

/** Commits the removal if there is anything to remove. Returns the paths that the backup must have afterwards. */
async function commitWithout(
  target: BackupTarget,
  view: BackupView,
  replaced: Replacements,
  { ids, now }: { ids: ReadonlySet<string>; now: string },
): Promise<Set<string>> {
  const { manifest, commit } = view;
  const raters = manifest === null ? null : await findRaters(target, view, manifest, ids);
  const stale = [...replaced.keys()].map(logPath).filter((path) => view.files.has(path));
  const lists =
    raters === null ? [] : [...view.files].filter((path) => path.startsWith('raters/') && path !== raters.path);
  const remove = [...stale, ...lists];
  if (commit === null || manifest === null || (remove.length === 0 && raters?.isNew !== true))
    return new Set(view.files);

  const at = timeAfter(newestManifest(view.files), now);
  const add = makeFiles(target, manifest, replaced, { ids, at, raters: raters ?? { path: '', bytes: Buffer.of() } });
  const { hub, repository } = target;
  const prepared = await prepareFiles(hub, repository, add);
  const change = { parent: commit, summary: commitTitle, description: '', remove };
  await commitFiles(hub, repository, { ...change, add: prepared.filter(({ unchanged }) => !unchanged) });
  const gone = new Set(remove);
  return new Set([...[...view.files].filter((path) => !gone.has(path)), ...add.map(({ path }) => path)]);
}

async function findRaters(
  target: BackupTarget,
  view: BackupView,
  { current }: Manifest,
  ids: ReadonlySet<string>,
): Promise<{ path: string; bytes: Buffer; isNew: boolean }> {
  const listed = parseRaters(await readBackupFile(target, view, current.raters), placeOf(target, current.raters));
  const bytes = renderRaters(listed.filter(({ id }) => !ids.has(id)));
  const path = ratersPath(bytes);
  return { path, bytes, isNew: path !== current.raters };
}

function makeFiles(
  { campaign }: BackupTarget,
  manifest: Manifest,
  replaced: Replacements,
  { ids, at, raters }: { ids: ReadonlySet<string>; at: string; raters: { path: string; bytes: Buffer } },
): CommitFile[] {
  const left = [...replaced.values()].filter((name) => name !== null);
  const log = [...manifest.log.filter((name) => !replaced.has(name)), ...left].toSorted();
  const note = renderForgottenNote({
    version: 1,
    at,
    replaces: Object.fromEntries(replaced),
    raterHashes: [...ids].map(hashRaterId).toSorted(),
  });
  const next = renderManifest({
    ...manifest,
    at,
    log,
    current: { ...manifest.current, raters: raters.path },
    sync: null,
  });
  return [
    ...left.map((name) => ({ path: logPath(name), source: { file: join(campaignPaths.ratings(campaign.dir), name) } })),
    { path: raters.path, source: raters.bytes },
    { path: forgottenPath(at, randomSuffix(campaign)), source: note },
    { path: manifestPath(at, randomSuffix(campaign)), source: next },
  ];
}

/**
 * Replaces the history with its last state if the history still holds somebody to forget; returns the commit. The
 * history is gone for good, so it first checks that this state is complete. Throws UnsafeError `backup_history_kept`.
 */
export async function dropHistory(
  target: BackupTarget,
  expected: ReadonlySet<string>,
): Promise<{ commit: string | null; dropped: boolean }> {
  const { hub, repository } = target;
  const before = await findRepository(hub, repository);
  if (before === null) return { commit: null, dropped: false };
  const commits = await listCommits(hub, repository, 1_000);
  if (!commits.some(({ title }) => title === commitTitle)) return { commit: before.commit, dropped: false };
  const files = new Set(before.files);
  const missing = [...expected].filter((path) => !files.has(path));
  if (missing.length > 0) {
    throw new UnsafeError(
      'backup_history_kept',
      `The backup lacks ${missing[0] ?? ''}; its history was left as it is.`,
      {
        hint: `Run ${prankCommand('pull')}, then the command again.`,
      },
    );
  }
  await squashHistory(hub, repository, squashTitle);
  return { commit: (await findRepository(hub, repository))?.commit ?? null, dropped: true };
}
