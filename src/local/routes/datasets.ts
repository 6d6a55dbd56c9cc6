import type { FastifyInstance } from 'fastify';
import { datasetChangeBody, newDatasetBody } from '../bodies/dataset.ts';
import { unprocessable } from '../http/api-error.ts';
import { defineRoute } from '../http/define-route.ts';
import { authorize, canManage, canSee, isOwner } from '../http/permissions.ts';
import { anything, choice, text, uuid } from '../http/shapes.ts';
import {
  insertDataset,
  deleteDataset,
  getDataset,
  listDatasets,
  publishDataset,
  updateDataset,
} from '../storage/datasets.ts';
import { recomputeStatuses } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';

const params = { dataset_id: uuid };

/** Datasets. Their parts have routes of their own. */
export function datasets(app: FastifyInstance, store: Store): void {
  defineRoute(app, store, {
    method: 'GET',
    url: '/me/datasets',
    query: {
      workspace_id: uuid.optional(),
      name: text().optional(),
      status: choice(['draft', 'ready'], 'enum').optional(),
    },
    access: 'read',
    run: (tx, { user, query }) => {
      authorize(isOwner(user) || query.workspace_id === undefined || canSee(tx, user, query.workspace_id));
      return { items: listDatasets(tx, user, query) };
    },
  });
  defineRoute(app, store, {
    method: 'POST',
    url: '/datasets',
    body: newDatasetBody,
    status: 201,
    access: 'write',
    run: (tx, { user, body }) => {
      authorize(canManage(tx, user, body.workspace_id));
      return insertDataset(tx, body);
    },
  });
  defineRoute(app, store, {
    method: 'GET',
    url: '/datasets/:dataset_id',
    params,
    access: 'read',
    run: (tx, { user, params: { dataset_id: id } }) => {
      const dataset = getDataset(tx, id);
      authorize(canSee(tx, user, dataset.workspace_id));
      return dataset;
    },
  });
  defineRoute(app, store, {
    method: 'PATCH',
    url: '/datasets/:dataset_id',
    params,
    body: datasetChangeBody,
    access: 'write',
    run: (tx, { user, params: { dataset_id: id }, body }) => {
      const dataset = getDataset(tx, id);
      authorize(canManage(tx, user, dataset.workspace_id));
      const updated = updateDataset(tx, dataset, body);
      recomputeStatuses(tx, id, updated.distribution.min_submitted);
      return updated;
    },
  });
  defineRoute(app, store, {
    method: 'PUT',
    url: '/datasets/:dataset_id/publish',
    params,
    access: 'write',
    run: (tx, { user, params: { dataset_id: id } }) => {
      const dataset = getDataset(tx, id);
      authorize(canManage(tx, user, dataset.workspace_id));
      return publishDataset(tx, dataset);
    },
  });
  defineRoute(app, store, {
    method: 'DELETE',
    url: '/datasets/:dataset_id',
    params,
    access: 'write',
    run: (tx, { user, params: { dataset_id: id } }) => {
      const dataset = getDataset(tx, id);
      authorize(canManage(tx, user, dataset.workspace_id));
      deleteDataset(tx, dataset);
      return dataset;
    },
  });
  defineRoute(app, store, {
    method: 'GET',
    url: '/datasets/:dataset_id/vectors-settings',
    params,
    access: 'read',
    run: (tx, { user, params: { dataset_id: id } }) => {
      authorize(canSee(tx, user, getDataset(tx, id).workspace_id));
      return { items: [] };
    },
  });
  defineRoute(app, store, {
    method: 'POST',
    url: '/datasets/:dataset_id/vectors-settings',
    params,
    body: anything,
    access: 'read',
    run: (tx, { user, params: { dataset_id: id } }) => {
      authorize(canManage(tx, user, getDataset(tx, id).workspace_id));
      throw unprocessable('Vectors are not kept by this server');
    },
  });
}
