import type { FastifyInstance } from 'fastify';
import { withoutNull } from '../bodies/dataset.ts';
import { fieldSettings, fieldSettingsChange, partName, partTitle } from '../bodies/settings.ts';
import { unprocessable } from '../http/api-error.ts';
import { defineRoute } from '../http/define-route.ts';
import { authorize, canManage, canSee } from '../http/permissions.ts';
import { flag, model, uuid } from '../http/shapes.ts';
import { getDataset } from '../storage/datasets.ts';
import {
  createPart,
  deletePart,
  getPart,
  listParts,
  mergeSettings,
  refuseTakenPartName,
  updatePart,
} from '../storage/settings.ts';
import { refuseTypeChange } from '../rules/settings-change.ts';
import type { Store } from '../storage/store.ts';

const ofDataset = { dataset_id: uuid };
const params = { field_id: uuid };
const newField = model({ name: partName, title: partTitle, required: flag.nullish(), settings: fieldSettings });
const fieldChange = withoutNull(
  ['title', 'settings'],
  model({ title: partTitle.optional(), settings: fieldSettingsChange.optional() }),
);

/** Fields of a dataset: what raters see of a record. */
export function fields(app: FastifyInstance, store: Store): void {
  defineRoute(app, store, {
    method: 'GET',
    url: '/datasets/:dataset_id/fields',
    params: ofDataset,
    access: 'read',
    run: (tx, { user, params: { dataset_id: id } }) => {
      authorize(canSee(tx, user, getDataset(tx, id).workspace_id));
      return { items: listParts(tx, 'field', id) };
    },
  });
  defineRoute(app, store, {
    method: 'POST',
    url: '/datasets/:dataset_id/fields',
    params: ofDataset,
    body: newField,
    status: 201,
    access: 'write',
    run: (tx, { user, params: { dataset_id: id }, body }) => {
      const dataset = getDataset(tx, id);
      authorize(canManage(tx, user, dataset.workspace_id));
      if (dataset.status === 'ready') throw unprocessable('Field cannot be created for a published dataset');
      refuseTakenPartName(tx, 'field', id, body.name);
      const { name, title, settings, required } = body;
      return createPart(
        tx,
        'field',
        { name, title, settings, dataset_id: id },
        { required: Number(required ?? false) },
      );
    },
  });
  defineRoute(app, store, {
    method: 'PATCH',
    url: '/fields/:field_id',
    params,
    body: fieldChange,
    access: 'write',
    run: (tx, { user, params: { field_id: id }, body: { title, settings } }) => {
      const field = getPart(tx, 'field', id);
      authorize(canManage(tx, user, getDataset(tx, field.dataset_id).workspace_id));
      if (settings !== undefined) {
        refuseTypeChange(field.settings, settings.type, (from, to) =>
          unprocessable(`Field type cannot be changed. Expected '${from}' but got '${to}'`),
        );
      }
      return updatePart(tx, 'field', id, {
        ...(title === undefined ? {} : { title }),
        ...(settings === undefined ? {} : { settings: mergeSettings(field.settings, settings) }),
      });
    },
  });
  defineRoute(app, store, {
    method: 'DELETE',
    url: '/fields/:field_id',
    params,
    access: 'write',
    run: (tx, { user, params: { field_id: id } }) => {
      const field = getPart(tx, 'field', id);
      const dataset = getDataset(tx, field.dataset_id);
      authorize(canManage(tx, user, dataset.workspace_id));
      if (dataset.status === 'ready') throw unprocessable('Fields cannot be deleted for a published dataset');
      deletePart(tx, 'field', id);
      return field;
    },
  });
}
