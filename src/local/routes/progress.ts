import type { FastifyInstance } from 'fastify';
import { defineRoute } from '../http/define-route.ts';
import { authorize, canSee } from '../http/permissions.ts';
import { uuid } from '../http/shapes.ts';
import { isBlind } from '../rules/blind-view.ts';
import { isLarge } from '../search/heavy-reads.ts';
import { getDataset } from '../storage/datasets.ts';
import { countOwnAnswers, listAnswerers, listSuggestionAgents, listUsersProgress } from '../storage/progress.ts';
import { countRecords } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';

const params = { dataset_id: uuid };

/** Progress of a dataset, in total and by person. Every member may see it. */
export function progress(app: FastifyInstance, store: Store): void {
  defineRoute(app, store, {
    method: 'GET',
    url: '/datasets/:dataset_id/progress',
    params,
    access: 'read',
    run: (tx, { user, params: { dataset_id: id } }) => {
      authorize(canSee(tx, user, getDataset(tx, id).workspace_id));
      const [completed, pending] = [countRecords(tx, id, 'completed'), countRecords(tx, id, 'pending')];
      return { total: completed + pending, completed, pending, users: listAnswerers(tx, id) };
    },
  });
  defineRoute(app, store, {
    method: 'GET',
    url: '/datasets/:dataset_id/users/progress',
    params,
    access: 'read',
    run: (tx, { user, params: { dataset_id: id } }) => {
      authorize(canSee(tx, user, getDataset(tx, id).workspace_id));
      return { users: listUsersProgress(tx, id) };
    },
  });
  defineRoute(app, store, {
    method: 'GET',
    url: '/me/datasets/:dataset_id/metrics',
    params,
    access: 'read',
    run: (tx, { user, params: { dataset_id: id } }) => {
      authorize(canSee(tx, user, getDataset(tx, id).workspace_id));
      const own = countOwnAnswers(tx, id, user.id);
      const total = countRecords(tx, id);
      return { responses: { total, ...own, pending: total - own.submitted - own.discarded - own.draft } };
    },
  });
  defineRoute(app, store, {
    method: 'GET',
    url: '/datasets/:dataset_id/records/search/suggestions/options',
    params,
    access: 'read',
    isHeavy: (tx, { params: { dataset_id: id } }) => isLarge(tx, id),
    run: (tx, { user, params: { dataset_id: id } }) => {
      authorize(canSee(tx, user, getDataset(tx, id).workspace_id));
      const known = listSuggestionAgents(tx, id);
      return { items: isBlind(user) ? known.map((listed) => ({ ...listed, agents: [] })) : known };
    },
  });
}
