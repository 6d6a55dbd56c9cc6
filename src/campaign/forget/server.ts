import { touchRecords } from '../../argilla/answered-records.ts';
import type { Connection } from '../../argilla/connection.ts';
import { listAnsweringUsernames } from '../../argilla/progress.ts';
import { listRecords } from '../../argilla/records.ts';
import { deleteResponse } from '../../argilla/responses.ts';
import { deleteNickname, deleteUser } from '../../argilla/users.ts';
import type { ArgillaRecord, ArgillaUser } from '../../argilla/wire.ts';
import { removeWorkspaceUser } from '../../argilla/workspaces.ts';
import { PartialError } from '../../lib/errors.ts';
import type { Emit } from '../../model.ts';
import type { LocatedDataset } from '../server/locate-dataset.ts';

/** An answer on the server, of any status. */
export interface HeldAnswer {
  id: string;
  recordId: string;
  raterId: string;
  externalId: string | null;
}

/** What the server holds of the person. */
export interface HeldByServer {
  /** null = the campaign's dataset does not exist. */
  located: LocatedDataset | null;
  /** Every record of the dataset. */
  records: ArgillaRecord[];
  responses: HeldAnswer[];
  accounts: ArgillaUser[];
}

export async function findOnServer(
  connection: Connection,
  located: LocatedDataset | null,
  users: readonly ArgillaUser[],
  ids: ReadonlySet<string>,
  emit: Emit,
): Promise<HeldByServer> {
  const onProgress = (done: number, total: number): void =>
    emit({ type: 'progress', task: 'reading answers', done, total });
  const options = { withResponses: true, onProgress };
  const records = located === null ? [] : await listRecords(connection, located.dataset.id, options);
  return {
    located,
    records,
    responses: answersOn(records).filter(({ raterId }) => ids.has(raterId)),
    accounts: users.filter(({ id }) => ids.has(id)),
  };
}

/**
 * Removes the person from the workspace, deletes the answers one by one, so that each record's status and index follow,
 * deletes the nickname and the account, and checks that nothing is left. Returns what happened to each account, in sentences. Throws
 * PartialError `answers_remain`.
 */
export async function forgetOnServer(
  connection: Connection,
  { located, responses, accounts }: HeldByServer,
  ids: ReadonlySet<string>,
  emit: Emit,
): Promise<string[]> {
  const annotators = accounts.filter(({ role }) => role === 'annotator');
  if (located !== null) {
    for (const { id } of annotators) await removeWorkspaceUser(connection, located.workspace.id, id);
  }
  await deleteEach(connection, responses, emit);
  // Also for accounts that stay.
  for (const { id } of accounts) await deleteNickname(connection, id);
  const busy =
    annotators.length === 0 ? new Set() : await listAnsweringUsernames(connection, located?.dataset.id ?? null);
  const notes: string[] = [];
  for (const { id, username, role } of accounts) {
    if (role !== 'annotator') notes.push(`The account is ${role} of the server and stays.`);
    else if (busy.has(username)) notes.push('The account stays: it has answers in other datasets of the server.');
    else {
      await deleteUser(connection, id);
      notes.push('The account was deleted.');
    }
  }
  if (located !== null) await assertGone(connection, located, responses, ids, emit);
  return notes;
}

/** Every answer of a dataset. */
export async function listAnswers(
  connection: Connection,
  { dataset }: LocatedDataset,
  emit: Emit,
): Promise<HeldAnswer[]> {
  const onProgress = (done: number, total: number): void =>
    emit({ type: 'progress', task: 'reading answers', done, total });
  return answersOn(await listRecords(connection, dataset.id, { withResponses: true, onProgress }));
}

function answersOn(records: readonly ArgillaRecord[]): HeldAnswer[] {
  return records.flatMap(({ id: recordId, externalId, responses = [] }) =>
    responses.map(({ id, userId: raterId }) => ({ id, recordId, raterId, externalId })),
  );
}

/** Deletes answers one by one, so that each record's status and index follow. */
export async function deleteAnswers(
  connection: Connection,
  { dataset }: LocatedDataset,
  answers: readonly HeldAnswer[],
  emit: Emit,
): Promise<void> {
  await deleteEach(connection, answers, emit);
  await touch(connection, dataset.id, answers);
}

async function deleteEach(connection: Connection, answers: readonly HeldAnswer[], emit: Emit): Promise<void> {
  for (const [index, { id }] of answers.entries()) {
    await deleteResponse(connection, id);
    emit({ type: 'progress', task: 'deleting answers', done: index + 1, total: answers.length });
  }
}

async function touch(connection: Connection, datasetId: string, answers: readonly HeldAnswer[]): Promise<void> {
  const touched = new Set(answers.flatMap(({ externalId }) => (externalId === null ? [] : [externalId])));
  await touchRecords(connection, datasetId, [...touched]);
}

async function assertGone(
  connection: Connection,
  located: LocatedDataset,
  responses: HeldByServer['responses'],
  ids: ReadonlySet<string>,
  emit: Emit,
): Promise<void> {
  await touch(connection, located.dataset.id, responses);
  const { responses: left } = await findOnServer(connection, located, [], ids, emit);
  if (left.length === 0) return;
  throw new PartialError('answers_remain', `${left.length} answers came in while the others were deleted.`);
}
