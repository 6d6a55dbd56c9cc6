import type { Connection } from '../../argilla/connection.ts';
import { listDatasets } from '../../argilla/datasets.ts';
import { listUsers } from '../../argilla/users.ts';
import type { ArgillaRecord, ArgillaUser, ArgillaWorkspace } from '../../argilla/wire.ts';
import { listWorkspacesOf, listWorkspaceUsers } from '../../argilla/workspaces.ts';
import { type ForgottenRaters, hashRaterId } from '../../folder/forgotten-raters.ts';
import { countOf, showCount } from '../../lib/text/numbers.ts';
import { PermissionError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { printable } from '../../lib/text/text.ts';
import type { Campaign, ResponseEvent } from '../../model.ts';
import { answersOf } from '../../ratings/current-view.ts';
import { type Check, fine, finding, type Repair, unseen } from './check.ts';

const area = 'raters';
const shownNames = 10;

/** All accounts of the server; null = this key may not list them. */
export async function listAccounts(connection: Connection): Promise<ArgillaUser[] | null> {
  return listUsers(connection).catch((error: unknown) => {
    if (error instanceof PermissionError) return null;
    throw error;
  });
}

export interface RatersContext {
  campaign: Campaign;
  workspace: ArgillaWorkspace;
  users: readonly ArgillaUser[] | null;
  log: readonly ResponseEvent[] | null;
  /** Raters who asked to be forgotten are not let in again. */
  forgotten: ForgottenRaters;
  /** The server's address for raters. */
  url: string;
}

/** Checks who has access, and who should have it. */
export async function examineRaters(connection: Connection, context: RatersContext): Promise<Check[]> {
  const { campaign, workspace, users, log, url } = context;
  const welcome = users?.filter(({ id }) => !isForgotten(id, context)) ?? null;
  const members = await listWorkspaceUsers(connection, workspace.id);
  const raters = members.filter(({ role }) => role === 'annotator');
  const missing =
    welcome === null ? [] : await findMissing(connection, { workspace, users: welcome, members, log: log ?? [] });
  if (missing.length > 0) {
    const names = missing.slice(0, shownNames).map(({ username }) => printable(username, 40));
    const more = missing.length > shownNames ? ` and ${showCount(missing.length - shownNames)} more` : '';
    const why = `${countOf(missing.length, 'rater')} can't see the workspace ${workspace.name}: ${names.join(', ')}${more}.`;
    const added = missing.map(({ id, username }) => ({ id, username }));
    return [
      finding(area, 'members', why, `${prankCommand('doctor', '--repair')}, which lets them in`, {
        repair: { type: 'add-members', workspaceId: workspace.id, raters: added },
      }),
    ];
  }
  const count = `${countOf(raters.length, 'rater')} may see the workspace ${workspace.name}`;
  if (raters.length > 0 || campaign.target.type === 'space')
    return [fine(area, 'members', campaign.target.type === 'space' ? `${count}; who signs in comes in.` : `${count}.`)];
  const fix =
    campaign.target.type === 'local'
      ? prankCommand('serve', '--rater', 'NAME')
      : `Make accounts in Argilla and add them to the workspace: ${url}`;
  return [finding(area, 'members', `Nobody but owners may see the workspace ${workspace.name}.`, fix)];
}

/** Whether the person was forgotten, and has not answered again since. */
function isForgotten(id: string, { forgotten, log }: Pick<RatersContext, 'forgotten' | 'log'>): boolean {
  const at = forgotten.get(hashRaterId(id));
  return at !== undefined && !(log ?? []).some(({ raterId, pulledAt }) => raterId === id && pulledAt > at);
}

/**
 * Raters who need access: those who answered in this campaign, and those who see no dataset at all, as happens after a
 * sign-in before the workspace was named. Raters of other datasets, owners and admins are left alone.
 */
async function findMissing(
  connection: Connection,
  {
    workspace,
    users,
    members,
    log,
  }: {
    workspace: ArgillaWorkspace;
    users: readonly ArgillaUser[];
    members: readonly ArgillaUser[];
    log: readonly ResponseEvent[];
  },
): Promise<ArgillaUser[]> {
  const inside = new Set(members.map(({ id }) => id));
  const outside = users.filter(({ id, role }) => role === 'annotator' && !inside.has(id));
  if (outside.length === 0) return [];
  const answered = new Set(answersOf(log).map(({ raterId }) => raterId));
  const placed = outside.every(({ id }) => answered.has(id))
    ? new Set<string>()
    : await listBusyElsewhere(connection, workspace);
  return outside.filter(({ id }) => answered.has(id) || !placed.has(id));
}

/**
 * Users who see a dataset in another workspace. A workspace without datasets, such as the template's own, does not
 * count.
 */
async function listBusyElsewhere(connection: Connection, { id: own }: ArgillaWorkspace): Promise<Set<string>> {
  const others = new Set((await listDatasets(connection)).map(({ workspaceId: id }) => id));
  others.delete(own);
  const ids = new Set<string>();
  for (const id of others) for (const user of await listWorkspaceUsers(connection, id)) ids.add(user.id);
  return ids;
}

export interface RaterContext extends RatersContext {
  name: string;
  /** null = could not be read. */
  records: readonly ArgillaRecord[] | null;
}

/** Checks why this one person sees nothing. */
export async function examineRater(connection: Connection, context: RaterContext): Promise<Check[]> {
  const { name, users, workspace, records, url } = context;
  const shown = printable(name, 80);
  if (users === null)
    return [
      unseen(area, 'rater', `Only an owner's key can look ${shown} up.`, "An owner's key in .env as ARGILLA_API_KEY"),
    ];
  const user = users.find(({ username }) => username === name);
  if (user === undefined) return [noAccount(shown, users, context)];
  const who = `${shown} has an account`;
  if (user.role === 'owner')
    return [fine(area, 'rater', `${who}, as owner, and sees every workspace.`), ...checkOwnQueue(shown, user, records)];
  const workspaces = await listWorkspacesOf(connection, user.id);
  if (workspaces.some(({ id }) => id === workspace.id))
    return [
      fine(area, 'rater', `${who} and may see the workspace ${workspace.name}.`),
      ...checkOwnQueue(shown, user, records),
    ];
  if (isForgotten(user.id, context)) {
    const forgotten = `${who}, and was forgotten in this campaign, so it may not see the workspace ${workspace.name}.`;
    return [fine(area, 'rater', forgotten)];
  }
  const others = workspaces.length === 0 ? 'no other' : workspaces.map((one) => printable(one.name, 40)).join(', ');
  const why = `${who}, but may not see the workspace ${workspace.name} (but ${others}).`;
  const added = [{ id: user.id, username: user.username }];
  const repair: Repair | null =
    user.role === 'annotator' ? { type: 'add-members', workspaceId: workspace.id, raters: added } : null;
  const fix =
    repair === null
      ? `Let the ${user.role} in on the page of the workspace: ${url}`
      : prankCommand('doctor', '--rater', name, '--repair');
  return [finding(area, 'rater', why, fix, { repair })];
}

function noAccount(
  shown: string,
  users: readonly ArgillaUser[],
  { name, campaign: { target }, url }: RaterContext,
): Check {
  const alike = users.find(({ username }) => username.toLowerCase() === name.toLowerCase());
  const hint = alike === undefined ? '' : `; there is ${printable(alike.username, 80)}, and names differ by case`;
  const why = `${shown} has no account on the server${hint}.`;
  const fix =
    alike !== undefined
      ? prankCommand('doctor', '--rater', alike.username)
      : target.type === 'local'
        ? prankCommand('serve', '--rater', name)
        : target.type === 'space'
          ? `Let ${shown} sign in with Hugging Face at ${url}`
          : `Make an account for ${shown} in Argilla: ${url}`;
  return finding(area, 'rater', why, fix);
}

/** What is left for one person: open records that they have not answered. */
function checkOwnQueue(shown: string, { id }: ArgillaUser, records: readonly ArgillaRecord[] | null): Check[] {
  if (records === null) return [];
  const answeredBy = ({ responses = [] }: ArgillaRecord): boolean => responses.some(({ userId: user }) => user === id);
  const open = records.filter(({ status }) => status === 'pending');
  const left = open.filter((record) => !answeredBy(record)).length;
  const given = records.filter(answeredBy).length;
  if (left > 0)
    return [fine(area, 'rater_queue', `${shown} answered ${countOf(given, 'prompt')}; ${showCount(left)} are left.`)];
  const why = `${shown} answered ${countOf(given, 'prompt')}, and none of the ${showCount(open.length)} open ones is left.`;
  return [
    finding(
      area,
      'rater_queue',
      why,
      `${prankCommand('push')}, if prompts wait for a later wave; otherwise ask people who have not answered yet`,
    ),
  ];
}
