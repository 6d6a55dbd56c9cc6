import type { Connection } from '../argilla/connection.ts';
import { writeAnsweredRecords } from '../argilla/answered-records.ts';
import type { RefusedRecord } from '../argilla/put-records.ts';
import { listQuestions } from '../argilla/settings.ts';
import { compareText, printable } from '../lib/text/text.ts';
import { PartialError, UsageError } from '../lib/errors.ts';
import { prankCommand } from '../lib/text/shell-command.ts';
import type { Emit, Step, Task } from '../model.ts';
import { answersOf } from '../ratings/current-view.ts';
import { type DeployedDataset, deployDataset } from './deploy/dataset.ts';
import { otherQuestions } from './deploy/plan.ts';
import { keepServerUrl } from './open/server-address.ts';
import type { OpenCampaign } from './open/types.ts';
import { findKnownId } from './server/find-known-id.ts';
import { findLocated, type LocatedDataset, nameOf } from './server/locate-dataset.ts';
import { toGuard } from './server/list-server.ts';
import { SnapshotCollector } from './backup/snapshot.ts';
import { BackupIncompleteError, saveBackup } from './backup/open-backup.ts';
import { readKeptQuestions } from './backup/kept-questions.ts';
import { addToWorkspace, makeAccounts, makeWorkspace, type ReadBack, readBack } from './restore/apply.ts';
import { describeRestore, prepareRestore, type Restore } from './restore/prepare.ts';

export interface RestoreOptions {
  dryRun?: boolean;
  /** How long to wait for a Space; half an hour unless given. */
  timeoutMs?: number;
}

export interface RestoreResult {
  /** Accounts created. */
  users: number;
  /** Records written: new ones, and those whose answers were missing. */
  records: number;
  /** Answers written. */
  responses: number;
  steps: Step[];
}

/**
 * Restores raters, workspace, dataset, records and every answer to a server that lost them, from log and backup.
 * Accounts come first and memberships last, so that nobody answers before their old answers are there. An answer on the
 * server is only overwritten with a newer version of itself. A second run writes only what is missing. Throws
 * UnsafeError `question_changed`, `answers_unknown`; PartialError `restore_incomplete`, `backup_incomplete`.
 */
export async function restore(
  campaign: OpenCampaign,
  { dryRun = false, timeoutMs = 30 * 60_000 }: RestoreOptions = {},
  emit: Emit = campaign.emit,
): Promise<RestoreResult> {
  return campaign.withLock(
    'restore',
    async () => {
      const fresh = await readySpace(campaign, { dryRun, timeoutMs }, emit);
      const work = (connection: Connection): Promise<RestoreResult> =>
        restoreServer(campaign, connection, { dryRun }, emit);
      if (!dryRun || fresh === null) return campaign.withConnection({ dryRun }, work);
      // The Space that the real run makes is empty, and so is this server.
      const { connectScratch } = await import('./open/server.ts');
      const result = await connectScratch(campaign, work);
      const later = new Set(result.steps.map(({ action, target }) => `${action} ${target}`));
      const first = fresh.filter(({ action, target }) => !later.has(`${action} ${target}`));
      return { ...result, steps: [...first, ...result.steps] };
    },
    { readOnly: dryRun },
  );
}

/**
 * In a fresh clone, the Space may be gone, or its key may be lost: then it is made, or gets a new key and an empty
 * database. Returns these steps; null = there is a server to restore into already.
 */
async function readySpace(
  campaign: OpenCampaign,
  { dryRun, timeoutMs }: { dryRun: boolean; timeoutMs: number },
  emit: Emit,
): Promise<Step[] | null> {
  const { target } = campaign;
  if (target.type !== 'space') return null;
  const { findSpaceState, renewSpace } = await import('./space/renew.ts');
  if ((await findSpaceState({ ...campaign, target })) === 'open') return null;
  const known = await findKnownId(campaign, emit);
  const { url, steps } = await renewSpace({ ...campaign, target }, { dryRun, timeoutMs, known }, emit);
  if (!dryRun) await keepServerUrl(campaign, url);
  return steps;
}

async function restoreServer(
  campaign: OpenCampaign,
  connection: Connection,
  { dryRun }: { dryRun: boolean },
  emit: Emit,
): Promise<RestoreResult> {
  const work = await prepareRestore(campaign, connection, dryRun, emit);
  const steps = describeRestore(work, campaign);
  const made = work.raters.filter(({ action }) => action === 'create' || action === 'replace').length;
  const { write, answers } = work.plan;
  const result = { users: made, records: write.length, responses: answers, steps };
  const known = work.located?.dataset.id ?? null;
  const questions = work.source?.questions ?? (await readKeptQuestions(campaign.dir));
  const lostQuestions = otherQuestions(campaign.task, questions);
  const deploying = { dryRun, known, lostQuestions };
  if (dryRun) {
    const deployed = await deployDataset(campaign, connection, deploying, emit);
    return { ...result, steps: [...steps, ...deployed.steps] };
  }

  for (const step of steps) emit({ type: 'step', step });
  if (work.located === null)
    await makeWorkspace(connection, campaign.task.workspace, work.source?.manifest.server.workspaceId);
  await makeAccounts(campaign, connection, work.raters, emit);
  const deployed = await deployDataset(campaign, connection, deploying, emit);
  const located = await getDeployed(connection, campaign.task, deployed);
  const types = new Map(campaign.task.metadata.map(({ name, type }) => [name, type]));
  const kept = await withKnownQuestions(connection, located, write, emit);
  const refused = await writeAnsweredRecords(connection, located.dataset.id, kept, {
    types,
    onProgress: (done) => emit({ type: 'progress', task: 'writing records', done, total: write.length }),
  });
  const listing = await readBack(campaign, connection, located, work, emit);
  await addToWorkspace(connection, located, work.raters, emit);
  const failure = await finish(campaign, connection, located, work, listing, emit);
  assertWhole(work, refused, listing, result);
  if (failure !== null) throw new BackupIncompleteError(failure, result);
  return result;
}

/** The records without answers to questions that the dataset does not have: Argilla would refuse them. */
async function withKnownQuestions(
  connection: Connection,
  { dataset }: LocatedDataset,
  records: Restore['plan']['write'],
  emit: Emit,
): Promise<Restore['plan']['write']> {
  const names = new Set((await listQuestions(connection, dataset.id)).map(({ name }) => name));
  const missing = new Set<string>();
  const kept = records.map((record) => ({
    ...record,
    answers: record.answers.map((answer) => {
      const entries = Object.entries(answer.values);
      for (const [name] of entries) if (!names.has(name)) missing.add(name);
      return { ...answer, values: Object.fromEntries(entries.filter(([name]) => names.has(name))) };
    }),
  }));
  if (missing.size > 0) {
    const shown = [...missing].toSorted(compareText).map((name) => printable(name, 60));
    const text = `The dataset has no question ${shown.join(', ')} any more; answers to it stay in the ratings log only.`;
    emit({ type: 'warning', text });
  }
  return kept;
}

/** What a deploy has just made or found; prepareRestore has warned if its name is not the one in prank.yaml. */
async function getDeployed(
  connection: Connection,
  task: Task,
  { datasetId }: DeployedDataset,
): Promise<LocatedDataset> {
  const located = await findLocated(connection, task, datasetId, () => {});
  if (located !== null) return located;
  throw new UsageError('not_deployed', `The dataset ${nameOf(task)} was deleted while it was restored.`, {
    hint: prankCommand('restore'),
  });
}

/** Records in backup and state that the campaign continues on this server. */
async function finish(
  campaign: OpenCampaign,
  connection: Connection,
  located: LocatedDataset,
  { backup, source, findPrompt }: Restore,
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
  const shown = records.map(findPrompt);
  const isShown = new Set(shown);
  const before = await campaign.log.readState();
  // What somebody deleted from the lost server stays away from the new one.
  const removed = [...new Set([...(source?.manifest.removed ?? []), ...(before?.removed ?? [])])]
    .filter((id) => !isShown.has(id))
    .toSorted();
  const snapshots = new SnapshotCollector();
  for (const [index, record] of records.entries()) snapshots.add(record, shown[index] ?? '');
  const pulled = { located, snapshots: snapshots.all(), users, answered, lost, removed, now, restoredFrom };
  const saved = await saveBackup(campaign, connection, backup, pulled, emit);
  const count = saved.joined ? (await campaign.log.read()).length : events.length;
  await campaign.log.writeState({
    ...toGuard(located),
    at: now,
    events: count,
    lost,
    shown: [...new Set(shown)].toSorted(),
    removed,
    backup: saved.state,
  });
  return saved.failure;
}

/**
 * Throws PartialError `restore_incomplete`, which names what was not restored. All the rest was, and the log has
 * everything.
 */
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
    ({ promptId, externalId, answers }) =>
      !refusedIds.has(externalId) && answers.some(({ userId }) => held.get(promptId)?.has(userId) !== true),
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
