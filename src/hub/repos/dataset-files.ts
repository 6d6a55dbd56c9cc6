import { copyFile, realpath, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { writeFileWhole } from '../../lib/files/atomic-file.ts';
import { PermissionError, UsageError } from '../../lib/errors.ts';
import { makeFolder } from '../../lib/files/make-folder.ts';
import { nullIfMissing } from '../../lib/files/missing-file.ts';
import type { Emit } from '../../model.ts';
import type { HubConnection } from '../connection.ts';
import { downloadFile, hashOf } from './download.ts';
import { listFiles, type RemoteFile } from './files.ts';
import { HubHttpError } from '../http-error.ts';
import { findRepository } from './repositories.ts';
import { loginCommand } from '../token.ts';

export interface DatasetFilesOptions {
  /** Called when first needed: cached files need no Hub. */
  openHub: () => Promise<HubConnection>;
  /** Shared with the official client, in its layout. */
  cacheDir: string;
}

/** Files of datasets, downloaded once for all programs on this machine that use the Hub's cache. */
export interface DatasetFiles {
  pin(dataset: string, revision: string): Promise<string>;
  list(dataset: string, commit: string): Promise<RemoteFile[]>;
  fetch(dataset: string, commit: string, path: string, emit: Emit): Promise<string>;
  findHere(dataset: string, commit: string, path: string): Promise<string | null>;
}

/** Its functions throw UsageError `hub_dataset_missing`, `hub_revision_missing`; PermissionError `hub_gated`. */
export function openDatasetFiles({ openHub, cacheDir }: DatasetFilesOptions): DatasetFiles {
  const listings = new Map<string, RemoteFile[]>();
  const folderOf = (dataset: string): string => join(cacheDir, `datasets--${dataset.replaceAll('/', '--')}`);
  const snapshotOf = (dataset: string, commit: string, path: string): string =>
    join(folderOf(dataset), 'snapshots', commit, path);

  async function list(dataset: string, commit: string): Promise<RemoteFile[]> {
    const key = `${dataset} ${commit}`;
    const known = listings.get(key);
    if (known !== undefined) return known;
    const hub = await openHub();
    const files = await listFiles(hub, { type: 'dataset', name: dataset }, commit).catch((error: unknown) => {
      throw explain(error, dataset, commit);
    });
    listings.set(key, files);
    return files;
  }

  return {
    list,
    async pin(dataset, revision) {
      const hub = await openHub();
      const repository = { type: 'dataset', name: dataset } as const;
      const found = await findRepository(hub, repository, revision);
      if (found === null) throw await missing(hub, dataset, revision);
      if (found.commit !== revision) {
        await writeFileWhole(join(folderOf(dataset), 'refs', revision), found.commit);
      }
      return found.commit;
    },
    async fetch(dataset, commit, path, emit) {
      const file = (await list(dataset, commit)).find((listed) => listed.path === path);
      if (file === undefined) throw fileMissing(dataset, commit, path);
      const blob = join(folderOf(dataset), 'blobs', file.hash.hex);
      if (!(await isWhole(blob, file))) {
        const hub = await openHub();
        const task = `download ${path}`;
        const onProgress = (done: number, total: number): void =>
          emit({ type: 'progress', task, done, total, unit: 'bytes' });
        const repository = { type: 'dataset', name: dataset } as const;
        await downloadFile(hub, repository, { commit, file, to: blob, onProgress }).catch(async (error: unknown) => {
          // Another program may have downloaded the same file at the same time.
          if (!(await isWhole(blob, file))) throw explain(error, dataset, commit);
        });
      }
      return linkSnapshot(blob, snapshotOf(dataset, commit, path));
    },
    async findHere(dataset, commit, path) {
      const snapshot = snapshotOf(dataset, commit, path);
      const blob = await realpath(snapshot).catch(nullIfMissing);
      if (blob === null) return null;
      // A blob is named after its hash: git's SHA-1 has 40 digits, SHA-256 has 64.
      const hex = basename(blob);
      const hash = { type: hex.length === 64 ? 'sha256' : 'git', hex } as const;
      const { size } = await stat(blob);
      return (await isWhole(blob, { path, sizeBytes: size, hash })) ? snapshot : null;
    },
  };
}

async function isWhole(blob: string, file: RemoteFile): Promise<boolean> {
  const found = await stat(blob).catch(nullIfMissing);
  return found?.size === file.sizeBytes && (await hashOf(blob, file)) === file.hash.hex;
}

/** Links a snapshot path to its blob. Another program may be doing the same at this moment. */
async function linkSnapshot(blob: string, snapshot: string): Promise<string> {
  await makeFolder(dirname(snapshot));
  try {
    await symlink(relative(dirname(snapshot), blob), snapshot);
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    // On some systems only administrators may create links.
    if (!isThere) await copyFile(blob, snapshot);
  }
  return snapshot;
}

async function missing(hub: HubConnection, dataset: string, revision: string): Promise<UsageError> {
  const repository = await findRepository(hub, { type: 'dataset', name: dataset });
  if (repository !== null) {
    return new UsageError('hub_revision_missing', `The dataset ${dataset} has no revision ${revision}.`, {
      hint: `Look for branches and tags at ${hub.endpoint}/datasets/${dataset}/tree/main`,
    });
  }
  return new UsageError(
    'hub_dataset_missing',
    `There is no dataset ${dataset} on the Hub, or none that this token may see.`,
  );
}

function fileMissing(dataset: string, commit: string, path: string): UsageError {
  return new UsageError('source_file_missing', `The dataset ${dataset} has no file ${path} at ${commit.slice(0, 12)}.`);
}

/** Converts the Hub's response about a dataset's files to the error of the party who can act. */
function explain(error: unknown, dataset: string, commit: string): unknown {
  // The Hub answers 401 to somebody without a token.
  const isGated =
    (error instanceof PermissionError && error.code === 'hub_gated') ||
    (error instanceof HubHttpError && error.errorCode === 'GatedRepo');
  if (isGated) {
    return new PermissionError(
      'hub_gated',
      `The dataset ${dataset} is gated: its owner wants conditions accepted first.`,
      {
        hint: `Accept them at https://huggingface.co/datasets/${dataset} and log in with that account: ${loginCommand}`,
        cause: error,
      },
    );
  }
  if (!(error instanceof HubHttpError)) return error;
  const { status, errorCode } = error;
  if (errorCode === 'RevisionNotFound') {
    return new UsageError('hub_commit_missing', `The dataset ${dataset} no longer has the commit ${commit}.`, {
      cause: error,
    });
  }
  if (status === 401 || status === 404) {
    return new UsageError(
      'hub_dataset_missing',
      `There is no dataset ${dataset} on the Hub, or none that this token may see.`,
      { cause: error },
    );
  }
  return error;
}
