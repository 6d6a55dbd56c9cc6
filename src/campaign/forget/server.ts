import { touchRecords } from '../../argilla/answered-records.ts';
import type { Connection } from '../../argilla/connection.ts';
import { listAnsweringUsernames } from '../../argilla/progress.ts';
import { listRecords } from '../../argilla/records.ts';
import { deleteResponse } from '../../argilla/responses.ts';
import { deleteUser } from '../../argilla/users.ts';
import type { ArgillaRecord, ArgillaUser } from '../../argilla/wire.ts';
import { removeWorkspaceUser } from '../../argilla/workspaces.ts';
import { PartialError } from '../../lib/errors.ts';
import type { Emit } from '../../model.ts';
import type { LocatedDataset } from '../server/locate-dataset.ts';

/** What the server holds of the person. */
export interface HeldByServer {
  /** null = the campaign's dataset does not exist. */
  located: LocatedDataset | null;
  /** Every record of the dataset. */
  records: ArgillaRecord[];
  responses: { id: string; recordId: string; raterId: string; externalId: string | null }[];
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
    responses: records.flatMap(({ id: recordId, externalId, responses = [] }) =>
      responses
        .filter(({ userId }) => ids.has(userId))
        .map(({ id, userId: raterId }) => ({ id, recordId, raterId, externalId })),
    ),
    accounts: users.filter(({ id }) => ids.has(id)),
  };
}

/**
 * Removes the person from the workspace, deletes the answers one by one, so that each record's status and index follow,
 * deletes the account, and checks that nothing is left. Returns what happened to each account, in sentences. Throws
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
  for (const [index, { id }] of responses.entries()) {
    await deleteResponse(connection, id);
    emit({ type: 'progress', task: 'deleting answers', done: index + 1, total: responses.length });
  }
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

async function assertGone(
  connection: Connection,
  located: LocatedDataset,
  responses: HeldByServer['responses'],
  ids: ReadonlySet<string>,
  emit: Emit,
): Promise<void> {
  const touched = new Set(responses.flatMap(({ externalId }) => (externalId === null ? [] : [externalId])));
  await touchRecords(connection, located.dataset.id, [...touched]);
  const { responses: left } = await findOnServer(connection, located, [], ids, emit);
  if (left.length === 0) return;
  throw new PartialError('answers_remain', `${left.length} answers came in while the others were deleted.`);
}
