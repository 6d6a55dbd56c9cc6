import { randomBytes } from 'node:crypto';
import { UsageError } from '../lib/errors.ts';
import { hashPassword, isPassword } from './http/password.ts';
import { Store, type StoreOptions, type Tx } from './storage/store.ts';
import { createUser, findUser, passwordHash, updateUser, type User } from './storage/users.ts';

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
  ports = { clock: Date.now, randomBytes },
): { id: string; created: boolean } {
  const store = Store.open(db, ports);
  try {
    return store.write((tx) => admit(tx, store, rater));
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
  const store = Store.open(db, ports);
  const list = JSON.stringify([...passwords]);
  try {
    store.write((tx) => {
      const mark = tx.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', listKey)?.value;
      const isSame = mark !== undefined && isPassword(list, mark);
      for (const [username, password] of passwords) {
        const hash = passwordHash(tx, username);
        const isRight = hash !== undefined && (isSame || isPassword(password, hash));
        admit(tx, store, { username, password }, isRight);
      }
      if (isSame) return;
      tx.run(
        'INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
        listKey,
        hashPassword(list, store.randomBytes(16), store.passwordCost),
      );
    });
  } finally {
    store.close();
  }
}

/** `isRight` = the account is there with this password. */
function admit(tx: Tx, store: Store, rater: Rater, isRight = false): { id: string; created: boolean } {
  checkRater(rater);
  const known = findUser(tx, 'username', rater.username);
  if (known !== undefined && known.role !== 'annotator') throw notARater(known);
  const user =
    known === undefined
      ? createUser(tx, store, { ...rater, first_name: rater.username })
      : updateUser(tx, store, known, isRight ? {} : { password: rater.password });
  const all = tx.all<{ id: string; name: string }>('SELECT id, name FROM workspaces ORDER BY seq');
  for (const name of rater.workspaces ?? all.map((workspace) => workspace.name)) {
    const workspace = all.find((one) => one.name === name);
    if (workspace === undefined) throw noWorkspace(name);
    tx.run(
      'INSERT INTO workspace_users (workspace_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
      workspace.id,
      user.id,
    );
  }
  return { id: user.id, created: known === undefined };
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
