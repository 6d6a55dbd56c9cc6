import { listWorkspaces } from '../../argilla/workspaces.ts';
import { PermissionError, PrankError, UnsafeError, UsageError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import type { Emit, Step } from '../../model.ts';
import { connectSpace } from './connect.ts';
import { deployToSpace, openSpaceHub, type SpaceDeployOptions, toWanted } from './deploy.ts';
import { getSpaceOverview } from './inspect.ts';
import type { SpaceCampaign } from './types.ts';

/** Whether a Space can be restored into; `locked` = the key of its Argilla is not here. */
export type SpaceState = 'open' | 'missing' | 'locked';

/** Finds out with one request to Argilla on the Space. */
export async function findSpaceState(campaign: SpaceCampaign): Promise<SpaceState> {
  try {
    await listWorkspaces(await connectSpace(campaign, campaign));
    return 'open';
  } catch (error) {
    const isMissing = error instanceof PrankError && (error.code === 'space_missing' || error.code === 'not_deployed');
    if (isMissing) return 'missing';
    if (error instanceof UsageError && error.code === 'key_missing') return 'locked';
    if (error instanceof PermissionError && error.code === 'argilla_key_rejected') return 'locked';
    throw error;
  }
}

/**
 * Makes the Space ready for a restore by somebody who has nothing but the Hub token: creates it if it is gone, and
 * gives it a new empty database with a new key if nobody here has the old key. Data in the bucket stays where it is.
 * The restore makes the dataset: it knows all questions of the lost one, and none can be added later.
 * Throws UnsafeError `not_confirmed`, UsageError `stored_key_missing` if the database is an external one.
 */
export async function renewSpace(
  campaign: SpaceCampaign,
  given: Omit<SpaceDeployOptions, 'freshFolder' | 'onlySpace'>,
  emit: Emit,
): Promise<{ url: string; steps: Step[] }> {
  const options = { ...given, onlySpace: true };
  const { target } = campaign;
  const wanted = toWanted(campaign);
  const { info, bucket } = await getSpaceOverview(await openSpaceHub(campaign), wanted);
  const hasKey = (await campaign.readSetting('ARGILLA_API_KEY')) !== undefined;
  const isEmpty = info === null && (bucket?.files ?? 0) === 0;
  if (isEmpty || (info === null && hasKey)) return deployToSpace(campaign, options, emit);
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
  if (options.dryRun) emit({ type: 'info', text: `${what} ${fate} You will be asked first.` });
  else if (!(await campaign.confirm(`${what} ${fate} Go on?`))) {
    throw new UnsafeError('not_confirmed', `${what} ${fate}`, {
      hint: `If its Argilla still works, put ARGILLA_API_KEY into .env instead, and pull first. To go on: ${prankCommand('restore', '--yes')}`,
    });
  }
  const freshFolder = `prank-${campaign.random(4).toString('hex')}`;
  return deployToSpace(campaign, { ...options, freshFolder }, emit);
}
