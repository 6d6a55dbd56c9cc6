import type { z } from 'zod';
import type { Connection } from './connection.ts';
import { createOnce } from './create-once.ts';
import { deleteQuietly } from './delete-quietly.ts';
import { type ArgillaUser, wireItems, wireNewUser, wireUser } from './wire.ts';

/** Every user of the server, oldest first. Owners only: for others it throws PermissionError. */
export async function listUsers(connection: Connection): Promise<ArgillaUser[]> {
  return (await connection.request({ method: 'GET', path: '/users', schema: wireItems(wireUser) })).items;
}

/** The user who owns the key. */
export async function getOwnUser(connection: Connection): Promise<ArgillaUser> {
  return connection.request({ method: 'GET', path: '/me', schema: wireUser });
}

export interface NewUser {
  /** A UUID that stays the same on a new server; default: the server chooses one. */
  id?: string;
  username: string;
  firstName: string;
  lastName?: string | null;
  /** 8–100 characters. */
  password: string;
}

/**
 * Creates an annotator and returns the account with its key, or the existing account of this name. Owners only. The
 * server takes 0.3 s to hash the password and serves nobody else meanwhile.
 */
export async function createAnnotator(connection: Connection, user: NewUser): Promise<z.output<typeof wireNewUser>> {
  const { id, username, firstName, lastName, password } = user;
  const names = { username, first_name: firstName, ...(lastName == null ? {} : { last_name: lastName }) };
  const body = { ...(id === undefined ? {} : { id }), ...names, password, role: 'annotator' };
  return createOnce(
    () => connection.request({ method: 'POST', path: '/users', body, schema: wireNewUser }),
    async () => {
      const { items } = await connection.request({ method: 'GET', path: '/users', schema: wireItems(wireNewUser) });
      return items.find((found) => found.username === username && (id === undefined || found.id === id));
    },
  );
}

/** Takes a person off the leaderboard of the embedded server; Argilla has none, and nothing happens. Owners only. */
export async function deleteNickname(connection: Connection, id: string): Promise<void> {
  await deleteQuietly(connection, `/prank/users/${id}/nickname`);
}

/** Deletes an account and all its answers, if it still exists. Owners only. */
export async function deleteUser(connection: Connection, id: string): Promise<void> {
  await deleteQuietly(connection, `/users/${id}`);
}
