import { stat } from 'node:fs/promises';
import { UsageError } from '../../lib/errors.ts';
import type { Emit, Source } from '../../model.ts';
import type { BuildInput } from '../build-input.ts';
import type { PlannedFile, PlannedSource } from '../build-plan.ts';
import { lookAtFormat, readFormat } from './find-files.ts';
import { type HubFilesPort, matchHubFiles, type PinnedDataset } from './hub-files.ts';
import type { Lock, LockedSource } from '../lock/lock.ts';

type HubSource = Source & { hub: NonNullable<Source['hub']> };

/**
 * The files of a Hub source, at the locked commit or else at the commit its revision points to now. Downloads missing
 * files. If all locked files are here, makes no request to the Hub.
 */
export async function resolveHubSource(
  source: HubSource,
  lock: Lock | null,
  input: BuildInput,
  emit: Emit,
): Promise<PlannedSource> {
  const hub = portOf(source, input);
  const locked = findLocked(source, lock);
  if (locked !== null && input.update !== true) {
    const files = await findLockedFiles(source, locked, hub);
    if (files !== null) return { source, pinned: locked.pinned, files };
  }
  const pinned = await pin(source, locked, hub, input.update === true, emit);
  const matched = matchHubFiles(source, pinned, await hub.list(pinned.dataset, pinned.commit));
  // Check all names first, so that an unknown format is not found only after an hour of downloads.
  const formats = matched.map(({ path }) => readFormat(source, path));
  const files: PlannedFile[] = [];
  for (const [index, { path, sizeBytes }] of matched.entries()) {
    const absolutePath = await hub.fetch(pinned.dataset, pinned.commit, path, emit);
    const named = formats[index] ?? readFormat(source, path);
    // A plan downloads nothing.
    const format = absolutePath === '' ? named : await lookAtFormat({ path, absolutePath }, named);
    files.push({ path, absolutePath, ...format, sizeBytes });
  }
  return { source, pinned, files };
}

function portOf({ id, hub: { dataset } }: HubSource, { hub }: BuildInput): HubFilesPort {
  if (hub !== undefined) return hub;
  throw new UsageError('hub_not_given', `Source ${id} is the Hub dataset ${dataset}, and this build has no Hub.`);
}

type LockedHubSource = LockedSource & { pinned: PinnedDataset };

/** What the last build locked for exactly this source; null if prank.yaml now asks for something else. */
function findLocked({ id, hub }: HubSource, lock: Lock | null): LockedHubSource | null {
  const found = lock?.sources.find((source) => source.id === id);
  const pinned = found?.pinned;
  if (found === undefined || pinned === null || pinned === undefined) return null;
  const isSame = pinned.dataset === hub.dataset && pinned.revision === hub.revision && pinned.path === hub.path;
  return isSame ? { ...found, pinned } : null;
}

/** null = not all of them are here. */
async function findLockedFiles(
  source: HubSource,
  { pinned, files }: LockedHubSource,
  hub: HubFilesPort,
): Promise<PlannedFile[] | null> {
  const found: PlannedFile[] = [];
  for (const { path, sizeBytes } of files) {
    const absolutePath = await hub.findHere(pinned.dataset, pinned.commit, path);
    if (absolutePath === null || (await stat(absolutePath)).size !== sizeBytes) return null;
    const format = await lookAtFormat({ path, absolutePath }, readFormat(source, path));
    found.push({ path, absolutePath, ...format, sizeBytes });
  }
  return found;
}

async function pin(
  { id, hub: { dataset, revision, path } }: HubSource,
  locked: LockedHubSource | null,
  hub: HubFilesPort,
  update: boolean,
  emit: Emit,
): Promise<PinnedDataset> {
  if (locked !== null && !update) return locked.pinned;
  const commit = await hub.pin(dataset, revision);
  if (locked !== null && locked.pinned.commit !== commit) {
    const text = `Source ${id}: ${dataset} moved from ${locked.pinned.commit.slice(0, 12)} to ${commit.slice(0, 12)}.`;
    emit({ type: 'info', text });
  }
  return { dataset, revision, path, commit };
}
