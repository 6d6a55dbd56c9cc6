import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Store, Tx } from '../storage/store.ts';
import type { User } from '../storage/users.ts';

const lifetimeSeconds = 24 * 60 * 60;
const header = encode({ alg: 'HS256', typ: 'JWT' });

export interface TokenClaims {
  identity: string;
  username: string;
  /** A mark of the password that the user logged in with. */
  password: string;
}

/** A signed token (JWT, HS256) that identifies the user for one day, or until the password changes. */
export function makeToken(user: User, passwordHash: string, secret: string, nowMs: number): string {
  const { id, first_name: name, username, role } = user;
  const exp = Math.floor(nowMs / 1000) + lifetimeSeconds;
  const signed = `${header}.${encode({ identity: id, name, username, role, exp, password: passwordMark(passwordHash, secret) })}`;
  return `${signed}.${sign(signed, secret)}`;
}

/** The claims of a token; undefined if it is not ours, altered or expired. */
export function readToken(token: string, secret: string, nowMs: number): TokenClaims | undefined {
  const [head, body, signature, ...rest] = token.split('.');
  if (head === undefined || body === undefined || signature === undefined || rest.length > 0) return undefined;
  const expected = Buffer.from(sign(`${head}.${body}`, secret));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
  const claims = decode(body);
  if (typeof claims !== 'object' || claims === null) return undefined;
  if (!('exp' in claims) || typeof claims.exp !== 'number' || claims.exp * 1000 <= nowMs) return undefined;
  if (!('identity' in claims) || typeof claims.identity !== 'string') return undefined;
  if (!('username' in claims) || typeof claims.username !== 'string') return undefined;
  if (!('password' in claims) || typeof claims.password !== 'string') return undefined;
  return { identity: claims.identity, username: claims.username, password: claims.password };
}

/** What a token says about a password: enough to see that it has changed, and nothing else. */
export function passwordMark(passwordHash: string, secret: string): string {
  return sign(passwordHash, secret).slice(0, 22);
}

/** The signing secret. It is kept in the database, so that a restart logs nobody out. */
export function tokenSecret(store: Store): string {
  const known = store.read((tx) => findSecret(tx));
  if (known !== undefined) return known;
  return store.write((tx) => {
    const secret = findSecret(tx) ?? Buffer.from(store.randomBytes(32)).toString('base64url');
    tx.run(`INSERT INTO meta VALUES ('token_secret', ?) ON CONFLICT (key) DO NOTHING`, secret);
    return secret;
  });
}

function findSecret(tx: Tx): string | undefined {
  return tx.get<{ value: string }>(`SELECT value FROM meta WHERE key = 'token_secret'`)?.value;
}

function sign(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
