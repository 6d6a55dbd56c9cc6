import { notFound, notUnique, unprocessable } from '../http/api-error.ts';
import { deleteMeta, getMeta, setMeta } from './meta.ts';
import type { Tx } from './store.ts';
import { findUser, isOwnerRole, userColumns, type User } from './users.ts';

export interface Workspace {
  id: string;
  name: string;
  inserted_at: string;
  updated_at: string;
}

const columns = 'workspaces.id, workspaces.name, workspaces.inserted_at, workspaces.updated_at';

export function findWorkspace(tx: Tx, column: 'id' | 'name', value: string): Workspace | undefined {
  return tx.get<Workspace>(`SELECT ${columns} FROM workspaces WHERE ${column} = ?`, value);
}

export function getWorkspace(tx: Tx, id: string): Workspace {
  const workspace = findWorkspace(tx, 'id', id);
  if (workspace === undefined) throw notFound(`Workspace with id \`${id}\` not found`);
  return workspace;
}

/** The workspaces a user may see; owners see all. */
export function listWorkspaces(tx: Tx, user: User): Workspace[] {
  if (isOwnerRole(user.role)) return tx.all<Workspace>(`SELECT ${columns} FROM workspaces ORDER BY seq`);
  return tx.all<Workspace>(
    `SELECT ${columns} FROM workspaces JOIN workspace_users ON workspace_id = workspaces.id
     WHERE user_id = ? ORDER BY workspaces.seq`,
    user.id,
  );
}

export function createWorkspace(tx: Tx, { id, name }: { id?: string | null | undefined; name: string }): Workspace {
  if (findWorkspace(tx, 'name', name) !== undefined) throw notUnique(`Workspace name \`${name}\` is not unique`);
  const newId = id ?? tx.newId();
  if (findWorkspace(tx, 'id', newId) !== undefined) throw notUnique(`Workspace with id \`${newId}\` is not unique`);
  const now = tx.now();
  tx.run('INSERT INTO workspaces (id, name, inserted_at, updated_at) VALUES (?, ?, ?, ?)', newId, name, now, now);
  return { id: newId, name, inserted_at: now, updated_at: now };
}

export function deleteWorkspace(tx: Tx, workspace: Workspace): void {
  if (tx.get('SELECT 1 FROM datasets WHERE workspace_id = ? LIMIT 1', workspace.id) !== undefined) {
    throw notUnique(`Cannot delete the workspace ${workspace.id}. This workspace has some datasets linked`);
  }
  tx.run('DELETE FROM workspaces WHERE id = ?', workspace.id);
}

export function listWorkspaceUsers(tx: Tx, workspaceId: string): User[] {
  return tx.all<User>(
    `SELECT ${userColumns} FROM users JOIN workspace_users ON user_id = users.id
     WHERE workspace_id = ? ORDER BY workspace_users.seq`,
    workspaceId,
  );
}

export function addWorkspaceUser(tx: Tx, workspaceId: string, userId: string): User {
  const user = findUser(tx, 'id', userId);
  if (user === undefined) throw unprocessable(`User with id \`${userId}\` not found`);
  const inserted = tx.run(
    'INSERT INTO workspace_users (workspace_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
    workspaceId,
    userId,
  );
  if (inserted === 0) {
    throw notUnique(`Workspace user with workspace_id \`${workspaceId}\` and user_id \`${userId}\` is not unique`);
  }
  deleteMeta(tx, removedKey(workspaceId, userId));
  return user;
}

/** Like `addWorkspaceUser`, for somebody who may be a member already. */
export function letIn(tx: Tx, workspaceId: string, userId: string): void {
  const isMember = tx.get('SELECT 1 FROM workspace_users WHERE workspace_id = ? AND user_id = ?', workspaceId, userId);
  if (isMember === undefined) addWorkspaceUser(tx, workspaceId, userId);
}

/** Marks people who were removed, so that no list of raters lets them in again. `listPeople` reads it, too. */
function removedKey(workspaceId: string, userId: string): string {
  return `removed:${workspaceId}:${userId}`;
}

export function wasRemoved(tx: Tx, workspaceId: string, userId: string): boolean {
  return getMeta(tx, removedKey(workspaceId, userId)) !== undefined;
}

/** Removes a member. Their answers stay. Does nothing if there is no such member. */
export function removeWorkspaceUser(tx: Tx, workspaceId: string, userId: string): void {
  const removed = tx.run('DELETE FROM workspace_users WHERE workspace_id = ? AND user_id = ?', workspaceId, userId);
  if (removed > 0) setMeta(tx, removedKey(workspaceId, userId), '');
}

export function getWorkspaceUser(tx: Tx, workspaceId: string, userId: string): User {
  const user = tx.get<User>(
    `SELECT ${userColumns} FROM users JOIN workspace_users ON user_id = users.id WHERE workspace_id = ? AND user_id = ?`,
    workspaceId,
    userId,
  );
  if (user === undefined) {
    throw notFound(`WorkspaceUser not found filtering by workspace_id=${workspaceId}, user_id=${userId}`);
  }
  return user;
}
