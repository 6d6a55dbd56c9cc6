import type { FastifyInstance } from 'fastify';
import { recordChangeBody } from '../bodies/record.ts';
import { unprocessable } from '../http/api-error.ts';
import { defineRoute, Reply } from '../http/define-route.ts';
import { isPlainObject, parseJson } from '../http/json.ts';
import { authorize, canManage, canSee } from '../http/permissions.ts';
import { integer, text, uuid } from '../http/shapes.ts';
import { parseUuid } from '../http/uuid.ts';
import { includeFor, recordFor, rulesFor } from '../rules/blind-view.ts';
import { readRules } from '../rules/context.ts';
import { checkMetadata } from '../rules/metadata.ts';
import { checkFields } from '../rules/record-fields.ts';
import { checkSuggestions, refuseVectors } from '../rules/record-rules.ts';
import { isLarge } from '../search/heavy-reads.ts';
import { getDataset } from '../storage/datasets.ts';
import { countRecords, deleteRecords, everything, getRecord, listRecords, nothing } from '../storage/records.ts';
import { toWireRecord, toWireRecords } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { replaceContent } from '../storage/write-record.ts';
import { include } from './include.ts';

const ofDataset = { dataset_id: uuid };
const params = { record_id: uuid };
const limit = integer({ min: 1, max: 1000 }).default(50);

/** Reading, changing and deleting records. */
export function records(app: FastifyInstance, store: Store): void {
  defineRoute(app, store, {
    method: 'GET',
    url: '/datasets/:dataset_id/records',
    params: ofDataset,
    query: { offset: integer().default(0), limit, include },
    access: 'read',
    isHeavy: (tx, { params: { dataset_id: id } }) => isLarge(tx, id),
    run: (tx, { user, params: { dataset_id: id }, query }) => {
      authorize(canManage(tx, user, getDataset(tx, id).workspace_id));
      const page = listRecords(tx, id, query.offset, query.limit);
      return { items: toWireRecords(tx, page, query.include), total: countRecords(tx, id) };
    },
  });
  defineRoute(app, store, {
    method: 'DELETE',
    url: '/datasets/:dataset_id/records',
    params: ofDataset,
    query: { ids: text() },
    access: 'write',
    run: (tx, { user, params: { dataset_id: id }, query }) => {
      authorize(canManage(tx, user, getDataset(tx, id).workspace_id));
      deleteRecords(tx, id, readIds(query.ids, 'records'));
      return new Reply(204, undefined);
    },
  });
  defineRoute(app, store, {
    method: 'GET',
    url: '/records/:record_id',
    params,
    access: 'read',
    run: (tx, { user, params: { record_id: id } }) => {
      const record = getRecord(tx, id);
      const dataset = getDataset(tx, record.dataset_id);
      authorize(canSee(tx, user, dataset.workspace_id));
      const wire = toWireRecord(tx, record, includeFor(user, everything));
      return recordFor(user, wire, rulesFor(user, readRules(tx, dataset)));
    },
  });
  defineRoute(app, store, {
    method: 'PATCH',
    url: '/records/:record_id',
    params,
    body: recordChangeBody,
    access: 'write',
    run: (tx, { user, params: { record_id: id }, body }) => {
      const record = getRecord(tx, id);
      const dataset = getDataset(tx, record.dataset_id);
      authorize(canManage(tx, user, dataset.workspace_id));
      if (Object.keys(body).length > 0) {
        const rules = readRules(tx, dataset);
        if (body.fields !== undefined) checkFields(body.fields, rules);
        checkMetadata(body.metadata, rules);
        refuseVectors(body.vectors, rules);
        const stored = parseJson(record.fields);
        checkSuggestions(body.suggestions, rules, isPlainObject(stored) ? stored : {});
        replaceContent(tx, record, body);
      }
      return toWireRecord(tx, getRecord(tx, id), everything);
    },
  });
  defineRoute(app, store, {
    method: 'DELETE',
    url: '/records/:record_id',
    params,
    access: 'write',
    run: (tx, { user, params: { record_id: id } }) => {
      const record = getRecord(tx, id);
      authorize(canManage(tx, user, getDataset(tx, record.dataset_id).workspace_id));
      deleteRecords(tx, record.dataset_id, [id]);
      return toWireRecord(tx, record, nothing);
    },
  });
}

const maxIds = 100;

/** Parses comma-separated ids of things to delete. Throws 422. */
export function readIds(given: string, noun: 'records' | 'suggestions'): string[] {
  const ids = given.split(',').map((id) => {
    const read = parseUuid(id);
    if ('problem' in read) throw unprocessable('Invalid UUID format');
    return read.id;
  });
  if (ids.length > maxIds) throw unprocessable(`Cannot delete more than ${maxIds} ${noun} at once`);
  return ids;
}
