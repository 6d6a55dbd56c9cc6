import type { FastifyRequest } from 'fastify';
import type { Store, Tx } from '../storage/store.ts';
import { findUser, passwordHash, type User } from '../storage/users.ts';
import { unauthorized } from './api-error.ts';
import { passwordMark, readToken, tokenSecret } from './token.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent the request, if the route requires a user. */
    user: User | null;
  }
}

/** The user who sent the request: by API key if it matches, otherwise by bearer token. Throws 401. */
export function currentUser(request: FastifyRequest, store: Store): User {
  const user = userOfKey(request, store) ?? userOfToken(request, store);
  if (user === undefined) throw unauthorized();
  return user;
}

/** The user as of now. Throws 401 if the key is not theirs any more: a body may take a while to arrive. */
export function stillUser(tx: Tx, { id, api_key: key }: User): User {
  const user = findUser(tx, 'id', id);
  if (user?.api_key !== key) throw unauthorized();
  return user;
}

function userOfKey({ headers }: FastifyRequest, store: Store): User | undefined {
  const key = headers['x-argilla-api-key'];
  if (typeof key !== 'string' || key === '') return undefined;
  return store.read((tx) => findUser(tx, 'api_key', key));
}

function userOfToken({ headers }: FastifyRequest, store: Store): User | undefined {
  const [scheme, token] = (headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined || token === '') return undefined;
  const secret = tokenSecret(store);
  const claims = readToken(token, secret, store.clock());
  if (claims === undefined) throw unauthorized('Invalid token');
  return store.read((tx) => {
    const user = findUser(tx, 'id', claims.identity);
    const hash = passwordHash(tx, claims.username);
    if (user?.username !== claims.username || hash === undefined) return undefined;
    return passwordMark(hash, secret) === claims.password ? user : undefined;
  });
}
