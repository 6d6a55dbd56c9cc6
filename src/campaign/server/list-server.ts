import type { Connection } from '../../argilla/connection.ts';
import { listRecords } from '../../argilla/records.ts';
import { listUsers } from '../../argilla/users.ts';
import type { ArgillaRecord, ArgillaResponse, ArgillaUser } from '../../argilla/wire.ts';
import { listWorkspaceUsers } from '../../argilla/workspaces.ts';
import { compareText } from '../../lib/text/text.ts';
import { PermissionError } from '../../lib/errors.ts';
import type { Emit, Question, ResponseEvent } from '../../model.ts';
import type { ListedRecord } from '../../ratings/diff-responses.ts';
import type { PullState } from '../../ratings/pull-state.ts';
import type { LocatedDataset } from './locate-dataset.ts';
import type { FindPrompt } from './prompt-finder.ts';

/** What a pull reads from the server. */
export interface ServerListing {
  records: ArgillaRecord[];
  listed: ListedRecord[];
  users: ArgillaUser[];
  usernames: Map<string, string>;
}

export async function listServer(
  connection: Connection,
  { workspace, dataset }: LocatedDataset,
  { question, findPrompt }: { question: Question; findPrompt: FindPrompt },
  emit: Emit,
): Promise<ServerListing> {
  const records = await listRecords(connection, dataset.id, {
    withResponses: true,
    onProgress: (done, total) => emit({ type: 'progress', task: 'reading answers', done, total }),
  });
  const users = await listPeople(connection, workspace.id);
  const usernames = new Map(users.map(({ id, username }) => [id, username]));
  return { records, listed: toListedRecords(records, question, findPrompt), users, usernames };
}

/** A response names its user only by id. Admins may not list all users, only those of their workspace. */
async function listPeople(connection: Connection, workspaceId: string): Promise<ArgillaUser[]> {
  return listUsers(connection).catch((error: unknown) => {
    if (error instanceof PermissionError) return listWorkspaceUsers(connection, workspaceId);
    throw error;
  });
}

/** `pulledAt` decides which version is newest; a clock that was set back must not make this pull older than the log. */
export function latest(events: readonly ResponseEvent[], now: string): string {
  return events.reduce((newest, { pulledAt }) => (pulledAt > newest ? pulledAt : newest), now);
}

/** The dataset's clock, as a pull stores it. */
export function toGuard({ dataset }: LocatedDataset): Pick<PullState, 'datasetId' | 'lastActivityAt' | 'updatedAt'> {
  return { datasetId: dataset.id, lastActivityAt: dataset.lastActivityAt, updatedAt: dataset.updatedAt };
}

export function toListedRecords(
  records: readonly ArgillaRecord[],
  question: Question,
  findPrompt: FindPrompt,
): ListedRecord[] {
  return records.map((record) => ({
    recordId: record.id,
    externalId: record.externalId,
    promptId: findPrompt(record),
    responses: (record.responses ?? []).map((response) => toListedResponse(response, question)),
  }));
}

/** A response with the value of this question. */
export function toListedResponse(response: ArgillaResponse, question: Question): ListedRecord['responses'][number] {
  const { [question.name]: own, ...others } = response.values ?? {};
  const value = own?.value;
  return {
    userId: response.userId,
    status: response.status,
    value: typeof value === 'number' ? value : null,
    ...(Object.keys(others).length === 0 ? {} : { others: renderOthers(others) }),
    insertedAt: response.insertedAt,
    updatedAt: response.updatedAt,
  };
}

/** Sorted, so that equal answers are equal texts. */
function renderOthers(others: Record<string, { value?: unknown }>): string {
  const entries = Object.entries(others).toSorted(([a], [b]) => compareText(a, b));
  return JSON.stringify(Object.fromEntries(entries.map(([name, { value }]) => [name, value])));
}
