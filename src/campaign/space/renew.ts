import { listWorkspaces } from '../../argilla/workspaces.ts';
import { PermissionError, PrankError, UnsafeError, UsageError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import type { Campaign, Emit, SpaceTarget } from '../../model.ts';
import type { Connection } from '../../argilla/connection.ts';
import type { SpaceDeployPorts } from './ports.ts';
import { deployToSpace, type SpaceDeployOptions, toWanted } from './deploy.ts';
import { getSpaceOverview } from './inspect.ts';

/** Whether a Space can be restored into: `locked` = its Argilla has a key that is not here. */
export type SpaceState = 'open' | 'missing' | 'locked';

/** Asks one thing of Argilla on the Space; `connect` fails where there is no key or no Space. */
export async function findSpaceState(connect: () => Promise<Connection>): Promise<SpaceState> {
  try {
    await listWorkspaces(await connect());
    return 'open';
  } catch (error) {
    if (error instanceof PrankError && error.code === 'space_missing') return 'missing';
    if (error instanceof UsageError && error.code === 'key_missing') return 'locked';
    if (error instanceof PermissionError && error.code === 'argilla_key_rejected') return 'locked';
    throw error;
  }
}

/**
 * Makes the Space ready for a restore by somebody who has nothing but the Hub token: makes it where it is gone, and
 * gives it a new empty database with a new key where nobody here has the old one. Data in the bucket stays where it is.
 * Throws UnsafeError `not_confirmed`, UsageError `stored_key_missing` where the database is an external one.
 */
export async function renewSpace(
  campaign: Campaign & { target: SpaceTarget },
  ports: SpaceDeployPorts,
  options: Omit<SpaceDeployOptions, 'freshFolder'>,
  emit: Emit,
): Promise<{ url: string }> {
  const { target, task } = campaign;
  const wanted = toWanted(target, task);
  const { info, bucket } = await getSpaceOverview(ports.hub, wanted);
  const hasKey = (await ports.settings.read('ARGILLA_API_KEY')) !== undefined;
  const isEmpty = info === null && (bucket?.files ?? 0) === 0;
  if (isEmpty || (info === null && hasKey)) return deployToSpace(campaign, ports, options, emit);
  if (wanted.hasDatabase) {
    throw new UsageError(
      'stored_key_missing',
      `Argilla on ${target.space} works on an external database, and its key is not here: ARGILLA_API_KEY.`,
    );
  }
  const fate =
    wanted.bucket === null
      ? 'It keeps no data over a restart: answers that are neither in the backup nor here will be gone.'
      : `What its database holds stays in the bucket ${wanted.bucket}, but answers there that are not in the backup will not be part of the campaign.`;
  const what = `The key of Argilla on ${target.space} is not here, so nobody can see what it holds. To restore, the Space gets a new key and an empty database.`;
  if (!(await ports.confirm(`${what} ${fate} Go on?`))) {
    throw new UnsafeError('not_confirmed', `${what} ${fate}`, {
      hint: `If its Argilla still works, put ARGILLA_API_KEY into .env instead, and pull first. To go on: ${prankCommand('restore', '--yes')}`,
    });
  }
  const freshFolder = `prank-${ports.randomSecret().slice(0, 8)}`;
  return deployToSpace(campaign, ports, { ...options, freshFolder }, emit);
}
