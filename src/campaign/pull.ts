import type { Connection } from '../argilla/connection.ts';
import { PermissionError, UnsafeError } from '../lib/errors.ts';
import { listRecords } from '../argilla/records.ts';
import { listUsers } from '../argilla/users.ts';
import type { WireRecord, WireResponse } from '../argilla/wire.ts';
import { listWorkspaceUsers } from '../argilla/workspaces.ts';
import type { Campaign, Emit, Question, ResponseEvent } from '../model.ts';
import { answersOf, currentResponses } from '../ratings/current-view.ts';
import { diffResponses, type ListedRecord, type ResponseDiff } from '../ratings/diff-responses.ts';
import type { PullState } from '../ratings/pull-state.ts';
import { knownDatasetIds, type LocatedDataset, locateDataset } from './locate-dataset.ts';

/** The ratings log as pull needs it. */
export interface RatingsLogPort {
  read: () => Promise<ResponseEvent[]>;
  append: (events: ResponseEvent[]) => Promise<unknown>;
  readState: () => Promise<PullState | null>;
  writeState: (state: PullState) => Promise<void>;
}

export interface PullPorts {
  connection: Connection;
  log: RatingsLogPort;
  /** ISO 8601 UTC. */
  now: () => string;
}

export interface PullOptions {
  dryRun: boolean;
  /** Read everything, even when the server's clock says that nothing happened: deleted users and records don't move it. */
  full: boolean;
  /** The dataset on the server is another one than before, and that is meant. */
  newDataset: boolean;
}

export interface PullResult {
  new: number;
  changed: number;
  deleted: number;
  /** Answers that stand now: submitted, discarded and draft. */
  total: number;
  /** People with at least one of these answers. */
  raters: number;
  /** true = the server's clock stood still and no page was read. */
  unchanged: boolean;
}

/**
 * Brings what is new on the server into the ratings log; nothing there is ever overwritten. The guard is read before
 * the listing and stored after it, so an answer that arrives in between is seen by the next pull.
 */
export async function pull(
  campaign: Campaign,
  ports: PullPorts,
  options: PullOptions,
  emit: Emit,
): Promise<PullResult> {
  const { connection, log } = ports;
  const pulledAt = ports.now();
  const known = await log.read();
  const last = await log.readState();
  const datasetIds = knownDatasetIds(known, last);
  const located = await locateDataset(connection, campaign.task, { datasetIds, acceptNew: options.newDataset });
  const guard = toGuard(located, known.length);
  assertForward(guard, last, known);
  if (!options.full && isUnchanged(guard, last)) {
    return { new: 0, changed: 0, deleted: 0, ...count(known), unchanged: true };
  }
  const records = await listRecords(connection, located.dataset.id, {
    withResponses: true,
    onProgress: (done, total) => emit({ type: 'progress', task: 'reading answers', done, total }),
  });
  const usernames = await listUsernames(connection, located);
  const context = { datasetId: located.dataset.id, pulledAt, usernames };
  const listed = toListedRecords(records, campaign.task.question, emit);
  const diff = diffResponses(currentResponses(known), listed, context);
  const { events, created, changed, deleted } = diff;
  reportOddities(diff, campaign.task.question, emit);
  if (!options.dryRun) {
    if (events.length > 0) await log.append(events);
    await log.writeState({ ...guard, events: known.length + events.length });
  }
  return { new: created, changed, deleted, ...count([...known, ...events]), unchanged: false };
}

function reportOddities({ orphaned, unreadable }: ResponseDiff, question: Question, emit: Emit): void {
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

function toGuard({ dataset }: LocatedDataset, events: number): PullState {
  return { datasetId: dataset.id, lastActivityAt: dataset.last_activity_at, updatedAt: dataset.updated_at, events };
}

function isUnchanged(guard: PullState, last: PullState | null): boolean {
  return (
    last !== null &&
    last.datasetId === guard.datasetId &&
    last.lastActivityAt === guard.lastActivityAt &&
    last.updatedAt === guard.updatedAt &&
    last.events === guard.events
  );
}

/** A clock that went back means an older copy of the database: its missing answers were not withdrawn by anybody. */
function assertForward(guard: PullState, last: PullState | null, known: ResponseEvent[]): void {
  if (known.length === 0 || last?.datasetId !== guard.datasetId || guard.lastActivityAt >= last.lastActivityAt) return;
  throw new UnsafeError(
    'server_went_back',
    `The server's last activity is of ${guard.lastActivityAt}, but the last pull saw one of ${last.lastActivityAt}: it runs on an older copy of its database.`,
    {
      hint: 'Nothing was changed; the answers are safe in .prank/ratings. Bring the newer database back. If the old copy is meant, delete .prank/ratings/state.json and pull again: answers that it lacks are then logged as withdrawn.',
    },
  );
}

function count(events: ResponseEvent[]): { total: number; raters: number } {
  const answers = answersOf(events);
  return { total: answers.length, raters: new Set(answers.map(({ raterId }) => raterId)).size };
}

/** A response names its user by id only. Admins may not list all users, but those of their workspace. */
async function listUsernames(connection: Connection, { workspace }: LocatedDataset): Promise<Map<string, string>> {
  const users = await listUsers(connection).catch((error: unknown) => {
    if (error instanceof PermissionError) return listWorkspaceUsers(connection, workspace.id);
    throw error;
  });
  return new Map(users.map(({ id, username }) => [id, username]));
}

function toListedRecords(records: WireRecord[], question: Question, emit: Emit): ListedRecord[] {
  const ours = records.flatMap(({ id, external_id: promptId, responses = [] }) =>
    promptId === null
      ? []
      : [{ recordId: id, promptId, responses: responses.map((response) => toListedResponse(response, question)) }],
  );
  const foreign = records.filter(({ external_id: id, responses = [] }) => id === null && responses.length > 0).length;
  if (foreign > 0) {
    emit({
      type: 'warning',
      text: `${foreign} answered records have no external id, so they were not pushed by prank; their answers are left out.`,
    });
  }
  return ours;
}

function toListedResponse(response: WireResponse, question: Question): ListedRecord['responses'][number] {
  const value = response.values?.[question.name]?.value;
  return {
    userId: response.user_id,
    status: response.status,
    value: typeof value === 'number' ? value : null,
    insertedAt: response.inserted_at,
    updatedAt: response.updated_at,
  };
}
