import { join } from 'node:path';
import type { BlobSource } from '../../hub/repos/blob.ts';
import { commitFiles } from '../../hub/repos/commit.ts';
import { retryOnMovedBranch } from '../../hub/retry-on-moved-branch.ts';
import { prepareFiles } from '../../hub/repos/preupload.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import { UnsafeError } from '../../lib/errors.ts';
import { withScratchFolder } from '../../lib/files/scratch-folder.ts';
import type { Emit } from '../../model.ts';
import { listLogFiles } from '../../ratings/log-folder.ts';
import type { BackupState } from '../../ratings/pull-state.ts';
import { renderBackupCard } from './card.ts';
import { type CurrentFiles, manifestPath, newestManifest, renderManifest, timeAfter } from './manifest.ts';
import { type BackupPlan, cardPath, type CurrentBefore, logPath, planBackup } from './plan.ts';
import { type BackupTarget, type BackupView, createBackup, randomSuffix, readBackup } from './repository.ts';
import { builtPathsOf, joinBuiltPaths, makeSources, namePaths, type ServerSnapshot } from './snapshot.ts';
import { ownerPath, renderOwner } from './owner.ts';
import { joinBackup } from './join.ts';

/** A backup that was read and joined with the ratings log here: where a commit starts from. */
export interface BackupWork {
  target: BackupTarget;
  view: BackupView;
  /** Paths of the notes on forgotten raters that this machine has followed. */
  forgotten: string[];
  /** What was current in the backup; null = unknown, or nothing. */
  before: CurrentBefore | null;
  /** What was current when this machine last saw the backup; null = it never did. */
  base: CurrentFiles | null;
}

export interface BackupRun {
  /** Name of the campaign. */
  campaign: string;
  snapshot: ServerSnapshot;
  lost: number;
  removed: string[];
  /** ISO 8601 UTC. */
  now: string;
  restoredFrom: string | null;
}

export interface BackupOutcome {
  state: BackupState;
  /** The last commit that was made; null = the backup already had everything. */
  commit: string | null;
  /** Another machine committed meanwhile, and its files were joined into the log here. */
  joined: boolean;
}

/** Other machines may commit in between; each time, their files are downloaded first. */
const maxRounds = 6;
/** The Hub gives a commit one minute at most. */
const filesPerCommit = 50;

/**
 * Commits what the backup lacks, on top of what was read. Append-only: paths are unique, nothing is replaced. Throws
 * UnsafeError `backup_follows_other_server` if another machine has meanwhile moved the campaign to another server.
 */
export async function backUp(work: BackupWork, run: BackupRun, emit: Emit): Promise<BackupOutcome> {
  const { dir } = work.target.campaign;
  return withScratchFolder(async (scratch) => {
    const here = await builtPathsOf(dir);
    let state = work;
    const attempt = async (round: number): Promise<BackupOutcome> => {
      const built = joinBuiltPaths(here, work.base, state.before?.current ?? null);
      const current = namePaths(run.snapshot, built);
      const sources = await makeSources(run.snapshot, current, { dir, scratch });
      const commit = await commitMissing(state, run, current, sources);
      const head = commit ?? state.view.commit ?? '';
      const dataset = work.target.repository.name;
      return { state: { dataset, commit: head, forgotten: state.forgotten, current }, commit, joined: round > 1 };
    };
    const onMoved = async (): Promise<void> => {
      emit({ type: 'info', text: 'Another machine wrote to the backup meanwhile; joining with it.' });
      state = await joinAgain(state, run, emit);
    };
    return retryOnMovedBranch(attempt, { maxRounds, onMoved });
  });
}

/** One commit; several if more than `filesPerCommit` log files are missing; none (null) if nothing is. */
async function commitMissing(
  { target, view, before }: BackupWork,
  run: BackupRun,
  current: CurrentFiles,
  sources: ReadonlyMap<string, BlobSource>,
): Promise<string | null> {
  const log = await listLogFiles(campaignPaths.ratings(target.campaign.dir));
  const { datasetId } = run.snapshot.server;
  const owner = ownerPath(target.campaign.id);
  const plan = planBackup(view.files, before, { datasetId, current, log, ownerPath: owner });
  if (plan === null) return null;
  let parent = view.commit ?? (await makeRepository(target));
  const rest = [...plan.log];
  // In the first commit: nothing may ever stand in a backup that nobody owns.
  let mark = plan.owner ? [{ path: owner, source: renderOwner(target.campaign.id) }] : [];
  while (rest.length > filesPerCommit) {
    const part = rest.splice(0, filesPerCommit);
    parent = await commitPart(target, parent, 'Add earlier ratings', [
      ...mark,
      ...listFiles(target, { ...empty, log: part }, sources),
    ]);
    mark = [];
  }
  const at = timeAfter(newestManifest(view.files), run.now);
  const manifest = renderManifest({
    version: 1,
    at,
    server: run.snapshot.server,
    lost: run.lost,
    removed: run.removed,
    current,
    log,
    restoredFrom: run.restoredFrom,
    sync: null,
  });
  return commitPart(target, parent, summarize(plan, run), [
    ...listFiles(target, { ...plan, log: rest }, sources),
    ...mark,
    ...(plan.card ? [{ path: cardPath, source: renderBackupCard(run.campaign) }] : []),
    { path: manifestPath(at, randomSuffix(target.campaign)), source: manifest },
  ]);
}

const empty: BackupPlan = { log: [], snapshots: [], card: false, owner: false };

async function makeRepository(target: BackupTarget): Promise<string> {
  await createBackup(target);
  const { commit } = await readBackup(target, null);
  return commit ?? '';
}

function listFiles(
  { campaign: { dir } }: BackupTarget,
  { log, snapshots }: BackupPlan,
  sources: ReadonlyMap<string, BlobSource>,
): { path: string; source: BlobSource }[] {
  return [
    ...log.map((name) => ({ path: logPath(name), source: { file: join(campaignPaths.ratings(dir), name) } })),
    ...snapshots.flatMap((path) => {
      const source = sources.get(path);
      return source === undefined ? [] : [{ path, source }];
    }),
  ];
}

async function commitPart(
  { hub, repository, emit }: BackupTarget,
  parent: string,
  summary: string,
  files: { path: string; source: BlobSource }[],
): Promise<string> {
  const prepared = await prepareFiles(hub, repository, files);
  const add = prepared.filter(({ unchanged }) => !unchanged);
  const onProgress = (done: number, total: number): void =>
    emit({ type: 'progress', task: 'sending the backup', done, total, unit: 'bytes' });
  return commitFiles(hub, repository, { parent, summary, description: '', add, remove: [], onProgress });
}

function summarize({ log, snapshots }: BackupPlan, { restoredFrom }: BackupRun): string {
  const files = `${log.length} files of ratings, ${snapshots.length} other files`;
  return restoredFrom === null ? `Back up ${files}` : `Record a restore: ${files}`;
}

async function joinAgain({ target, base, forgotten }: BackupWork, run: BackupRun, emit: Emit): Promise<BackupWork> {
  const view = await readBackup(target, null);
  const { manifest } = view;
  const { datasetId } = run.snapshot.server;
  if (manifest !== null && manifest.server.datasetId !== datasetId && manifest.at > run.now) {
    throw new UnsafeError(
      'backup_follows_other_server',
      'Meanwhile another machine moved the campaign to another server.',
    );
  }
  const before = manifest === null ? null : { datasetId: manifest.server.datasetId, current: manifest.current };
  return { target, view, before, base, forgotten: await joinBackup(target, view, forgotten, emit) };
}
