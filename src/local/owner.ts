import { UsageError } from '../lib/errors.ts';
import type { Store } from './storage/store.ts';
import { createUser, findUser } from './storage/users.ts';

export interface Owner {
  username: string;
  apiKey: string;
}

/** Creates the owner, or gives the existing one this key. Throws UsageError if name or key belong to another user. */
export function ensureOwner(store: Store, { username, apiKey }: Owner): void {
  store.write((tx) => {
    const holder = findUser(tx, 'api_key', apiKey);
    if (holder !== undefined && holder.username !== username) {
      throw new UsageError('owner_key_taken', `The owner's key is already the key of user ${holder.username}.`);
    }
    const known = findUser(tx, 'username', username);
    if (known === undefined) {
      // Nobody knows this password: the owner logs in with the key.
      const password = Buffer.from(store.randomBytes(32)).toString('base64url');
      createUser(tx, store, { username, first_name: username, role: 'owner', password, api_key: apiKey });
      return;
    }
    if (known.role !== 'owner') {
      throw new UsageError('owner_is_rater', `${username} is a rater on this server and can't be its owner.`);
    }
    if (known.api_key !== apiKey) tx.run('UPDATE users SET api_key = ? WHERE id = ?', apiKey, known.id);
  });
}
