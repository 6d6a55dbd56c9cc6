import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Connection } from '../../argilla/connection.ts';
import type { ArgillaRecord, ArgillaUser } from '../../argilla/wire.ts';
import { listWorkspaceUsers } from '../../argilla/workspaces.ts';
import { findBuiltPrompts } from '../../build/prompts-file.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import type { BlobSource } from '../../hub/repos/blob.ts';
import { UsageError } from '../../lib/errors.ts';
import { explainUnreadable } from '../../lib/files/file-error.ts';
import { hashFile } from '../../lib/files/hash-file.ts';
import { isMissingFile } from '../../lib/files/missing-file.ts';
import type { Task } from '../../model.ts';
import { hashSnapshot, type RecordSnapshot, writeSnapshot } from '../../ratings/records-snapshot.ts';
import type { CurrentFiles } from './manifest.ts';
import { readSettings, renderSettings } from './settings.ts';
import { isPromptId, textOf } from '../server/prompt-finder.ts';
import type { LocatedDataset } from '../server/locate-dataset.ts';
import { listRaters, renderRaters } from './rater-list.ts';

/** What a server holds besides the answers, as files of a backup. */
export interface ServerSnapshot {
  server: { url: string; workspaceId: string; datasetId: string; lastActivityAt: string };
  records: RecordSnapshot[];
  raters: Buffer;
  settings: Buffer;
}

/** Reads what a pull's listing lacks: members and settings. */
export async function readServer(
  connection: Connection,
  { workspace, dataset }: LocatedDataset,
  task: Task,
  { snapshots, users, answered }: { snapshots: RecordSnapshot[]; users: ArgillaUser[]; answered: ReadonlySet<string> },
): Promise<ServerSnapshot> {
  const members = await listWorkspaceUsers(connection, workspace.id);
  return {
    server: {
      url: connection.url,
      workspaceId: workspace.id,
      datasetId: dataset.id,
      lastActivityAt: dataset.lastActivityAt,
    },
    records: snapshots,
    raters: renderRaters(listRaters(users, members, answered)),
    settings: renderSettings(await readSettings(connection, dataset, task)),
  };
}

/**
 * Keeps what a backup needs of each record. One snapshot for each text: of several records with the same text, the one
 * that prank wrote stays. A record that got the text of no prompt can't keep the id of the prompt that it was.
 */
export class SnapshotCollector {
  private readonly snapshots = new Map<string, RecordSnapshot>();

  /** `promptId`: the prompt whose text the record shows. */
  add(record: ArgillaRecord, promptId: string): void {
    const { externalId, metadata } = record;
    const isOwn = externalId === promptId;
    if (this.snapshots.has(promptId) && !isOwn) return;
    const label = externalId === null || isOwn || isPromptId(externalId) ? promptId : externalId;
    this.snapshots.set(promptId, { promptId, externalId: label, prompt: textOf(record), metadata: metadata ?? {} });
  }

  /** In the order in which their texts were first added. */
  all(): RecordSnapshot[] {
    return [...this.snapshots.values()];
  }
}

/** The paths of a snapshot in a backup. They follow from the content. */
export function namePaths(snapshot: ServerSnapshot, built: BuiltPaths): CurrentFiles {
  return {
    records: `records/${hashSnapshot(snapshot.records)}.parquet`,
    raters: ratersPath(snapshot.raters),
    settings: `settings/${hash(snapshot.settings)}.json`,
    ...built,
  };
}

export function ratersPath(raters: Buffer): string {
  return `raters/${hash(raters)}.json`;
}

/** Paths in a backup of the prompts and their build manifest; null = not there. */
export type BuiltPaths = Pick<CurrentFiles, 'prompts' | 'build'>;

/** The paths in a backup of the built files in the campaign's folder `dir`. Damaged files count as not there. */
export async function builtPathsOf(dir: string): Promise<BuiltPaths> {
  const built = await findBuiltPrompts(dir).catch((error: unknown) => {
    if (error instanceof UsageError && error.code === 'manifest_damaged') return null;
    throw error;
  });
  // Counts mean nothing without the prompts that they count.
  if (built === null || built.isDamaged) return { prompts: null, build: null };
  return { prompts: promptsPathFor(built.sha256), build: await manifestPathOf(campaignPaths.manifest(dir)) };
}

/**
 * Decides which build is current: this machine's if it was made after `base`, which this machine last saw in the
 * backup; otherwise the one in the backup now, which another machine may have made.
 */
export function joinBuiltPaths(here: BuiltPaths, base: BuiltPaths | null, there: BuiltPaths | null): BuiltPaths {
  if (there === null) return here;
  if (here.prompts === there.prompts) return { prompts: there.prompts, build: here.build ?? there.build };
  const isNew = here.prompts !== null && here.prompts !== base?.prompts;
  return isNew ? here : { prompts: there.prompts, build: there.build };
}

/** The path in a backup of prompts with this SHA-256. */
export function promptsPathFor(sha256: string): string {
  return pathFor('prompts', sha256, 'parquet');
}

function pathFor(folder: string, sha256: string, ending: string): string {
  return `${folder}/${sha256.slice(0, 12)}.${ending}`;
}

async function manifestPathOf(file: string): Promise<string | null> {
  try {
    return pathFor('build', await hashFile(file), 'json');
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw explainUnreadable(file, error);
  }
}

/** The source of each path's bytes. `dir` = the campaign's folder; `scratch` holds content that must be a file. */
export async function makeSources(
  snapshot: ServerSnapshot,
  current: CurrentFiles,
  { dir, scratch }: { dir: string; scratch: string },
): Promise<Map<string, BlobSource>> {
  const records = join(scratch, 'records.parquet');
  await writeSnapshot(records, snapshot.records);
  const sources = new Map<string, BlobSource>([
    [current.records, { file: records }],
    [current.raters, snapshot.raters],
    [current.settings, snapshot.settings],
  ]);
  if (current.prompts !== null) sources.set(current.prompts, { file: campaignPaths.prompts(dir) });
  if (current.build !== null) sources.set(current.build, { file: campaignPaths.manifest(dir) });
  return sources;
}

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 12);
}
