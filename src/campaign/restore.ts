import { writeAnsweredRecords } from '../argilla/answered-records.ts';
import type { RefusedRecord } from '../argilla/put-records.ts';
import { PartialError } from '../lib/errors.ts';
import { prankCommand } from '../lib/text/shell-command.ts';
import type { Campaign, Emit, Step } from '../model.ts';
import { answersOf } from '../ratings/current-view.ts';
import type { BackupPorts } from './backup/repository.ts';
import { deploy } from './deploy.ts';
import { type LocatedDataset, locateDataset } from './server/locate-dataset.ts';
import { type PullPorts, toGuard } from './pull.ts';
import { BackupIncompleteError, saveBackup } from './backup/open-backup.ts';
import {
  type AccountPorts,
  addToWorkspace,
  makeAccounts,
  makeWorkspace,
  type ReadBack,
  readBack,
} from './restore/apply.ts';
import { describeRestore, prepareRestore, type Restore } from './restore/prepare.ts';

export interface RestorePorts extends Omit<PullPorts, 'backup'>, AccountPorts {
  /** Needed also where prank.yaml names no backup: it says where log and prompts are. */
  backup: BackupPorts;
  /** Asks before something is deleted; false = no. */
  confirm: (question: string) => Promise<boolean>;
}

export interface RestoreResult {
  /** Accounts made. */
  users: number;
  /** Records written, new or with answers that were missing. */
  records: number;
  /** Answers written. */
  responses: number;
  steps: Step[];
}

/**
 * Brings raters, workspace, dataset, records and every answer back to a server that lost them, from log and backup.
 * Accounts come first and memberships last, so that nobody answers before their old answers are there; an answer that
 * the server holds is never overwritten. Again = only what is missing. Throws UnsafeError `question_changed`,
 * `answers_unknown`; PartialError with what can't be brought back.
 */
export async function restore(
  campaign: Campaign,
  ports: RestorePorts,
  { dryRun }: { dryRun: boolean },
  emit: Emit,
): Promise<RestoreResult> {
  const { connection } = ports;
  const work = await prepareRestore(campaign, ports, dryRun, emit);
  const steps = describeRestore(work, campaign);
  const made = work.raters.filter(({ action }) => action === 'create' || action === 'replace').length;
  const { write, answers } = work.plan;
  const result = { users: made, records: write.length, responses: answers, steps };
  if (dryRun) return { ...result, steps: [...steps, ...(await deploy(campaign, ports, { dryRun }, emit)).steps] };

  for (const step of steps) emit({ type: 'step', step });
  await makeWorkspace(connection, campaign.task.workspace, work.source?.manifest.server.workspaceId);
  await makeAccounts(ports, work.raters, emit);
  await deploy(campaign, ports, { dryRun }, emit);
  const located = await locateDataset(connection, campaign.task, { known: null, acceptNew: true });
  const types = new Map(campaign.task.metadata.map(({ name, type }) => [name, type]));
  const refused = await writeAnsweredRecords(connection, located.dataset.id, write, {
    types,
    onProgress: (done) => emit({ type: 'progress', task: 'writing records', done, total: write.length }),
  });
  const listing = await readBack(campaign, ports, located, work, emit);
  await addToWorkspace(connection, located, work.raters, emit);
  const failure = await finish(campaign, ports, located, work, listing, emit);
  assertWhole(work, refused, listing, result);
  if (failure !== null) throw new BackupIncompleteError(failure, result);
  return result;
}

/** Backup and state say that the campaign goes on here. */
async function finish(
  campaign: Campaign,
  { connection, log }: RestorePorts,
  located: LocatedDataset,
  { backup, source }: Restore,
  { events, now, records, users }: ReadBack,
  emit: Emit,
): Promise<Awaited<ReturnType<typeof saveBackup>>['failure']> {
  const answers = answersOf(events);
  const answered = new Set(answers.map(({ raterId }) => raterId));
  const ids = new Set(records.map(({ id }) => id));
  const lost = answers.filter(
    ({ datasetId, recordId }) => datasetId === located.dataset.id && !ids.has(recordId),
  ).length;
  const from = source?.manifest.server.datasetId ?? null;
  const restoredFrom = from === located.dataset.id ? null : from;
  const pulled = { located, records, users, answered, lost, now, restoredFrom };
  const saved = await saveBackup(campaign, connection, backup, pulled, emit);
  const count = saved.joined ? (await log.read()).length : events.length;
  await log.writeState({ ...toGuard(located), at: now, events: count, lost, backup: saved.state });
  return saved.failure;
}

/** Names what is not back; all else is, and the log has it. */
function assertWhole(
  { chosen, plan }: Restore,
  refused: readonly RefusedRecord[],
  { listed }: ReadBack,
  result: RestoreResult,
): void {
  const held = new Map(
    listed.map(({ promptId, responses }) => [promptId, new Set(responses.map(({ userId }) => userId))]),
  );
  const refusedIds = new Set(refused.map(({ externalId }) => externalId));
  const lost = plan.write.filter(
    ({ externalId, answers }) =>
      !refusedIds.has(externalId) && answers.some(({ userId }) => held.get(externalId)?.has(userId) !== true),
  );
  const lines = [
    ...chosen.withoutText.map((id) => `  ${id}: answered, but its text is neither in the backup nor in the prompts`),
    ...refused.map(({ externalId, why }) => `  ${externalId}: ${why}`),
    ...lost.map(({ externalId }) => `  ${externalId}: its answers are not all there`),
  ];
  if (lines.length === 0) return;
  const more = lines.length > 20 ? [`  and ${lines.length - 20} more`] : [];
  throw new PartialError(
    'restore_incomplete',
    [`${lines.length} records are not back; all others are, with their answers:`, ...lines.slice(0, 20), ...more].join(
      '\n',
    ),
    {
      hint: `Their answers are safe in the ratings log. Build the missing prompts with ${prankCommand('build')}, then run ${prankCommand('restore')} again.`,
      details: {
        ...result,
        without_text: chosen.withoutText,
        refused: refused.map(({ externalId, why }) => ({ external_id: externalId, why })),
      },
    },
  );
}
