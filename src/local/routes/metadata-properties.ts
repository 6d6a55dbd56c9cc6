import type { FastifyInstance } from 'fastify';
import { withoutNull } from '../bodies/dataset.ts';
import { metadataSettings, partName, partTitle } from '../bodies/settings.ts';
import { defineRoute } from '../http/define-route.ts';
import { authorize, canManage, canSee, isOwner } from '../http/permissions.ts';
import { flag, model, uuid } from '../http/shapes.ts';
import { getDataset } from '../storage/datasets.ts';
import { readMetadataMetrics } from '../storage/metadata-metrics.ts';
import { createPart, deletePart, getPart, listParts, refuseTakenPartName, updatePart } from '../storage/settings.ts';
import type { Store } from '../storage/store.ts';

const ofDataset = { dataset_id: uuid };
const params = { metadata_property_id: uuid };
const newProperty = model({
  name: partName,
  title: partTitle,
  settings: metadataSettings,
  visible_for_annotators: flag.default(true),
});
const propertyChange = withoutNull(
  ['title', 'visible_for_annotators'],
  model({ title: partTitle.optional(), visible_for_annotators: flag.optional() }),
);

/** Metadata properties of a dataset: what records can be filtered by. */
export function metadataProperties(app: FastifyInstance, store: Store): void {
  defineRoute(app, store, {
    method: 'GET',
    url: '/me/datasets/:dataset_id/metadata-properties',
    params: ofDataset,
    access: 'read',
    run: (tx, { user, params: { dataset_id: id } }) => {
      authorize(canSee(tx, user, getDataset(tx, id).workspace_id));
      const all = listParts(tx, 'metadataProperty', id);
      return { items: user.role === 'annotator' ? all.filter((property) => property.visible_for_annotators) : all };
    },
  });
  defineRoute(app, store, {
    method: 'POST',
    url: '/datasets/:dataset_id/metadata-properties',
    params: ofDataset,
    body: newProperty,
    status: 201,
    access: 'write',
    run: (tx, { user, params: { dataset_id: id }, body }) => {
      authorize(canManage(tx, user, getDataset(tx, id).workspace_id));
      refuseTakenPartName(tx, 'metadataProperty', id, body.name);
      const { name, title, settings } = body;
      const visible = { visible_for_annotators: Number(body.visible_for_annotators) };
      return createPart(tx, 'metadataProperty', { name, title, settings, dataset_id: id }, visible);
    },
  });
  defineRoute(app, store, {
    method: 'PATCH',
    url: '/metadata-properties/:metadata_property_id',
    params,
    body: propertyChange,
    access: 'write',
    run: (tx, { user, params: { metadata_property_id: id }, body }) => {
      const property = getPart(tx, 'metadataProperty', id);
      authorize(canManage(tx, user, getDataset(tx, property.dataset_id).workspace_id));
      // A missing flag hides the property, as on the real server, so clients must send it.
      const visible = { visible_for_annotators: Number(body.visible_for_annotators ?? false) };
      return updatePart(tx, 'metadataProperty', id, { title: body.title ?? property.title, ...visible });
    },
  });
  defineRoute(app, store, {
    method: 'DELETE',
    url: '/metadata-properties/:metadata_property_id',
    params,
    access: 'write',
    run: (tx, { user, params: { metadata_property_id: id } }) => {
      const property = getPart(tx, 'metadataProperty', id);
      authorize(canManage(tx, user, getDataset(tx, property.dataset_id).workspace_id));
      deletePart(tx, 'metadataProperty', id);
      return property;
    },
  });
  defineRoute(app, store, {
    method: 'GET',
    url: '/metadata-properties/:metadata_property_id/metrics',
    params,
    access: 'read',
    run: (tx, { user, params: { metadata_property_id: id } }) => {
      const property = getPart(tx, 'metadataProperty', id);
      const { workspace_id: workspaceId } = getDataset(tx, property.dataset_id);
      const mayKnow = property.visible_for_annotators || user.role !== 'annotator';
      authorize(isOwner(user) || (mayKnow && canSee(tx, user, workspaceId)));
      return readMetadataMetrics(tx, property);
    },
  });
}
