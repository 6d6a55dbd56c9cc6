import type { Connection } from '../../argilla/connection.ts';
import { listUsers } from '../../argilla/users.ts';
import { listWorkspaceUsers } from '../../argilla/workspaces.ts';
import { PermissionError } from '../../lib/errors.ts';
import { countOf } from '../../lib/text/numbers.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import type { ResponseEvent } from '../../model.ts';
import { answersOf } from '../../ratings/current-view.ts';
import { inspectDeployment } from '../deploy/dataset.ts';
import { planDeployment } from '../deploy/plan.ts';
import type { OpenCampaign } from '../open/types.ts';

/** Something that was changed on the server, so that it is no longer as prank.yaml says. */
export interface Drift {
  /** Such as `overlap 3`. */
  what: string;
  why: string;
  /** The command that resolves it. */
  fix: string;
  /** The campaign can't go on as prank.yaml describes it. */
  blocks: boolean;
}

/** Compares the dataset, and who may answer, with prank.yaml and the answers so far. Changes nothing. */
export async function findDrift(
  { task }: OpenCampaign,
  connection: Connection,
  { datasetId, log }: { datasetId: string; log: readonly ResponseEvent[] },
): Promise<Drift[]> {
  const found = await inspectDeployment(connection, task, datasetId);
  const steps = planDeployment(task, found).filter(({ action, change }) => change !== null || action === 'refuse');
  const drift = steps.map(({ action, target, why }): Drift => {
    const blocks = action === 'refuse';
    // For something that is missing, a plan says how it will be, not how it is.
    const how = action === 'create' ? 'is not there' : why;
    return { what: target, why: how, fix: blocks ? prankCommand('doctor') : prankCommand('deploy'), blocks };
  });
  const out = found.workspace === null ? 0 : await countShutOut(connection, found.workspace.id, log);
  if (out === 0) return drift;
  const why = `${countOf(out, 'rater')} who answered can't see it any more`;
  const what = `workspace ${found.workspace?.name ?? ''}`;
  return [...drift, { what, why, fix: prankCommand('doctor', '--repair'), blocks: false }];
}

/** Number of raters with answers and an account who are no members of the workspace. */
async function countShutOut(
  connection: Connection,
  workspaceId: string,
  log: readonly ResponseEvent[],
): Promise<number> {
  const answered = new Set(answersOf(log).map(({ raterId }) => raterId));
  const members = new Set((await listWorkspaceUsers(connection, workspaceId)).map(({ id }) => id));
  if ([...answered].every((id) => members.has(id))) return 0;
  const users = await listUsers(connection).catch((error: unknown) => {
    if (error instanceof PermissionError) return [];
    throw error;
  });
  return users.filter(({ id, role }) => role === 'annotator' && answered.has(id) && !members.has(id)).length;
}
