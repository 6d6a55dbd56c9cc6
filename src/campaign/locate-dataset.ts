import type { Connection } from '../argilla/connection.ts';
import { findDataset } from '../argilla/datasets.ts';
import type { WireDataset, WireWorkspace } from '../argilla/wire.ts';
import { listWorkspaces } from '../argilla/workspaces.ts';
import { UnsafeError, UsageError } from '../lib/errors.ts';
import type { ResponseEvent, Task } from '../model.ts';
import type { PullState } from '../ratings/pull-state.ts';

export interface LocatedDataset {
  workspace: WireWorkspace;
  dataset: WireDataset;
}

/**
 * The campaign's dataset on the server, in two calls. Throws UsageError `not_deployed` when it was never there, and
 * UnsafeError `server_was_reset` when the ratings log knows answers from a dataset that is gone or was replaced:
 * going on would mix two servers.
 */
export async function locateDataset(
  connection: Connection,
  task: Task,
  known: { datasetIds: ReadonlySet<string>; acceptNew: boolean },
): Promise<LocatedDataset> {
  const located = await find(connection, task);
  const knowsAnother = known.datasetIds.size > 0 && !known.datasetIds.has(located?.dataset.id ?? '');
  if (knowsAnother && !(known.acceptNew && located !== null)) throw serverWasReset(connection, task, located !== null);
  if (located === null) {
    throw new UsageError('not_deployed', `Argilla at ${connection.url} has no dataset ${nameOf(task)}.`, {
      hint: 'prank deploy',
    });
  }
  return located;
}

/** Ids of the datasets whose answers the log holds, and of the one that was pulled last. */
export function knownDatasetIds(events: readonly ResponseEvent[], state: PullState | null): Set<string> {
  const ids = new Set(events.map(({ datasetId }) => datasetId));
  // An empty log says nothing of a reset: whatever was pulled last, no answer can be mixed up.
  return ids.size === 0 || state === null ? ids : ids.add(state.datasetId);
}

async function find(connection: Connection, task: Task): Promise<LocatedDataset | null> {
  const workspace = (await listWorkspaces(connection)).find(({ name }) => name === task.workspace);
  if (workspace === undefined) return null;
  const dataset = await findDataset(connection, { workspaceId: workspace.id, name: task.dataset });
  return dataset === undefined ? null : { workspace, dataset };
}

function nameOf(task: Task): string {
  return `${task.workspace}/${task.dataset}`;
}

function serverWasReset({ url }: Connection, task: Task, hasOther: boolean): UnsafeError {
  const what = hasOther
    ? 'is not the one that the ratings log was pulled from'
    : 'is gone, but the ratings log has answers from it';
  return new UnsafeError(
    'server_was_reset',
    `The dataset ${nameOf(task)} on ${url} ${what}. The server was reset or replaced.`,
    {
      hint: 'Nothing was changed; the answers are safe in .prank/ratings. If the new server is meant: prank deploy, then prank pull --new-dataset, which keeps the old answers.',
    },
  );
}
