import { randomBytes } from 'node:crypto';
import { UsageError } from '../lib/errors.ts';
import { tokenSecret } from './http/token.ts';
import {
  findSharedAddress,
  invitationLink,
  type InvitationLimits,
  invitationToken,
  keepSharedAddress,
  openInvitation,
  pauseInvitation,
} from './storage/invitation.ts';
import { Store, type StoreOptions } from './storage/store.ts';
import { findWorkspace } from './storage/workspaces.ts';

export interface DoorOptions extends InvitationLimits {
  /** Where other machines reach the server; null = where the running one said. */
  address: string | null;
  /** Which workspace people join; null = the only one. */
  workspace: string | null;
}

/**
 * Lets people join by a link, and returns it. It is the same link as before unless that was closed. Safe while a server
 * uses the database. Throws UsageError `nothing_to_join`.
 */
export function openDoor(
  db: string,
  { address, workspace, ...limits }: DoorOptions,
  ports: StoreOptions = { clock: Date.now, randomBytes },
): string {
  const store = Store.open(db, ports);
  try {
    const secret = tokenSecret(store);
    return store.write((tx) => {
      if (address !== null) keepSharedAddress(tx, address);
      const all = tx.all<{ id: string }>('SELECT id FROM workspaces ORDER BY seq');
      const named = workspace === null ? undefined : findWorkspace(tx, 'name', workspace);
      const found = workspace === null && all.length === 1 ? all[0] : named;
      if (found === undefined) throw nothingToJoin(workspace);
      const invitation = openInvitation(tx, store, found.id, limits);
      return invitationLink(findSharedAddress(tx) ?? '', invitationToken(invitation, secret));
    });
  } finally {
    store.close();
  }
}

/** Notes where the server is reached, and lets nobody join until the door is opened again. */
export function shutDoor(db: string, address: string, ports: StoreOptions = { clock: Date.now, randomBytes }): void {
  const store = Store.open(db, ports);
  try {
    store.write((tx) => {
      keepSharedAddress(tx, address);
      pauseInvitation(tx);
    });
  } finally {
    store.close();
  }
}

/** Where other machines reach the server that uses the database; undefined = none has said. */
export function readSharedAddress(
  db: string,
  ports: StoreOptions = { clock: Date.now, randomBytes },
): string | undefined {
  const store = Store.open(db, ports);
  try {
    return store.read(findSharedAddress);
  } finally {
    store.close();
  }
}

function nothingToJoin(workspace: string | null): UsageError {
  const what =
    workspace === null ? 'The database has no workspace, or several' : `There is no workspace ${workspace} yet`;
  return new UsageError('nothing_to_join', `${what}, so nobody can be invited to it.`);
}
