import type { Connection } from '../../argilla/connection.ts';
import { listDatasets } from '../../argilla/datasets.ts';
import { listUserProgress } from '../../argilla/progress.ts';
import { countRecords, listRecords } from '../../argilla/records.ts';
import { isServing } from '../../hub/spaces/runtime.ts';
import { PermissionError, RemoteError, UnsafeError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { answersOf } from '../../ratings/current-view.ts';
import type { RatingsLog } from '../open/types.ts';
import { spaceSoftware } from './software.ts';
import { type ExistingSpace, findDataVolume, type SpaceStep } from './types.ts';

/** What a restart of the Space puts at risk. */
export interface RestartRisk {
  /** Where the data survives the restart; null = nowhere, it is lost. */
  keptIn: string | null;
  /** null = unknown, for the reason in `unknown`. */
  known: { records: number; answers: number; unpulled: number } | null;
  unknown: string | null;
}

/**
 * Checks what the Space holds before `steps` restart it; null = nothing that could be lost. `connection` = Argilla on
 * the Space, which is asked once without waiting for it.
 */
export async function assessRestartRisk(
  space: ExistingSpace,
  steps: readonly SpaceStep[],
  bucketFiles: number | null,
  connection: Connection,
  log: Pick<RatingsLog, 'read'>,
): Promise<RestartRisk | null> {
  const volume = findDataVolume(space);
  const { databaseSecret } = spaceSoftware[space.server];
  const hasDatabase = space.secretKeys.has(databaseSecret);
  const moves = steps.some(({ change }) => change?.type === 'set-secret' && change.key === databaseSecret);
  const keptIn = moves ? null : hasDatabase ? 'its external database' : volume === null ? null : describe(volume);
  if (!isServing(space.stage)) {
    // The container is down, and its disk is gone with it.
    if (volume === null && !hasDatabase) return null;
    if (!hasDatabase && volume?.type === 'bucket' && bucketFiles === 0) return null;
    return { keptIn, known: null, unknown: `it is ${space.stage.toLowerCase().replaceAll('_', ' ')}` };
  }
  try {
    const known = await countContents(connection, log, keptIn === null);
    return known.records === 0 ? null : { keptIn, known, unknown: null };
  } catch (error) {
    if (error instanceof PermissionError || !(error instanceof RemoteError)) throw error;
    return { keptIn, known: null, unknown: 'Argilla does not answer' };
  }
}

function describe({ type, source }: { type: string; source: string }): string {
  return `${type} ${source}`;
}

/** Answers in datasets of other campaigns count too: they would also be lost. */
async function countContents(
  connection: Connection,
  { read }: Pick<RatingsLog, 'read'>,
  needsUnpulled: boolean,
): Promise<{ records: number; answers: number; unpulled: number }> {
  const total = { records: 0, answers: 0, unpulled: 0 };
  const log = answersOf(needsUnpulled ? await read() : []);
  const pulled = new Set(log.map((event) => `${event.recordId} ${event.raterId} ${event.serverUpdatedAt}`));
  for (const { id, status } of await listDatasets(connection)) {
    const records = await countRecords(connection, id);
    total.records += records;
    if (status === 'draft' || records === 0) continue;
    for (const { submitted, discarded, draft } of await listUserProgress(connection, id)) {
      total.answers += submitted + discarded + draft;
    }
    if (!needsUnpulled) continue;
    for (const record of await listRecords(connection, id, { withResponses: true })) {
      total.unpulled += (record.responses ?? []).filter(
        ({ userId: rater, updatedAt: updated }) => !pulled.has(`${record.id} ${rater} ${updated}`),
      ).length;
    }
  }
  return total;
}

/** Throws UnsafeError `answers_not_pulled`: no confirmation makes up for answers that are nowhere else. */
export function assertNoAnswerIsLost(name: string, { keptIn, known }: RestartRisk): void {
  if (keptIn !== null || known === null || known.unpulled === 0) return;
  throw new UnsafeError(
    'answers_not_pulled',
    `${name} must be restarted, it keeps no data over a restart, and ${known.unpulled} answers on it are not in the ratings log.`,
    {
      hint: `${prankCommand('pull')}, then ${prankCommand('deploy')} again. Answers of other datasets on that server must be exported by hand.`,
    },
  );
}

/** What a person must know before confirming. */
export function describeRestartRisk(name: string, { keptIn, known, unknown }: RestartRisk): string {
  const holds =
    known === null
      ? `what ${name} holds can't be told: ${unknown ?? 'unknown'}`
      : `${name} holds ${known.records} records and ${known.answers} answers`;
  const fate =
    keptIn === null
      ? 'Its data is not on a volume, so all of it is lost (prank restore brings back what is in the backup)'
      : `Its data stays in ${keptIn}; raters are cut off for some minutes`;
  return `${holds}. ${fate}.`;
}
