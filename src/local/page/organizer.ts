// The organizer's page: who is in a workspace, how far they are, and the door.

import { makePassword, passwordBytes } from '../../lib/text/make-password.ts';
import { call } from './api.ts';
import type { Items, WireDataset } from './wire.ts';

export interface Person {
  id: string;
  username: string;
  is_member: boolean;
  is_active: boolean;
  submitted: number;
  discarded: number;
}

export type Door =
  | { is_open: false; address: string | null }
  | {
      is_open: true;
      address: string | null;
      token: string;
      limit: number | null;
      until: string | null;
      joined: number;
    };

export interface State {
  people: Person[];
  door: Door;
  done: number;
  total: number;
}

export async function readState(workspaceId: string, datasets: readonly WireDataset[]): Promise<State> {
  const own = datasets.filter(({ workspace_id: id }) => id === workspaceId);
  const [{ items: people }, door, ...progress] = await Promise.all([
    call<Items<Person>>('GET', `/prank/workspaces/${workspaceId}/people`),
    call<Door>('GET', `/prank/workspaces/${workspaceId}/door`),
    ...own.map(({ id }) => call<{ completed: number; total: number }>('GET', `/datasets/${id}/progress`)),
  ]);
  return {
    people,
    door,
    done: sum(progress.map(({ completed }) => completed)),
    total: sum(progress.map(({ total }) => total)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

/** null = without that limit. */
export function openDoor(workspaceId: string, limits: { limit: number | null; minutes: number | null }): Promise<Door> {
  return call<Door>('PUT', `/prank/workspaces/${workspaceId}/door`, limits);
}

export function closeDoor(workspaceId: string): Promise<Door> {
  return call<Door>('DELETE', `/prank/workspaces/${workspaceId}/door`);
}

/** The person can't see or answer prompts any more. Their answers stay. */
export function removePerson(workspaceId: string, { id }: Person): Promise<unknown> {
  return call('DELETE', `/workspaces/${workspaceId}/users/${id}`);
}

export function letPersonIn(workspaceId: string, { id }: Person): Promise<unknown> {
  return call('POST', `/workspaces/${workspaceId}/users`, { user_id: id });
}

/** Ends the person's sessions. Resolves to the new password, which is stored nowhere else. */
export async function renewPassword({ id }: Person): Promise<string> {
  const password = makePassword(crypto.getRandomValues(new Uint8Array(passwordBytes)));
  await call('PATCH', `/users/${id}`, { password });
  return password;
}

/** The link by which people join: where this page is, unless only this machine can open that. */
export function linkOf({ address, token }: Door & { is_open: true }): string {
  const isHere = /^(?:localhost|127\..*|\[::1\])$/u.test(location.hostname);
  return `${isHere ? (address ?? location.origin) : location.origin}/join#${token}`;
}
