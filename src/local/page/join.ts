// Joining by a link. The browser makes the password and keeps it before it asks for the account: if the answer is lost on
// the way, the same person can try again and gets the account that was made.

import { makePassword, passwordBytes } from '../../lib/text/make-password.ts';
import { call, Refused, rememberSession, signInByPassword } from './api.ts';
import type { WireUser } from './wire.ts';

const keptName = 'prank-joining';

export interface Joining {
  name: string;
  password: string;
  /** Whether the account was made. What is kept goes when the person has seen the password. */
  isIn: boolean;
}

/** Keeps on if storage is forbidden. */
let fallback: Joining | null = null;

export function readJoining(): Joining | null {
  try {
    return JSON.parse(localStorage.getItem(keptName) ?? 'null') ?? fallback;
  } catch {
    return fallback;
  }
}

function keepJoining(joining: Joining | null): void {
  fallback = joining;
  try {
    if (joining === null) localStorage.removeItem(keptName);
    else localStorage.setItem(keptName, JSON.stringify(joining));
  } catch {
    // `fallback` has it.
  }
}

export function hasUnseenPassword(): boolean {
  return readJoining()?.isIn === true;
}

/** The person has seen the password. Takes the token out of the address, which others may see. */
export function endJoining(): void {
  keepJoining(null);
  history.replaceState(null, '', '/');
}

/** Resolves to the name of the workspace that the link leads to. Throws Refused if it leads nowhere. */
export async function readInvitation(): Promise<string> {
  return (await call<{ workspace: string }>('POST', '/prank/invitation', { token: token() })).workspace;
}

/** Makes the account, and signs in on this device. Throws Refused or Unreachable. */
export async function join(typed: string): Promise<Joining> {
  const name = typed.normalize('NFC').trim().replace(/ +/gu, ' ');
  const before = readJoining();
  // An earlier attempt without an answer may have made the account.
  const isRepeated = before?.name === name;
  const password = isRepeated ? before.password : makePassword(crypto.getRandomValues(new Uint8Array(passwordBytes)));
  keepJoining({ name, password, isIn: false });
  const key = await makeAccount(name, password, isRepeated).catch((error: unknown) => {
    if (error instanceof Refused) keepJoining(null);
    throw error;
  });
  rememberSession({ key });
  const joined = { name, password, isIn: true };
  keepJoining(joined);
  return joined;
}

async function makeAccount(name: string, password: string, isRepeated: boolean): Promise<string> {
  try {
    const body = { token: token(), name, password };
    return (await call<{ api_key: string }>('POST', '/prank/join', body)).api_key;
  } catch (error) {
    if (!isRepeated || !(error instanceof Refused)) throw error;
    // Refused because the account is there, and it is this person's if the password is right.
    await signInByPassword(name, password).catch(() => {
      throw error;
    });
    return (await call<WireUser & { api_key: string }>('GET', '/me')).api_key;
  }
}

function token(): string {
  return location.hash.slice(1);
}
