import type { Tx } from '../storage/store.ts';
import { isOwnerRole, type User } from '../storage/users.ts';
import { forbidden } from './api-error.ts';

function isMember(tx: Tx, user: User, workspaceId: string): boolean {
  const found = tx.get('SELECT 1 FROM workspace_users WHERE workspace_id = ? AND user_id = ?', workspaceId, user.id);
  return found !== undefined;
}

export function isOwner(user: User): boolean {
  return isOwnerRole(user.role);
}

/** Whether the user may see a workspace: owners always, others as members. */
export function canSee(tx: Tx, user: User, workspaceId: string): boolean {
  return isOwner(user) || isMember(tx, user, workspaceId);
}

/** Whether the user may change a workspace's contents: owners, and admins who are members. */
export function canManage(tx: Tx, user: User, workspaceId: string): boolean {
  return isOwner(user) || (user.role === 'admin' && isMember(tx, user, workspaceId));
}

/** Throws 403 unless `allowed`. */
export function authorize(allowed: boolean): void {
  if (!allowed) throw forbidden();
}
