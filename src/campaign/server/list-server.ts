import type { Connection } from '../../argilla/connection.ts';
import { type ListOptions, visitRecords } from '../../argilla/records.ts';
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

/** The people that a listing names only by id. */
export interface ServerPeople {
  users: ArgillaUser[];
  usernames: Map<string, string>;
}

/** A whole listing. */
export interface ServerListing extends ServerPeople {
  records: ArgillaRecord[];
  listed: ListedRecord[];
}

/** How a verb wants records to be read. */
export interface Reading {
  question: Question;
  findPrompt: FindPrompt;
}

/** Takes the records of a listing one by one. */
export interface ListingVisitor {
  add(listed: ListedRecord, record: ArgillaRecord): void;
}

/** Reads everything and keeps it. */
export async function listServer(
  connection: Connection,
  located: LocatedDataset,
  reading: Reading,
  emit: Emit,
): Promise<ServerListing> {
  const start = (): ListingVisitor & Pick<ServerListing, 'records' | 'listed'> => {
    const all: Pick<ServerListing, 'records' | 'listed'> = { records: [], listed: [] };
    return {
      ...all,
      add(listed, record) {
        all.listed.push(listed);
        all.records.push(record);
      },
    };
  };
  const { visitor, ...people } = await visitServer(connection, located, reading, start, emit);
  return { records: visitor.records, listed: visitor.listed, ...people };
}

/**
 * Shows every record to a visitor, page by page, and keeps none. If the pages disagree, `start` makes another visitor,
 * which sees everything again; the one that is returned has seen each record exactly once.
 */
export async function visitServer<T extends ListingVisitor>(
  connection: Connection,
  { workspace, dataset }: LocatedDataset,
  { question, findPrompt }: Reading,
  start: () => T,
  emit: Emit,
): Promise<ServerPeople & { visitor: T }> {
  const options: ListOptions = {
    withResponses: true,
    onProgress: (done, total) => emit({ type: 'progress', task: 'reading answers', done, total }),
  };
  const { visitor } = await visitRecords(connection, dataset.id, options, () => {
    const made = start();
    return { visitor: made, add: (record) => made.add(toListedRecord(record, question, findPrompt), record) };
  });
  const users = await listPeople(connection, workspace.id);
  return { visitor, users, usernames: new Map(users.map(({ id, username }) => [id, username])) };
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

/** A record with the prompt whose text it shows, and the values of this question. */
export function toListedRecord(record: ArgillaRecord, question: Question, findPrompt: FindPrompt): ListedRecord {
  return {
    recordId: record.id,
    externalId: record.externalId,
    promptId: findPrompt(record),
    responses: (record.responses ?? []).map((response) => toListedResponse(response, question)),
  };
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
