import type { FastifyInstance } from 'fastify';
import { defineRoute } from '../http/define-route.ts';
import { authorize, canManage, canSee, isOwner } from '../http/permissions.ts';
import { model, text, uuid } from '../http/shapes.ts';
import type { Store } from '../storage/store.ts';
import {
  addWorkspaceUser,
  createWorkspace,
  deleteWorkspace,
  getWorkspace,
  getWorkspaceUser,
  listWorkspaces,
  listWorkspaceUsers,
  removeWorkspaceUser,
} from '../storage/workspaces.ts';

const params = { workspace_id: uuid };

/** Workspaces and their members. */
export function workspaces(app: FastifyInstance, store: Store): void {
  defineRoute(app, store, {
    method: 'GET',
    url: '/me/workspaces',
    access: 'read',
    run: (tx, { user }) => ({ items: listWorkspaces(tx, user) }),
  });
  defineRoute(app, store, {
    method: 'GET',
    url: '/workspaces/:workspace_id',
    params,
    access: 'read',
    run: (tx, { user, params: { workspace_id: id } }) => {
      authorize(canSee(tx, user, id));
      return getWorkspace(tx, id);
    },
  });
  defineRoute(app, store, {
    method: 'POST',
    url: '/workspaces',
    body: model({ id: uuid.nullish(), name: text({ min: 1 }) }),
    status: 201,
    access: 'write',
    run: (tx, { user, body }) => {
      authorize(isOwner(user));
      return createWorkspace(tx, body);
    },
  });
  defineRoute(app, store, {
    method: 'DELETE',
    url: '/workspaces/:workspace_id',
    params,
    access: 'write',
    run: (tx, { user, params: { workspace_id: id } }) => {
      authorize(isOwner(user));
      const workspace = getWorkspace(tx, id);
      deleteWorkspace(tx, workspace);
      return workspace;
    },
  });
  defineRoute(app, store, {
    method: 'GET',
    url: '/workspaces/:workspace_id/users',
    params,
    access: 'read',
    run: (tx, { user, params: { workspace_id: id } }) => {
      authorize(canManage(tx, user, id));
      return { items: listWorkspaceUsers(tx, getWorkspace(tx, id).id) };
    },
  });
  defineRoute(app, store, {
    method: 'POST',
    url: '/workspaces/:workspace_id/users',
    params,
    body: model({ user_id: uuid }),
    status: 201,
    access: 'write',
    run: (tx, { user, params: { workspace_id: id }, body }) => {
      authorize(isOwner(user));
      return addWorkspaceUser(tx, getWorkspace(tx, id).id, body.user_id);
    },
  });
  defineRoute(app, store, {
    method: 'DELETE',
    url: '/workspaces/:workspace_id/users/:user_id',
    params: { ...params, user_id: uuid },
    access: 'write',
    run: (tx, { user, params: { workspace_id: id, user_id: userId } }) => {
      const member = getWorkspaceUser(tx, id, userId);
      authorize(canManage(tx, user, id));
      removeWorkspaceUser(tx, id, userId);
      return member;
    },
  });
}
