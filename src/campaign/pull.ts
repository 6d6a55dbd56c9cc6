import type { Connection } from '../argilla/connection.ts';
import { readLastDataset } from '../folder/last-dataset.ts';
import { countAnswers } from '../argilla/progress.ts';
import type { ArgillaRecord } from '../argilla/wire.ts';
import { type PrankError, UnsafeError } from '../lib/errors.ts';
import { prankCommand } from '../lib/text/shell-command.ts';
import { compareText, printable } from '../lib/text/text.ts';
import { isoNow } from '../lib/time.ts';
import type { Emit, Question } from '../model.ts';
import { currentResponses, type ResponseMap } from '../ratings/current-view.ts';
import { type ListedRecord, ResponseComparison, type ResponseDiff } from '../ratings/diff-responses.ts';
import type { PullState } from '../ratings/pull-state.ts';
import { describeOutside, findOutsideAnswers } from '../ratings/outside-answers.ts';
import { countHeld, groupByRecord, Places } from '../ratings/places.ts';
import { LossCount, type ServerLoss } from '../ratings/server-loss.ts';
import { findKnownServer, type KnownServer } from './server/known-server.ts';
import { type LocatedDataset, locateDataset } from './server/locate-dataset.ts';
import { latest, type ListingVisitor, toGuard, visitServer } from './server/list-server.ts';
import { findRemoved } from './server/removed-prompts.ts';
import { openPromptFinder } from './server/prompt-finder.ts';
import { warnOfLostFiles } from './open/ratings-log.ts';
import type { OpenCampaign } from './open/types.ts';
import { keepQuestions } from './backup/kept-questions.ts';
import { SnapshotCollector } from './backup/snapshot.ts';
import { BackupIncompleteError, isBackedUp, openBackup, saveBackup } from './backup/open-backup.ts';

export interface PullOptions {
  dryRun?: boolean;
  /**
   * Read everything, even if the server's clock says that nothing happened: deleted users and records don't move it.
   */
  full?: boolean;
  /** Accept that the dataset on the server is a different one than before. */
  newDataset?: boolean;
  /** Accept that answers are gone from the server: they were deleted on purpose. */
  acceptDeletions?: boolean;
}

export interface PullResult {
  new: number;
  changed: number;
  deleted: number;
  /** Current answers: submitted, discarded and draft. */
  total: number;
  /** People with at least one of these answers. */
  raters: number;
  /** Current answers on records that are no prompts of the campaign; null = the prompts are not on this machine. */
  unmatched: number | null;
  /** Current answers to another text that somebody gave to the record of a prompt; null as above. */
  mismatched: number | null;
  /** true = nothing happened by the server's clock, and no page was read. */
  unchanged: boolean;
  /** The commit that this pull made in the backup; null = none was needed. */
  backup: string | null;
}

/**
 * Adds what is new on the server to the ratings log, and the log to the backup; nothing there is ever overwritten. The
 * guard is read before the listing and stored after it, so the next pull sees an answer that arrives in between. Throws
 * UnsafeError `server_was_reset`, `server_went_back` or `answers_vanished` if the server lost known answers, and
 * PartialError `backup_incomplete` if everything is here, but not yet in the backup.
 */
export async function pull(
  campaign: OpenCampaign,
  { dryRun = false, full = false, newDataset = false, acceptDeletions = false }: PullOptions = {},
  emit: Emit = campaign.emit,
): Promise<PullResult> {
  const options = { dryRun, full, newDataset, acceptDeletions };
  return campaign.withLock(
    'pull',
    () => campaign.withConnection({ dryRun }, (connection) => pullAnswers(campaign, connection, options, emit)),
    { readOnly: dryRun },
  );
}

async function pullAnswers(
  campaign: OpenCampaign,
  connection: Connection,
  options: Required<PullOptions>,
  emit: Emit,
): Promise<PullResult> {
  const { log } = campaign;
  const startedAt = isoNow(campaign.clock);
  const last = await log.readState();
  const backup = await openBackup(campaign, last, options, emit);
  // A pull takes what is missing from the backup or the server, so it may start without it.
  const known = await log.read({ lost: warnOfLostFiles(campaign, emit) });
  const written = await readLastDataset(campaign.dir);
  const server = findKnownServer(known, last, backup?.work?.view.manifest ?? null, written);
  const wanted = { known: server, acceptNew: options.newDataset };
  const located = await locateDataset(connection, campaign.task, wanted, emit);
  if (!options.acceptDeletions) assertForward(located, server);
  const { findPrompt, promptIds } = await openPromptFinder(campaign);
  const current = currentResponses(known);
  const isStill =
    !options.full &&
    isUnchanged(located, known.length, last) &&
    (await hasSameCount(connection, located, current, last));
  if (isStill && (backup === null || (await isBackedUp(backup, last)))) {
    if (backup?.failure != null) emit({ type: 'warning', text: backup.failure.message });
    return { new: 0, changed: 0, deleted: 0, ...count(current, promptIds, emit), unchanged: true, backup: null };
  }

  const datasetId = located.dataset.id;
  const held = groupByRecord(current.values(), datasetId);
  const places = new Places(known, datasetId);
  const start = (): PulledRecords => {
    const comparison = new ResponseComparison(current, places, { datasetId, pulledAt: startedAt });
    const hasBackup = backup !== null && backup.work !== null;
    return new PulledRecords(comparison, new LossCount(held), hasBackup ? new SnapshotCollector() : null);
  };
  const reading = { question: campaign.task.question, findPrompt };
  const { visitor, users, usernames } = await visitServer(connection, located, reading, start, emit);
  const lostBefore = server?.datasetId === datasetId ? server.lost : 0;
  const loss = visitor.loss.judge({ accounts: usernames, lostBefore });
  if (!options.acceptDeletions) assertNoLoss(loss);
  const diff = visitor.comparison.finish(usernames);
  const { events, created: added, changed, deleted } = diff;
  reportOddities(diff, campaign.task.question, emit);
  const found = { new: added, changed, deleted, unchanged: false };
  // The newest versions, including what this pull found.
  for (const event of events) current.addFromLog(event);
  if (options.dryRun) return { ...found, ...count(current, promptIds, emit), backup: null };

  await keepQuestions(campaign.dir, connection, datasetId, events);
  if (events.length > 0) await log.append(events);
  const all = [...known, ...events];
  const now = latest(all, startedAt);
  const answered = ratersOf(current);
  const lost = loss.onLostRecords;
  const { shown } = visitor;
  const manifest = backup?.work?.view.manifest ?? null;
  const removed = findRemoved(shown, { datasetId, state: last, manifest, log: all });
  const snapshots = visitor.snapshots?.all() ?? [];
  const pulled = { located, snapshots, users, answered, lost, removed, now, restoredFrom: null };
  const saved = await saveBackup(campaign, connection, backup, pulled, emit);
  const joined = saved.joined ? await log.read() : all;
  await log.writeState({
    ...toGuard(located),
    at: now,
    events: joined.length,
    lost,
    shown: [...shown].toSorted(),
    removed,
    backup: saved.state,
  });
  const totals = count(saved.joined ? currentResponses(joined) : current, promptIds, emit);
  const result = { ...found, ...totals, backup: saved.commit };
  if (saved.failure !== null) throw new IncompletePullError(saved.failure, result);
  return result;
}

/** What a pull keeps of the records that it sees. */
class PulledRecords implements ListingVisitor {
  readonly comparison: ResponseComparison;
  readonly loss: LossCount;
  /** null = there is no backup to write. */
  readonly snapshots: SnapshotCollector | null;
  /** Ids of the prompts whose texts are shown. */
  readonly shown = new Set<string>();

  constructor(comparison: ResponseComparison, loss: LossCount, snapshots: SnapshotCollector | null) {
    this.comparison = comparison;
    this.loss = loss;
    this.snapshots = snapshots;
  }

  add(listed: ListedRecord, record: ArgillaRecord): void {
    this.shown.add(listed.promptId);
    this.comparison.add(listed);
    this.loss.add(listed);
    this.snapshots?.add(record, listed.promptId);
  }
}

/** Everything is in the ratings log here, but not in the backup. */
export class IncompletePullError extends BackupIncompleteError {
  readonly result: PullResult;

  constructor(failure: PrankError, result: PullResult) {
    super(failure, result);
    this.result = result;
  }
}

function reportOddities({ events, orphaned, unreadable }: ResponseDiff, question: Question, emit: Emit): void {
  const others = new Set(events.flatMap((event) => Object.keys(JSON.parse(event.others ?? '{}'))));
  if (others.size > 0) {
    const names = [...others].toSorted(compareText).map((name) => printable(name, 60));
    const text = `Raters also answered ${names.join(', ')}. These answers are kept in the log and the backup, and neither ranked nor published. Suggestions and vectors are not kept.`;
    emit({ type: 'info', text });
  }
  if (orphaned > 0) {
    emit({ type: 'info', text: `${orphaned} answers are on records that Argilla no longer has; the log keeps them.` });
  }
  if (unreadable > 0) {
    emit({
      type: 'warning',
      text: `${unreadable} submitted answers have no value for the question ${question.name}; they are not ranked.`,
    });
  }
}

function isUnchanged(located: LocatedDataset, events: number, last: PullState | null): boolean {
  const guard = toGuard(located);
  return (
    last !== null &&
    last.datasetId === guard.datasetId &&
    last.lastActivityAt === guard.lastActivityAt &&
    last.updatedAt === guard.updatedAt &&
    last.events === events
  );
}

/** Programs can write and delete answers in bulk, and whole records, without moving the dataset's clock. */
async function hasSameCount(
  connection: Connection,
  { dataset }: LocatedDataset,
  current: ResponseMap,
  last: PullState | null,
): Promise<boolean> {
  return (await countAnswers(connection, dataset.id)) === countHeld(current.values(), dataset.id, last?.lost ?? 0);
}

const lossHint = (): string =>
  `Nothing was changed; the answers are safe in the ratings log. Put the newer database back, or write what is missing to this server: ${prankCommand('restore')}. If the answers were deleted on purpose: ${prankCommand('pull', '--accept-deletions')}, which logs them as withdrawn.`;

/** If the clock went back, the server runs on an older copy of its database: nobody withdrew the missing answers. */
function assertForward({ dataset }: LocatedDataset, known: KnownServer | null): void {
  const seen = known?.datasetId === dataset.id ? known.lastActivityAt : null;
  if (seen === null || dataset.lastActivityAt >= seen) return;
  throw new UnsafeError(
    'server_went_back',
    `The server's last activity is of ${dataset.lastActivityAt}, but the last pull saw one of ${seen}: it runs on an older copy of its database.`,
    { hint: lossHint() },
  );
}

/** Nobody withdraws so much at once: it was lost. */
function assertNoLoss({ alarm }: ServerLoss): void {
  if (alarm === null) return;
  throw new UnsafeError(alarm.code, `The server lost data: ${alarm.what}.`, { hint: lossHint() });
}

type Totals = Pick<PullResult, 'total' | 'raters' | 'unmatched' | 'mismatched'>;

/** Also warns of answers that are none to the campaign's prompts. `current` = the newest version of each response. */
function count(current: ResponseMap, promptIds: ReadonlySet<string> | null, emit: Emit): Totals {
  const outside = promptIds === null ? null : findOutsideAnswers(current.values(), promptIds);
  for (const text of outside === null ? [] : describeOutside(outside)) emit({ type: 'warning', text });
  let total = 0;
  for (const { status } of current.values()) if (status !== 'deleted') total += 1;
  return {
    total,
    raters: ratersOf(current).size,
    unmatched: outside?.unmatched.answers ?? null,
    mismatched: outside?.mismatched.answers ?? null,
  };
}

/** Ids of the raters with an answer that is still given. */
function ratersOf(current: ResponseMap): Set<string> {
  const raters = new Set<string>();
  for (const { status, raterId } of current.values()) if (status !== 'deleted') raters.add(raterId);
  return raters;
}
