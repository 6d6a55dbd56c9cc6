import { randomUUID } from 'node:crypto';
import { type Accounts, makeId, type User } from './accounts.ts';

interface Grant {
  clientId: string;
  redirectUri: string;
  user: User;
}

/** The app that the Hub makes for a Space whose README says `hf_oauth: true`. */
export function makeOauthApp(space: string): { id: string; secret: string } {
  return { id: makeId(`client of ${space}`), secret: makeId(`client secret of ${space}`) };
}

/** Who is signed in at the Hub in the browser, and what Spaces got on their behalf. */
export class OpenId {
  /** null = the Hub asks who it is. */
  signedIn: User | null = null;
  readonly #codes = new Map<string, Grant>();
  readonly #tokens = new Map<string, User>();
  readonly #accounts: Accounts;

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** Signs a user in, or out with null. Throws if there is no such user. */
  signIn(name: string | null): void {
    const user = name === null ? null : this.#accounts.find(name);
    if (user === undefined) throw new Error(`There is no user ${name}.`);
    this.signedIn = user;
  }

  giveCode(grant: Grant): string {
    const code = randomUUID();
    this.#codes.set(code, grant);
    return code;
  }

  /** A code works once, only for the app and the URL it was issued for. */
  takeCode(code: string, clientId: string, redirectUri: string): string | null {
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    if (grant === undefined || grant.clientId !== clientId || grant.redirectUri !== redirectUri) return null;
    const token = `hf_oauth_${randomUUID().replaceAll('-', '')}`;
    this.#tokens.set(token, grant.user);
    return token;
  }

  userOf(authorization: string | undefined): User | undefined {
    return this.#tokens.get(/^Bearer (\S+)$/u.exec(authorization ?? '')?.[1] ?? '');
  }
}
