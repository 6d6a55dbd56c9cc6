import type { Connection } from '../argilla/connection.ts';
import { UnsafeError, UsageError } from '../lib/errors.ts';
import { prankCommand } from '../lib/text/shell-command.ts';
import type { Emit } from '../model.ts';
import { readLastDataset } from '../folder/last-dataset.ts';
import { deleteAnswers, listAnswers } from './forget/server.ts';
import type { OpenCampaign } from './open/types.ts';
import { readReleasedNames } from './publish/published-release.ts';
import { pull } from './pull.ts';
import { findKnownServer } from './server/known-server.ts';
import { findLocated } from './server/locate-dataset.ts';

export interface DiscardedTrial {
  /** Number of answers that were deleted, or would be in a dry run. */
  responses: number;
  /** Number of people who gave them. */
  raters: number;
}

/**
 * Deletes every answer of a campaign that has not released anything yet, so that a trial doesn't count. Everybody can
 * answer again. The ratings log keeps what was deleted as deleted. Throws UnsafeError `released_already`,
 * `not_confirmed`; UsageError `not_deployed`.
 */
export async function discardTrial(
  campaign: OpenCampaign,
  { dryRun = false }: { dryRun?: boolean } = {},
  emit: Emit = campaign.emit,
): Promise<DiscardedTrial> {
  return campaign.withLock(
    'forget',
    () => campaign.withConnection({ dryRun }, (connection) => discard(campaign, connection, dryRun, emit)),
    { readOnly: dryRun },
  );
}

async function discard(
  campaign: OpenCampaign,
  connection: Connection,
  dryRun: boolean,
  emit: Emit,
): Promise<DiscardedTrial> {
  if ((await readReleasedNames(campaign)) !== null) throw released(campaign);
  // The log knows each answer before it is deleted, so that nothing is gone without a trace.
  if (!dryRun) await pull(campaign, { full: true }, emit);
  const state = await campaign.log.readState();
  const known = findKnownServer(await campaign.log.read(), state, null, await readLastDataset(campaign.dir));
  const located = await findLocated(connection, campaign.task, known?.datasetId ?? null, emit);
  if (located === null) {
    throw new UsageError('not_deployed', 'The campaign has no dataset on the server yet, so there are no answers.', {
      hint: prankCommand('deploy'),
    });
  }
  const answers = await listAnswers(connection, located, emit);
  const result = { responses: answers.length, raters: new Set(answers.map(({ raterId }) => raterId)).size };
  if (dryRun || answers.length === 0) return result;
  const what = `all ${result.responses} answers of ${result.raters} people`;
  if (!(await campaign.confirm(`Delete ${what} in Argilla? Everybody can answer again.`))) {
    throw new UnsafeError('not_confirmed', `This would delete ${what}.`, {
      hint: prankCommand('forget', '--all-trial', '--yes'),
    });
  }
  await deleteAnswers(connection, located, answers, emit);
  await pull(campaign, { full: true, acceptDeletions: true }, emit);
  return result;
}

function released({ publish }: OpenCampaign): UnsafeError {
  return new UnsafeError(
    'released_already',
    `${publish?.dataset ?? 'The campaign'} has a release already, so these are no trial answers any more.`,
  );
}
