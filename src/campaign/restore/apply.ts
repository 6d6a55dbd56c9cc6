import type { Connection } from '../../argilla/connection.ts';
import { ArgillaHttpError } from '../../argilla/http-error.ts';
import { createAnnotator, deleteUser, listUsers } from '../../argilla/users.ts';
import { addWorkspaceUser, createWorkspace, findWorkspace, listWorkspaceUsers } from '../../argilla/workspaces.ts';
import { isoNow } from '../../lib/time.ts';
import type { Emit, ResponseEvent } from '../../model.ts';
import { diffResponses } from '../../ratings/diff-responses.ts';
import type { LocatedDataset } from '../server/locate-dataset.ts';
import type { OpenCampaign } from '../open/types.ts';
import { latest, listServer, type ServerListing } from '../server/list-server.ts';
import { toMovedDeletions } from './plan.ts';
import type { Restore } from './prepare.ts';
import type { RaterStep } from './raters.ts';

/** What the server holds after the records were written, and the whole log including it. */
export interface ReadBack extends ServerListing {
  events: ResponseEvent[];
  /** When it was read; not older than anything in the log. */
  now: string;
}

/** Creates the workspace, with its old id if no other workspace has taken it. */
export async function makeWorkspace(connection: Connection, name: string, id: string | undefined): Promise<void> {
  if ((await findWorkspace(connection, name)) !== undefined) return;
  try {
    await createWorkspace(connection, name, id);
  } catch (error) {
    if (!(error instanceof ArgillaHttpError && error.status === 409)) throw error;
    await createWorkspace(connection, name);
  }
}

/** Creates accounts one after the other, because each costs the server 0.3 s of password hashing. */
export async function makeAccounts(
  { random }: OpenCampaign,
  connection: Connection,
  raters: RaterStep[],
  emit: Emit,
): Promise<void> {
  const missing = raters.filter(({ action }) => action === 'create' || action === 'replace');
  const users = missing.some(({ action }) => action === 'replace') ? await listUsers(connection) : [];
  for (const [index, { action, rater }] of missing.entries()) {
    const { id, username, firstName, lastName } = rater;
    const other = users.find((user) => user.username === username && user.id !== id);
    if (action === 'replace' && other !== undefined) await deleteUser(connection, other.id);
    await createAnnotator(connection, {
      id,
      username,
      firstName: firstName || username,
      lastName,
      // Nobody learns this password. It may have at most 100 characters.
      password: random(18).toString('base64url'),
    });
    emit({ type: 'progress', task: 'making accounts', done: index + 1, total: missing.length });
  }
}

/** Logs what the server holds now, with the times at which people gave it. */
export async function readBack(
  campaign: OpenCampaign,
  connection: Connection,
  located: LocatedDataset,
  { events, mapped, findPrompt }: Restore,
  emit: Emit,
): Promise<ReadBack> {
  const listing = await listServer(connection, located, { question: campaign.task.question, findPrompt }, emit);
  const pulledAt = latest(events, isoNow(campaign.clock));
  const log = [...events, ...mapped.known.values()];
  const context = { datasetId: located.dataset.id, pulledAt, usernames: listing.usernames, log };
  const diff = diffResponses(mapped.known, listing.listed, context);
  const written = [
    // An answer that could not be written was not withdrawn.
    ...diff.events.filter(({ status }) => status !== 'deleted'),
    ...toMovedDeletions(mapped.moved, listing.listed, pulledAt),
  ];
  if (written.length > 0) await campaign.log.append(written);
  return { ...listing, events: [...events, ...written], now: pulledAt };
}

export async function addToWorkspace(
  connection: Connection,
  { workspace }: LocatedDataset,
  raters: readonly RaterStep[],
  emit: Emit,
): Promise<void> {
  const members = new Set((await listWorkspaceUsers(connection, workspace.id)).map(({ id }) => id));
  const missing = raters.filter(({ member, userId }) => member && !members.has(userId));
  for (const [index, { userId }] of missing.entries()) {
    await addWorkspaceUser(connection, workspace.id, userId);
    emit({ type: 'progress', task: 'letting raters in', done: index + 1, total: missing.length });
  }
}
