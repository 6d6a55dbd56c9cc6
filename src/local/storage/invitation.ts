import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Store } from './store.ts';
import { deleteMeta, getMeta, setMeta } from './meta.ts';
import type { Tx } from './tx.ts';

/** The link by which people join. A database has at most one. */
export interface Invitation {
  /** The token of the link follows from it and from the server's secret. The token itself is not stored. */
  nonce: string;
  workspaceId: string;
  /** How many people may join by this link; null = any number. */
  limit: number | null;
  /** Milliseconds since the epoch; null = no end. */
  untilMs: number | null;
  /** How many have joined by this link. */
  joined: number;
  /** false = the server runs without `--invite`; the link works again with it. */
  isOpen: boolean;
}

export interface InvitationLimits {
  limit: number | null;
  untilMs: number | null;
}

const key = 'invitation';
const addressKey = 'shared_address';

export function findInvitation(tx: Tx): Invitation | undefined {
  const text = getMeta(tx, key);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `keep` writes this value.
  return text === undefined ? undefined : (JSON.parse(text) as Invitation);
}

/** Lets people join a workspace. The link stays the same until it is closed. */
export function openInvitation(
  tx: Tx,
  { randomBytes }: Pick<Store, 'randomBytes'>,
  workspaceId: string,
  limits: InvitationLimits,
): Invitation {
  const known = findInvitation(tx);
  const same = known?.workspaceId === workspaceId ? known : undefined;
  const nonce = same?.nonce ?? Buffer.from(randomBytes(24)).toString('base64url');
  const invitation = { nonce, workspaceId, ...limits, joined: same?.joined ?? 0, isOpen: true };
  keep(tx, invitation);
  return invitation;
}

/** Nobody can join until the invitation is opened again, with the same link. */
export function pauseInvitation(tx: Tx): void {
  const known = findInvitation(tx);
  if (known !== undefined) keep(tx, { ...known, isOpen: false });
}

/** The link never works again. */
export function closeInvitation(tx: Tx): void {
  deleteMeta(tx, key);
}

export function countJoined(tx: Tx, invitation: Invitation): void {
  keep(tx, { ...invitation, joined: invitation.joined + 1 });
}

/** The unguessable part of the link. */
export function invitationToken({ nonce }: Invitation, secret: string): string {
  return createHmac('sha256', secret).update(`invitation:${nonce}`).digest('base64url').slice(0, 32);
}

export function isInvitationToken(given: string, invitation: Invitation, secret: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(invitationToken(invitation, secret))];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Where other machines reach the running server, such as `https://192.168.0.5:6900`. */
export function findSharedAddress(tx: Tx): string | undefined {
  return getMeta(tx, addressKey);
}

export function keepSharedAddress(tx: Tx, address: string): void {
  setMeta(tx, addressKey, address);
}

/** The token is in the fragment, which browsers don't send, so that no log and no referrer has it. */
export function invitationLink(address: string, token: string): string {
  return `${address}/join#${token}`;
}

function keep(tx: Tx, invitation: Invitation): void {
  setMeta(tx, key, JSON.stringify(invitation));
}
