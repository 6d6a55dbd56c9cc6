// Which page the address asks for.

import { readSession } from './api.ts';
import { hasUnseenPassword } from './join.ts';

/** Whether the person came by an invitation, or has not seen yet how to come back. */
export function isJoining(): boolean {
  return hasUnseenPassword() || (location.pathname === '/join' && readSession() === null);
}

export function isOrganizing(): boolean {
  return location.pathname === '/organizer';
}
