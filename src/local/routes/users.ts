import type { FastifyInstance } from 'fastify';
import { withoutNull } from '../bodies/dataset.ts';
import { defineRoute } from '../http/define-route.ts';
import { authorize, isOwner } from '../http/permissions.ts';
import { choice, model, text, uuid } from '../http/shapes.ts';
import type { Store } from '../storage/store.ts';
import { createUser, deleteUser, getUser, listUsers, noteNewPassword, updateUser } from '../storage/users.ts';
import { listWorkspaces } from '../storage/workspaces.ts';

const name = text({ min: 1, strip: true });
const username = text({ min: 1 });
const role = choice(['owner', 'admin', 'annotator'], 'enum');
const password = text({ min: 8, max: 100 });

const newUser = model({
  id: uuid.nullish(),
  first_name: name,
  last_name: name.nullish(),
  username,
  role: role.nullish(),
  password,
});
const userChange = withoutNull(
  ['first_name', 'username', 'role', 'password'],
  model({
    first_name: name.optional(),
    last_name: name.nullish(),
    username: username.optional(),
    role: role.optional(),
    password: password.optional(),
  }),
);
const params = { user_id: uuid };

/** Users. Only owners manage them; everybody may ask who they are. */
export function users(app: FastifyInstance, store: Store): void {
  defineRoute(app, store, { method: 'GET', url: '/me', access: 'read', run: (_tx, { user }) => user });
  defineRoute(app, store, {
    method: 'GET',
    url: '/users',
    access: 'read',
    run: (tx, { user }) => {
      authorize(isOwner(user));
      return { items: listUsers(tx) };
    },
  });
  defineRoute(app, store, {
    method: 'GET',
    url: '/users/:user_id',
    params,
    access: 'read',
    run: (tx, { user, params: { user_id: id } }) => {
      authorize(isOwner(user));
      return getUser(tx, id);
    },
  });
  defineRoute(app, store, {
    method: 'GET',
    url: '/users/:user_id/workspaces',
    params,
    access: 'read',
    run: (tx, { user, params: { user_id: id } }) => {
      authorize(isOwner(user));
      return { items: listWorkspaces(tx, getUser(tx, id)) };
    },
  });
  defineRoute(app, store, {
    method: 'POST',
    url: '/users',
    body: newUser,
    status: 201,
    access: 'write',
    run: (tx, { user, body }) => {
      authorize(isOwner(user));
      return createUser(tx, store, body);
    },
  });
  defineRoute(app, store, {
    method: 'PATCH',
    url: '/users/:user_id',
    params,
    body: userChange,
    access: 'write',
    run: (tx, { user, params: { user_id: id }, body }) => {
      const found = getUser(tx, id);
      authorize(isOwner(user));
      if (body.password !== undefined) noteNewPassword(tx, id);
      return updateUser(tx, store, found, body);
    },
  });
  defineRoute(app, store, {
    method: 'DELETE',
    url: '/users/:user_id',
    params,
    access: 'write',
    run: (tx, { user, params: { user_id: id } }) => {
      const found = getUser(tx, id);
      authorize(isOwner(user));
      deleteUser(tx, found);
      return found;
    },
  });
}
