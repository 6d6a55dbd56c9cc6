import { createHash } from 'node:crypto';

export type Role = 'admin' | 'write' | 'contributor' | 'read' | 'no_access';

export interface WrittenOrg {
  name: string;
  /** Default admin. */
  roleInOrg?: Role;
  /** null = none: an organization that pays nothing. */
  plan?: 'team' | 'enterprise' | 'plus' | 'academia' | null;
  canPay?: boolean;
  securityRestrictions?: ('ip' | 'mfa' | 'sso' | 'token-policy' | 'token-revoked')[];
}

export interface WrittenUser {
  name: string;
  /** Default true. A user without it can't have a Docker Space on free hardware. */
  isPro?: boolean;
  /** Default: same as isPro. */
  canPay?: boolean;
  email?: string | null;
  orgs?: WrittenOrg[];
  tokens?: WrittenToken[];
}

export interface Scope {
  entity: { _id?: string; name?: string; type: string };
  permissions: string[];
}

export type WrittenToken = { token: string; /** ISO 8601; default: never. */ expiresAt?: string } & (
  | { role: 'read' | 'write' | 'god' }
  | { role: 'fineGrained'; scoped: Scope[]; canReadGatedRepos?: boolean }
);

/** What `hf auth login` gets: a token that ends, and what to renew it with. */
export interface WrittenLogin {
  token: string;
  refreshToken: string;
  /** ISO 8601. */
  expiresAt: string;
}

/** Lets the holder of a CI system's id token act on one repository at a time. */
export interface TrustedPublisher {
  /** The id token that the CI system would issue. */
  subjectToken: string;
  /** For example `datasets/owner/name`. */
  resources: string[];
  /** The user on whose behalf it acts. */
  user: string;
}

export interface Org {
  id: string;
  name: string;
  role: Role;
  plan: WrittenOrg['plan'];
  canPay: boolean;
  securityRestrictions: string[];
}

export interface User {
  id: string;
  name: string;
  email: string | null;
  isPro: boolean;
  canPay: boolean;
  orgs: Org[];
}

/** Who sends a request. `exchanged` = a token for one repository, from an id token; `visitor` = may see one Space. */
export type Actor =
  | { kind: 'anonymous' }
  | { kind: 'user'; user: User; token: WrittenToken }
  | { kind: 'exchanged'; user: User; resource: string; expiresAt: number }
  | { kind: 'visitor'; user: User; space: string; expiresAt: number };

/** Users and the meaning of their tokens. */
export class Accounts {
  readonly users: User[] = [];
  readonly #actors = new Map<string, Actor>();
  /** Refresh token → the name of its user. */
  readonly #logins = new Map<string, string>();
  #renewals = 0;
  readonly publishers: TrustedPublisher[];
  readonly #clock: () => number;

  constructor(users: WrittenUser[], publishers: TrustedPublisher[], clock: () => number) {
    this.#clock = clock;
    this.publishers = publishers;
    for (const user of users) this.add(user);
  }

  add({ name, isPro = true, canPay = isPro, email = `${name}@example.org`, orgs = [], tokens }: WrittenUser): User {
    const user = { id: makeId(`user ${name}`), name, email, isPro, canPay, orgs: orgs.map(toOrg) };
    this.users.push(user);
    for (const token of tokens ?? [{ token: `hf_${name}`, role: 'write' }]) this.addToken(name, token);
    return user;
  }

  addToken(name: string, token: WrittenToken): void {
    const user = this.find(name);
    if (user === undefined) throw new Error(`There is no user ${name}.`);
    this.#actors.set(token.token, { kind: 'user', user, token });
  }

  addLogin(name: string, { token, refreshToken, expiresAt }: WrittenLogin): void {
    this.addToken(name, { token, role: 'write', expiresAt });
    this.#logins.set(refreshToken, name);
  }

  /** Exchanges a refresh token, which works only once, for a new login; null = it is not known any more. */
  renewLogin(refreshToken: string, lifeMs: number): WrittenLogin | null {
    const user = this.#logins.get(refreshToken);
    if (user === undefined) return null;
    this.#logins.delete(refreshToken);
    this.#renewals += 1;
    const login = {
      token: `hf_oauth_renewed_${this.#renewals}`,
      refreshToken: `refresh_${this.#renewals}`,
      expiresAt: new Date(this.#clock() + lifeMs).toISOString(),
    };
    this.addLogin(user, login);
    return login;
  }

  /** Registers a token for an actor without a password or settings page: a CI job, a visitor. */
  grant(token: string, actor: Actor): void {
    this.#actors.set(token, actor);
  }

  revoke(token: string): void {
    this.#actors.delete(token);
  }

  find(name: string): User | undefined {
    return this.users.find((user) => user.name === name || user.id === name);
  }

  /** null = the token is unknown or has expired. */
  actorOf(authorization: string | undefined): Actor | null {
    if (authorization === undefined) return { kind: 'anonymous' };
    const token = /^Bearer (\S+)$/u.exec(authorization)?.[1];
    const actor = token === undefined ? undefined : this.#actors.get(token);
    if (actor === undefined) return null;
    return endOf(actor) <= this.#clock() ? null : actor;
  }
}

/** Milliseconds since the epoch. */
function endOf(actor: Actor): number {
  if (actor.kind === 'user' && actor.token.expiresAt !== undefined) return Date.parse(actor.token.expiresAt);
  return 'expiresAt' in actor ? actor.expiresAt : Number.POSITIVE_INFINITY;
}

function toOrg({ name, roleInOrg = 'admin', plan = null, canPay = plan !== null, ...more }: WrittenOrg): Org {
  const { securityRestrictions = [] } = more;
  return { id: makeId(`org ${name}`), name, role: roleInOrg, plan, canPay, securityRestrictions };
}

/** 24 hex digits, like ids on the Hub; the same name always gives the same id. */
export function makeId(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 24);
}
