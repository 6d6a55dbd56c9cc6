import type { AnsweredRecord } from '../../argilla/answered-records.ts';
import type { Connection } from '../../argilla/connection.ts';
import { findDrift, readIndex } from '../../argilla/index-view.ts';
import { listRecords } from '../../argilla/records.ts';
import type { ArgillaRecord, ArgillaUser } from '../../argilla/wire.ts';
import { countOf, showCount } from '../../lib/text/numbers.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { printable } from '../../lib/text/text.ts';
import type { Campaign, Emit, Prompt, ResponseEvent } from '../../model.ts';
import { currentResponses } from '../../ratings/current-view.ts';
import { findServerLoss } from '../../ratings/server-loss.ts';
import type { KnownServer } from '../server/known-server.ts';
import { toListedRecord } from '../server/list-server.ts';
import { type FindPrompt, textOf } from '../server/prompt-finder.ts';
import { countResponses, planPush, type PushPlan } from '../push/plan.ts';
import { reservesPrompts } from '../push/reserves-prompts.ts';
import { type Check, fine, finding, unseen } from './check.ts';

const area = 'argilla';

export interface QueueContext {
  campaign: Campaign;
  prompts: Prompt[] | null;
  log: ResponseEvent[] | null;
  known: KnownServer | null;
  findPrompt: FindPrompt;
  /** Prompts that were deleted in Argilla, as far as the last pull saw it. */
  removed: ReadonlySet<string>;
  /** null = this key may not list them. */
  users: readonly ArgillaUser[] | null;
}

/** Checks whether raters get the campaign's prompts, and whether all answers are there. */
export async function examineQueue(
  connection: Connection,
  datasetId: string,
  context: QueueContext,
  emit: Emit,
): Promise<{ checks: Check[]; records: ArgillaRecord[] }> {
  const records = await list(connection, datasetId, emit);
  const { prompts, findPrompt, removed, campaign } = context;
  const plan =
    prompts === null
      ? null
      : planPush(prompts, { records, findPrompt, removed, reserves: reservesPrompts(campaign) }, campaign.task);
  return {
    records,
    checks: [
      ...checkLoss(datasetId, records, context),
      await checkIndex(connection, datasetId, records, emit),
      checkOpen(records, plan),
      ...(plan === null ? [] : [checkPushed(plan)]),
      ...checkValues(datasetId, records),
    ],
  };
}

async function list(connection: Connection, datasetId: string, emit: Emit): Promise<ArgillaRecord[]> {
  return listRecords(connection, datasetId, {
    withResponses: true,
    onProgress: (done, total) => emit({ type: 'progress', task: 'reading records', done, total }),
  });
}

/** Answers can only be missing from the dataset that they were pulled from. */
function checkLoss(
  datasetId: string,
  records: ArgillaRecord[],
  { log, known, users, campaign, findPrompt }: QueueContext,
): Check[] {
  if (log === null || users === null || known?.datasetId !== datasetId) return [];
  const accounts = new Set(users.map(({ id }) => id));
  const listed = records.map((record) => toListedRecord(record, campaign.task.question, findPrompt));
  const { alarm } = findServerLoss(currentResponses(log), listed, { datasetId, accounts, lostBefore: known.lost });
  if (alarm === null) return [fine(area, 'answers', 'Every known answer is on the server.')];
  const fix = `${prankCommand('restore')}; if they were taken away on purpose: ${prankCommand('pull', '--accept-deletions')}`;
  return [finding(area, 'answers', `The server lost data: ${alarm.what}.`, fix, { atStake: true })];
}

/** Raters are served from the search index, which may differ from the database. */
async function checkIndex(
  connection: Connection,
  datasetId: string,
  records: ArgillaRecord[],
  emit: Emit,
): Promise<Check> {
  const first = findDrift(records, await readIndex(connection, datasetId));
  // Somebody may have answered between the two reads. Only a difference that a second look confirms counts.
  const suspects = new Set(first.map(({ id }) => id));
  const drift = first.length === 0 ? [] : await lookAgain(connection, datasetId, suspects, emit);
  if (drift.length === 0)
    return fine(
      area,
      'index',
      `The search index has all ${showCount(records.length)} records as the database has them.`,
    );
  const why = `The search index is behind the database for ${countOf(drift.length, 'record')} of ${showCount(records.length)}: raters do not see them, or see them although they are done.`;
  const externalIds = drift.flatMap(({ externalId: id }) => id ?? []);
  return finding(area, 'index', why, prankCommand('doctor', '--repair'), {
    repair: externalIds.length === 0 ? null : { type: 'index-anew', datasetId, externalIds },
  });
}

async function lookAgain(
  connection: Connection,
  datasetId: string,
  suspects: ReadonlySet<string>,
  emit: Emit,
): Promise<ArgillaRecord[]> {
  const drift = findDrift(await list(connection, datasetId, emit), await readIndex(connection, datasetId));
  return drift.filter(({ id }) => suspects.has(id));
}

/** Whether anything is left to rate. */
function checkOpen(records: readonly ArgillaRecord[], plan: PushPlan | null): Check {
  const open = records.filter(({ status }) => status === 'pending').length;
  const due = plan === null ? 0 : plan.add.length;
  const waiting = plan === null ? 0 : plan.waiting + due;
  if (records.length === 0)
    return finding(area, 'queue', 'Argilla holds no prompt yet, so there is nothing to rate.', prankCommand('push'));
  if (open === 0) {
    const all = `All ${countOf(records.length, 'live prompt')} have their answers, so raters see an empty page`;
    if (waiting > 0)
      return finding(area, 'queue', `${all}; ${showCount(waiting)} wait to come in.`, prankCommand('push'));
    return finding(
      area,
      'queue',
      `${all}, and no prompt waits: the campaign is done.`,
      `${prankCommand('publish')}; for more answers raise task.overlap, then: ${prankCommand('deploy')}`,
    );
  }
  const more =
    due > 0
      ? `; ${showCount(due)} more are due with the next prank push`
      : waiting > 0
        ? `; ${showCount(waiting)} wait for later waves`
        : '';
  return fine(area, 'queue', `${countOf(open, 'prompt')} of ${showCount(records.length)} in Argilla are open${more}.`);
}

function checkPushed({ update, retexted, stray, deleted }: PushPlan): Check {
  if (retexted.length > 0)
    return finding(
      area,
      'pushed',
      `${retexted.length === 1 ? 'The record of a prompt shows' : `The records of ${retexted.length} prompts show`} another text in Argilla: "${printable(textOf(retexted[0] ?? { fields: {} }), 60)}". Answers to it are not ranked.`,
      `${prankCommand('push')}, which writes the prompt's text back, or says what to do if people have answered the other one`,
    );
  if (update.length > 0)
    return finding(
      area,
      'pushed',
      `${countOf(update.length, 'record')} in Argilla differ from the prompts here.`,
      prankCommand('push'),
    );
  if (stray.length > 0) {
    const answers = countResponses(stray);
    const what = `${countOf(stray.length, 'record')} in Argilla ${stray.length === 1 ? "isn't a prompt" : "aren't prompts"} of this campaign`;
    return answers === 0
      ? finding(area, 'pushed', `${what}.`, prankCommand('push', '--prune'))
      : finding(
          area,
          'pushed',
          `${what}, with ${countOf(answers, 'answer')}. They are kept in the ratings log, and not ranked.`,
          `leave them, or move them to a dataset of their own in Argilla; ${prankCommand('pull')} saves the answers`,
        );
  }
  if (deleted > 0)
    return finding(
      area,
      'pushed',
      `${deleted === 1 ? '1 prompt was deleted in Argilla and stays' : `${deleted} prompts were deleted in Argilla and stay`} away.`,
      `${prankCommand('push', '--again')}, which brings ${deleted === 1 ? 'it' : 'them'} back`,
    );
  return fine(area, 'pushed', 'The records in Argilla are as the prompts here.');
}

/** Checks what is possible without an index: whether Argilla could build one. */
export async function examineUnindexed(connection: Connection, datasetId: string, emit: Emit): Promise<Check[]> {
  return checkValues(datasetId, await list(connection, datasetId, emit));
}

/** Answers whose values are null keep the server from rebuilding its index, and a Space from starting. */
function checkValues(datasetId: string, records: readonly ArgillaRecord[]): Check[] {
  const broken = records.flatMap(({ externalId, responses = [] }): AnsweredRecord[] => {
    const answers = responses.filter(({ values, status }) => values === null && status !== 'submitted');
    if (externalId === null || answers.length === 0) return [];
    return [
      {
        externalId,
        content: null,
        answers: answers.map(({ userId, status }) => ({ userId, status, values: {} })),
      },
    ];
  });
  if (broken.length === 0) return [];
  const why = `${countOf(broken.length, 'record')} hold an answer without values, which keeps Argilla from making its index anew: it may not start again.`;
  return [
    finding(area, 'values', why, prankCommand('doctor', '--repair'), {
      repair: { type: 'fill-values', datasetId, records: broken },
    }),
  ];
}

/** The check to report if Argilla could not be asked. */
export function queueUnseen(why: string): Check {
  return unseen(area, 'queue', `What raters see can't be told: ${why}.`);
}
