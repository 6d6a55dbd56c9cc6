import { type CurrentFiles, newestManifest } from './manifest.ts';

export const cardPath = 'README.md';
const logFolder = 'ratings/';

export function logPath(name: string): string {
  return `${logFolder}${name}`;
}

/** Names of the log files that a backup has. */
export function logNames(files: Iterable<string>): string[] {
  return [...files].filter((path) => path.startsWith(logFolder)).map((path) => path.slice(logFolder.length));
}

/** What was current in the backup before. */
export interface CurrentBefore {
  datasetId: string;
  current: CurrentFiles;
}

export interface BackupPlan {
  /** Names of log files that the backup lacks. */
  log: string[];
  /** Paths of snapshots that the backup lacks. */
  snapshots: string[];
  card: boolean;
  /** The file that says whose backup it is. */
  owner: boolean;
}

/**
 * Decides what a commit must add; null = the backup has everything, and its newest run says so. Pure. Nothing is ever
 * replaced or removed.
 */
export function planBackup(
  files: ReadonlySet<string>,
  before: CurrentBefore | null,
  now: CurrentBefore & { log: readonly string[]; ownerPath: string },
): BackupPlan | null {
  const log = now.log.filter((name) => !files.has(logPath(name)));
  const snapshots = listPaths(now.current).filter((path) => !files.has(path));
  const card = !files.has(cardPath);
  const owner = !files.has(now.ownerPath);
  const isSaid =
    newestManifest(files) !== null &&
    before?.datasetId === now.datasetId &&
    listPaths(before.current).join() === listPaths(now.current).join();
  return isSaid && !card && !owner && log.length + snapshots.length === 0 ? null : { log, snapshots, card, owner };
}

function listPaths({ records, raters, settings, prompts, build }: CurrentFiles): string[] {
  return [records, raters, settings, prompts, build].filter((path) => path !== null);
}
