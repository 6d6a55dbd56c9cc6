import type { Connection } from '../../argilla/connection.ts';
import { findDataset, findDatasetById } from '../../argilla/datasets.ts';
import type { ArgillaDataset, ArgillaWorkspace } from '../../argilla/wire.ts';
import { listWorkspaces } from '../../argilla/workspaces.ts';
import { areTaskNames, type TaskNames } from '../../config/task-names.ts';
import { UnsafeError, UsageError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { printable } from '../../lib/text/text.ts';
import type { Emit, Task } from '../../model.ts';
import type { KnownServer } from './known-server.ts';

export interface LocatedDataset {
  workspace: ArgillaWorkspace;
  dataset: ArgillaDataset;
}

/** What the server has of a campaign. */
export interface FoundPlace {
  /** The workspace of `located`, otherwise the one that prank.yaml names; null = neither is there. */
  workspace: ArgillaWorkspace | null;
  /** The dataset of the campaign; null = it is not there. */
  located: LocatedDataset | null;
  /** Another dataset has the name that prank.yaml gives. */
  hasNamesake: boolean;
}

/**
 * The campaign's dataset on the server, in two calls if it has the name that prank.yaml gives. Throws UsageError
 * `not_deployed` if it was never there, and UnsafeError `server_was_reset` if answers are known from a dataset that is
 * gone: going on would mix two servers. With `acceptNew`, a dataset of the right name will do.
 */
export async function locateDataset(
  connection: Connection,
  task: Task,
  { known, acceptNew }: { known: KnownServer | null; acceptNew: boolean },
  emit: Emit,
): Promise<LocatedDataset> {
  const knownId = known?.datasetId ?? null;
  const named = acceptNew ? await findLocated(connection, task, null, emit) : null;
  const located = named ?? (await findLocated(connection, task, knownId, emit));
  const isLost = known !== null && known.hasAnswers && knownId !== located?.dataset.id;
  if (isLost && !(acceptNew && located !== null)) throw serverWasReset(connection, task, located !== null);
  if (located === null) {
    throw new UsageError('not_deployed', `Argilla at ${connection.url} has no dataset ${nameOf(task)}.`, {
      hint: prankCommand('deploy'),
    });
  }
  return located;
}

/**
 * The dataset with the known id, otherwise the one that prank.yaml names; null = there is neither. Warns if the known
 * one has another name.
 */
export async function findLocated(
  connection: Connection,
  task: Task,
  knownId: string | null,
  emit: Emit,
): Promise<LocatedDataset | null> {
  const place = await findPlace(connection, task, knownId);
  const text = describeRename(task, place);
  if (text !== null) emit({ type: 'warning', text });
  return place.located;
}

/** Looks for the dataset by its name, which nearly always has the known id, and only then by this id. */
export async function findPlace(connection: Connection, task: Task, knownId: string | null): Promise<FoundPlace> {
  const workspaces = await listWorkspaces(connection);
  const workspace = workspaces.find(({ name }) => name === task.workspace) ?? null;
  const key = workspace === null ? null : { workspaceId: workspace.id, name: task.dataset };
  const dataset = key === null ? undefined : await findDataset(connection, key);
  const named = workspace === null || dataset === undefined ? null : { workspace, dataset };
  if (knownId === null || knownId === named?.dataset.id) return { workspace, located: named, hasNamesake: false };
  const known = await findDatasetById(connection, knownId);
  const home = workspaces.find(({ id }) => id === known?.workspaceId);
  if (known === undefined || home === undefined) return { workspace, located: named, hasNamesake: false };
  return { workspace: home, located: { workspace: home, dataset: known }, hasNamesake: named !== null };
}

/** The dataset's name in messages. */
export function nameOf({ workspace, dataset }: TaskNames): string {
  return `${printable(workspace, 200)}/${printable(dataset, 200)}`;
}

/** The names that the server uses. */
export function namesOf({ workspace, dataset }: LocatedDataset): TaskNames {
  return { workspace: workspace.name, dataset: dataset.name };
}

/** The names that differ from those in prank.yaml; null = none. */
export function findNewNames(task: Task, located: LocatedDataset): Partial<TaskNames> | null {
  const { workspace, dataset } = namesOf(located);
  const names = {
    ...(workspace === task.workspace ? {} : { workspace }),
    ...(dataset === task.dataset ? {} : { dataset }),
  };
  return Object.keys(names).length === 0 ? null : names;
}

/** Says that the campaign's dataset has another name than prank.yaml gives, and what to do; null = it has not. */
export function describeRename(task: Task, place: FoundPlace): string | null {
  const { located } = place;
  const names = located === null ? null : findNewNames(task, located);
  if (located === null || names === null) return null;
  return `${describeNames(task, located, place.hasNamesake)} ${adviseRename(names, located)}.`;
}

/** What is the case, in sentences. */
export function describeNames(task: Task, located: LocatedDataset, hasNamesake: boolean): string {
  const other = hasNamesake ? ` The dataset ${nameOf(task)} on the server is another one.` : '';
  return `The campaign's dataset is called ${nameOf(namesOf(located))} on the server, but ${nameOf(task)} in prank.yaml. prank goes on with it.${other}`;
}

export const renameBack = 'prank.yaml may not hold this name: give the dataset its old name again in Argilla';

function adviseRename(names: Partial<TaskNames>, located: LocatedDataset): string {
  if (!areTaskNames(namesOf(located))) return renameBack;
  const lines = Object.entries(names).map(([key, name]) => `\`${key}: ${name}\``);
  return `Write ${lines.join(' and ')} under task in prank.yaml, or run: ${prankCommand('doctor', '--repair')}`;
}

function serverWasReset({ url }: Connection, task: Task, hasOther: boolean): UnsafeError {
  const what = hasOther
    ? 'is not the one that the known answers were pulled from'
    : 'is gone, but the ratings log has answers from it';
  return new UnsafeError(
    'server_was_reset',
    `The dataset ${nameOf(task)} on ${url} ${what}. The server was reset or replaced.`,
    {
      hint: `Nothing was changed; the answers are safe in the ratings log. To restore raters, records and answers: ${prankCommand('restore')}. If you mean to start over: ${prankCommand('deploy')}, then ${prankCommand('pull', '--new-dataset')}, which keeps the old answers.`,
    },
  );
}
