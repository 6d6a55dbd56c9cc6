import type { FastifyInstance } from 'fastify';
import { defineRoute } from '../http/define-route.ts';
import { authorize, canSee, isOwner } from '../http/permissions.ts';
import { integer, model, text, uuid } from '../http/shapes.ts';
import { getDataset } from '../storage/datasets.ts';
import { readLeaderboard } from '../storage/leaderboard.ts';
import { findNickname, removeNickname, setNickname } from '../storage/nicknames.ts';
import { listOwnAnswers } from '../storage/own-answers.ts';
import type { Store } from '../storage/store.ts';
import { getUser } from '../storage/users.ts';

const nickname = model({ nickname: text({ max: 200 }) });

/** Leaderboard, nicknames, and one's own answers: what Argilla doesn't have, below /prank. */
export function team(app: FastifyInstance, store: Store): void {
  defineRoute(app, store, {
    method: 'GET',
    url: '/prank/me/nickname',
    access: 'read',
    run: (tx, { user }) => ({ nickname: findNickname(tx, user.id) }),
  });
  defineRoute(app, store, {
    method: 'PUT',
    url: '/prank/me/nickname',
    body: nickname,
    access: 'write',
    run: (tx, { user, body }) => ({ nickname: setNickname(tx, user.id, body.nickname) }),
  });
  defineRoute(app, store, {
    method: 'DELETE',
    url: '/prank/me/nickname',
    status: 204,
    access: 'write',
    run: (tx, { user }) => removeNickname(tx, user.id),
  });
  defineRoute(app, store, {
    method: 'DELETE',
    url: '/prank/users/:user_id/nickname',
    params: { user_id: uuid },
    status: 204,
    access: 'write',
    run: (tx, { user, params: { user_id: id } }) => {
      authorize(isOwner(user));
      removeNickname(tx, getUser(tx, id).id);
    },
  });
  defineRoute(app, store, {
    method: 'GET',
    url: '/prank/datasets/:dataset_id/leaderboard',
    params: { dataset_id: uuid },
    access: 'read',
    run: (tx, { user, params: { dataset_id: id } }) => {
      authorize(canSee(tx, user, getDataset(tx, id).workspace_id));
      return readLeaderboard(tx, id, user);
    },
  });
  defineRoute(app, store, {
    method: 'GET',
    url: '/prank/me/datasets/:dataset_id/answers',
    params: { dataset_id: uuid },
    query: { after: integer({ min: 0 }).optional() },
    access: 'read',
    run: (tx, { user, params: { dataset_id: id }, query: { after = 0 } }) => {
      authorize(canSee(tx, user, getDataset(tx, id).workspace_id));
      return listOwnAnswers(tx, { datasetId: id, userId: user.id, after });
    },
  });
}
