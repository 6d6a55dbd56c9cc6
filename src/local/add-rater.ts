import { randomBytes } from 'node:crypto';
import { UsageError } from '../lib/errors.ts';
import { hashPassword, isPassword } from './http/password.ts';
import { getMeta, setMeta } from './storage/meta.ts';
import { Store, type StoreOptions, type Tx } from './storage/store.ts';
import {
  createUser,
  findUser,
  hasNewPassword,
  noteNewPassword,
  passwordHash,
  updateUser,
  type User,
} from './storage/users.ts';
import { letIn, wasRemoved } from './storage/workspaces.ts';

export interface Rater {
  username: string;
  /** 8–100 characters. */
  password: string;
  /** Workspaces to join; default: all existing ones. */
  workspaces?: string[];
}

/** Creates a rater's account in the database file, or changes a known rater's password. Safe while a server uses it. */
export function addRater(
  db: string,
  rater: Rater,
  ports: StoreOptions = { clock: Date.now, randomBytes },
): { id: string; created: boolean } {
  return inStore(db, ports, (tx, store) => {
    const added = admit(tx, store, rater);
    if (rater.workspaces === undefined) setMeta(tx, everywhereKey(added.id), '');
    if (!added.created) noteNewPassword(tx, added.id);
    return added;
  });
}

/** Whether this is the name of a rater. Throws UsageError `rater_is_staff`. */
export function isRater(db: string, username: string, ports: StoreOptions = { clock: Date.now, randomBytes }): boolean {
  return inStore(db, ports, (tx) => findRater(tx, username) !== undefined);
}

/** Lets a known rater into all workspaces again, also one who was removed. Returns whether there is such a rater. */
export function letRaterIn(
  db: string,
  username: string,
  ports: StoreOptions = { clock: Date.now, randomBytes },
): boolean {
  return inStore(db, ports, (tx) => {
    const known = findRater(tx, username);
    if (known === undefined) return false;
    setMeta(tx, everywhereKey(known.id), '');
    for (const { id } of listAllWorkspaces(tx)) letIn(tx, id, known.id);
    return true;
  });
}

/**
 * Lets the raters whom the organizer made into the workspaces that were created since, unless they were removed from
 * there. People who joined by a link stay in the workspace of their link.
 */
export function letRatersIn(db: string, ports: StoreOptions = { clock: Date.now, randomBytes }): void {
  inStore(db, ports, (tx) => {
    const made = tx.all<{ id: string }>(`SELECT users.id FROM users JOIN meta ON key = 'everywhere:' || users.id`);
    for (const { id } of made) joinUnlessRemoved(tx, id, listAllWorkspaces(tx));
  });
}

/** Marks a rater who belongs to every workspace, also to those that don't exist yet. `letRatersIn` reads it. */
function everywhereKey(userId: string): string {
  return `everywhere:${userId}`;
}

function inStore<T>(db: string, ports: StoreOptions, work: (tx: Tx, store: Store) => T): T {
  const store = Store.open(db, ports);
  try {
    return store.write((tx) => work(tx, store));
  } finally {
    store.close();
  }
}

const listKey = 'raters_list';

/**
 * Makes sure that all raters of a list have accounts with these passwords, in all workspaces. Checking a password takes
 * 50 ms on purpose, so the database keeps a hash of the whole list: as long as the list is the same, only raters without
 * an account cost time.
 */
export function addListedRaters(
  db: string,
  passwords: ReadonlyMap<string, string>,
  ports: StoreOptions = { clock: Date.now, randomBytes },
): void {
  if (passwords.size === 0) return;
  const list = JSON.stringify([...passwords]);
  inStore(db, ports, (tx, store) => {
    const mark = getMeta(tx, listKey);
    const isSame = mark !== undefined && isPassword(list, mark);
    for (const [username, password] of passwords) {
      const hash = passwordHash(tx, username);
      // A password that was set later counts more than the list.
      const isKept = hash !== undefined && (isSame || hasNewPassword(tx, username) || isPassword(password, hash));
      const { id } = admit(tx, store, { username, password, workspaces: [] }, isKept);
      joinUnlessRemoved(tx, id, listAllWorkspaces(tx));
    }
    if (!isSame) setMeta(tx, listKey, hashPassword(list, store.randomBytes(16), store.passwordCost));
  });
}

function joinUnlessRemoved(tx: Tx, userId: string, workspaces: readonly { id: string }[]): void {
  for (const { id } of workspaces) if (!wasRemoved(tx, id, userId)) letIn(tx, id, userId);
}

function listAllWorkspaces(tx: Tx): { id: string; name: string }[] {
  return tx.all<{ id: string; name: string }>('SELECT id, name FROM workspaces ORDER BY seq');
}

/** `isKept` = the account, if there is one, keeps its password. */
function admit(tx: Tx, store: Store, rater: Rater, isKept = false): { id: string; created: boolean } {
  checkRater(rater);
  const known = findRater(tx, rater.username);
  const user =
    known === undefined
      ? createUser(tx, store, { ...rater, first_name: rater.username })
      : updateUser(tx, store, known, isKept ? {} : { password: rater.password });
  const all = listAllWorkspaces(tx);
  for (const name of rater.workspaces ?? all.map((workspace) => workspace.name)) {
    const workspace = all.find((one) => one.name === name);
    if (workspace === undefined) throw noWorkspace(name);
    letIn(tx, workspace.id, user.id);
  }
  return { id: user.id, created: known === undefined };
}

function findRater(tx: Tx, username: string): User | undefined {
  const known = findUser(tx, 'username', username);
  if (known !== undefined && known.role !== 'annotator') throw notARater(known);
  return known;
}

function checkRater({ username, password }: Rater): void {
  if (username === '' || username.includes('\0')) {
    throw new UsageError('rater_name', 'A rater needs a name.');
  }
  if (password.length < 8 || password.length > 100) {
    throw new UsageError('rater_password', `The password of ${username} has ${password.length} characters.`);
  }
}

function notARater({ username, role }: User): UsageError {
  return new UsageError('rater_is_staff', `${username} is an ${role} on this server.`);
}

function noWorkspace(name: string): UsageError {
  return new UsageError('unknown_workspace', `The server has no workspace ${name}.`);
}
