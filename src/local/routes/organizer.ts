import type { FastifyInstance } from 'fastify';
import { defineRoute } from '../http/define-route.ts';
import { authorize, canManage } from '../http/permissions.ts';
import { integer, model, uuid } from '../http/shapes.ts';
import { tokenSecret } from '../http/token.ts';
import {
  closeInvitation,
  findInvitation,
  findSharedAddress,
  type Invitation,
  invitationToken,
  openInvitation,
} from '../storage/invitation.ts';
import { listPeople } from '../storage/people.ts';
import type { Store, Tx } from '../storage/store.ts';
import { getWorkspace } from '../storage/workspaces.ts';

const params = { workspace_id: uuid };

/** The organizer's page: who is in, and the door. For owners, and for admins of the workspace. */
export function organizer(app: FastifyInstance, store: Store): void {
  const secret = tokenSecret(store);

  defineRoute(app, store, {
    method: 'GET',
    url: '/prank/workspaces/:workspace_id/people',
    params,
    access: 'read',
    run: (tx, { user, params: { workspace_id: id } }) => {
      authorize(canManage(tx, user, id));
      return { items: listPeople(tx, getWorkspace(tx, id).id, store.clock()) };
    },
  });
  defineRoute(app, store, {
    method: 'GET',
    url: '/prank/workspaces/:workspace_id/door',
    params,
    access: 'read',
    run: (tx, { user, params: { workspace_id: id } }) => {
      authorize(canManage(tx, user, id));
      return toDoor(tx, findInvitation(tx), getWorkspace(tx, id).id);
    },
  });
  defineRoute(app, store, {
    method: 'PUT',
    url: '/prank/workspaces/:workspace_id/door',
    params,
    body: model({
      limit: integer({ min: 1, max: 1_000_000 }).nullish(),
      minutes: integer({ min: 1, max: 525_600 }).nullish(),
    }),
    access: 'write',
    run: (tx, { user, params: { workspace_id: id }, body: { limit, minutes } }) => {
      authorize(canManage(tx, user, id));
      const untilMs = minutes === null || minutes === undefined ? null : store.clock() + minutes * 60_000;
      const opened = openInvitation(tx, store, getWorkspace(tx, id).id, { limit: limit ?? null, untilMs });
      return toDoor(tx, opened, id);
    },
  });
  defineRoute(app, store, {
    method: 'DELETE',
    url: '/prank/workspaces/:workspace_id/door',
    params,
    access: 'write',
    run: (tx, { user, params: { workspace_id: id } }) => {
      authorize(canManage(tx, user, id));
      if (findInvitation(tx)?.workspaceId === getWorkspace(tx, id).id) closeInvitation(tx);
      return toDoor(tx, undefined, id);
    },
  });

  function toDoor(tx: Tx, found: Invitation | undefined, workspaceId: string) {
    const address = findSharedAddress(tx) ?? null;
    // The invitation of another workspace is none of this one's organizer's business.
    if (found?.workspaceId !== workspaceId || !found.isOpen) return { is_open: false, address };
    const { limit, untilMs, joined } = found;
    const until = untilMs === null ? null : new Date(untilMs).toISOString();
    return { is_open: true, address, token: invitationToken(found, secret), limit, until, joined };
  }
}
