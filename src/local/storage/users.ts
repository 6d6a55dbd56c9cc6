import { notFound, notUnique, unprocessable } from '../http/api-error.ts';
import { hashPassword } from '../http/password.ts';
import { getMeta, setMeta } from './meta.ts';
import type { Store, Tx } from './store.ts';

export type Role = 'owner' | 'admin' | 'annotator';

export interface User {
  id: string;
  first_name: string;
  last_name: string | null;
  username: string;
  role: Role;
  api_key: string;
  inserted_at: string;
  updated_at: string;
}

export interface NewUser {
  id?: string | null | undefined;
  first_name: string;
  last_name?: string | null | undefined;
  username: string;
  role?: Role | null | undefined;
  /** Generated if absent; the API never sets it. */
  api_key?: string;
}

/** A password, or its hash if it was made before. */
export type NewPassword = { password: string } | { passwordHash: string };

export interface UserChange {
  first_name?: string | undefined;
  last_name?: string | null | undefined;
  username?: string | undefined;
  role?: Role | undefined;
  password?: string | undefined;
}

export function isOwnerRole(role: Role): boolean {
  return role === 'owner';
}

export const userColumns =
  'users.id, users.first_name, users.last_name, users.username, users.role, users.api_key, users.inserted_at, users.updated_at';

export function findUser(tx: Tx, column: 'id' | 'username' | 'api_key', value: string): User | undefined {
  return tx.get<User>(`SELECT ${userColumns} FROM users WHERE ${column} = ?`, value);
}

export function getUser(tx: Tx, id: string): User {
  const user = findUser(tx, 'id', id);
  if (user === undefined) throw notFound(`User with id \`${id}\` not found`);
  return user;
}

export function listUsers(tx: Tx): User[] {
  return tx.all<User>(`SELECT ${userColumns} FROM users ORDER BY seq`);
}

export function passwordHash(tx: Tx, username: string): string | undefined {
  return tx.get<{ password_hash: string }>('SELECT password_hash FROM users WHERE username = ?', username)
    ?.password_hash;
}

export function makeApiKey(store: Pick<Store, 'randomBytes'>): string {
  return Buffer.from(store.randomBytes(80)).toString('base64url');
}

/** Notes that a password was set after the account was made, so that an old list of passwords doesn't change it back. */
export function noteNewPassword(tx: Tx, userId: string): void {
  setMeta(tx, `new_password:${userId}`, '');
}

export function hasNewPassword(tx: Tx, username: string): boolean {
  const user = findUser(tx, 'username', username);
  return user !== undefined && getMeta(tx, `new_password:${user.id}`) !== undefined;
}

type PasswordMaker = Pick<Store, 'randomBytes' | 'passwordCost'>;

export function createUser(tx: Tx, store: PasswordMaker, user: NewUser & NewPassword): User {
  if (findUser(tx, 'username', user.username) !== undefined) {
    throw notUnique(`User username \`${user.username}\` is not unique`);
  }
  const id = user.id ?? tx.newId();
  if (findUser(tx, 'id', id) !== undefined) throw notUnique(`User with id \`${id}\` is not unique`);
  const now = tx.now();
  tx.run(
    `INSERT INTO users (id, first_name, last_name, username, role, api_key, password_hash, inserted_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    user.first_name,
    user.last_name ?? null,
    user.username,
    user.role ?? 'annotator',
    user.api_key ?? makeApiKey(store),
    'passwordHash' in user ? user.passwordHash : hashPassword(user.password, store.randomBytes(16), store.passwordCost),
    now,
    now,
  );
  return getUser(tx, id);
}

export function updateUser(tx: Tx, store: PasswordMaker, user: User, change: UserChange): User {
  const { password, ...columns } = change;
  if (columns.username !== undefined && columns.username !== user.username) {
    if (findUser(tx, 'username', columns.username) !== undefined) {
      throw unprocessable(`Username '${columns.username}' already exists`);
    }
  }
  const next = {
    first_name: columns.first_name ?? user.first_name,
    last_name: columns.last_name === undefined ? user.last_name : columns.last_name,
    username: columns.username ?? user.username,
    role: columns.role ?? user.role,
  };
  const isSame =
    next.first_name === user.first_name &&
    next.last_name === user.last_name &&
    next.username === user.username &&
    next.role === user.role;
  if (password !== undefined) {
    // Whoever knew the old password may know the key. An owner's key is the campaign's and changes there.
    tx.run(
      'UPDATE users SET password_hash = ?, api_key = ? WHERE id = ?',
      hashPassword(password, store.randomBytes(16), store.passwordCost),
      isOwnerRole(user.role) ? user.api_key : makeApiKey(store),
      user.id,
    );
  }
  if (isSame && password === undefined) return user;
  tx.run(
    'UPDATE users SET first_name = ?, last_name = ?, username = ?, role = ?, updated_at = ? WHERE id = ?',
    next.first_name,
    next.last_name,
    next.username,
    next.role,
    tx.now(),
    user.id,
  );
  return getUser(tx, user.id);
}

export function deleteUser(tx: Tx, user: User): void {
  tx.run('DELETE FROM users WHERE id = ?', user.id);
  // What was noted about them, such as that they were removed from a workspace.
  tx.run(`DELETE FROM meta WHERE key GLOB '*:' || ?`, user.id);
}
