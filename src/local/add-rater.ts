import { randomBytes } from 'node:crypto';
import { UsageError } from '../lib/errors.ts';
import { Store } from './storage/store.ts';
import { createUser, findUser, updateUser, type User } from './storage/users.ts';

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
  checkRater(rater);
  const store = Store.open(db, ports);
  try {
    return store.write((tx) => {
      const known = findUser(tx, 'username', rater.username);
      if (known !== undefined && known.role !== 'annotator') throw notARater(known);
      const user =
        known === undefined
          ? createUser(tx, store, { ...rater, first_name: rater.username })
          : updateUser(tx, store, known, { password: rater.password });
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
    });
  } finally {
    store.close();
  }
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
