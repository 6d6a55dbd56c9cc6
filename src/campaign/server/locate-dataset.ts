import type { Connection } from '../../argilla/connection.ts';
import { findDataset } from '../../argilla/datasets.ts';
import type { ArgillaDataset, ArgillaWorkspace } from '../../argilla/wire.ts';
import { listWorkspaces } from '../../argilla/workspaces.ts';
import { UnsafeError, UsageError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import type { Task } from '../../model.ts';
import type { KnownServer } from './known-server.ts';

export interface LocatedDataset {
  workspace: ArgillaWorkspace;
  dataset: ArgillaDataset;
}

/**
 * The campaign's dataset on the server, in two calls. Throws UsageError `not_deployed` if it was never there, and
 * UnsafeError `server_was_reset` if answers are known from a dataset that is gone or was replaced: going on would mix
 * two servers.
 */
export async function locateDataset(
  connection: Connection,
  task: Task,
  { known, acceptNew }: { known: KnownServer | null; acceptNew: boolean },
): Promise<LocatedDataset> {
  const located = await findLocated(connection, task);
  const knowsAnother = known !== null && known.datasetId !== located?.dataset.id;
  if (knowsAnother && !(acceptNew && located !== null)) throw serverWasReset(connection, task, located !== null);
  if (located === null) {
    throw new UsageError('not_deployed', `Argilla at ${connection.url} has no dataset ${nameOf(task)}.`, {
      hint: prankCommand('deploy'),
    });
  }
  return located;
}

/** null if the workspace or the dataset does not exist. */
export async function findLocated(connection: Connection, task: Task): Promise<LocatedDataset | null> {
  const workspace = (await listWorkspaces(connection)).find(({ name }) => name === task.workspace);
  if (workspace === undefined) return null;
  const dataset = await findDataset(connection, { workspaceId: workspace.id, name: task.dataset });
  return dataset === undefined ? null : { workspace, dataset };
}

/** The dataset's name in messages. */
export function nameOf(task: Task): string {
  return `${task.workspace}/${task.dataset}`;
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
