import type { FastifyInstance } from 'fastify';
import { newRecordsBody, upsertedRecordsBody, type UpsertedRecord } from '../bodies/record.ts';
import { unprocessable } from '../http/api-error.ts';
import { defineRoute } from '../http/define-route.ts';
import { isPlainObject, parseJson } from '../http/json.ts';
import { authorize, canManage } from '../http/permissions.ts';
import { uuid } from '../http/shapes.ts';
import { checkMetadata } from '../rules/metadata.ts';
import { readRules, type DatasetRules } from '../rules/context.ts';
import { checkFields } from '../rules/record-fields.ts';
import { checkSuggestions, checkUserAnswers, refuseVectors, withPrefix } from '../rules/record-rules.ts';
import { getDataset, type Dataset } from '../storage/datasets.ts';
import { everything, findRecordIn, type StoredRecord } from '../storage/records.ts';
import { getRecord, toWireRecords } from '../storage/records.ts';
import { timesOfBatch } from '../storage/responses.ts';
import type { Store, Tx } from '../storage/store.ts';
import { writeRecord } from '../storage/write-record.ts';

const params = { dataset_id: uuid };

/** Many records at once: POST creates, PUT creates or updates. Either the whole batch is stored or nothing. */
export function recordsBulk(app: FastifyInstance, store: Store): void {
  defineRoute(app, store, {
    method: 'POST',
    url: '/datasets/:dataset_id/records/bulk',
    params,
    body: newRecordsBody,
    status: 201,
    access: 'write',
    run: (tx, { user, params: { dataset_id: id }, body: { items } }) => {
      const dataset = getDataset(tx, id);
      authorize(canManage(tx, user, dataset.workspace_id));
      if (dataset.status !== 'ready') throw unprocessable('records cannot be created for a non published dataset');
      refuseKnown(tx, dataset, items);
      return writeBatch(tx, dataset, items, () => undefined);
    },
  });
  defineRoute(app, store, {
    method: 'PUT',
    url: '/datasets/:dataset_id/records/bulk',
    params,
    body: upsertedRecordsBody,
    access: 'write',
    run: (tx, { user, params: { dataset_id: id }, body: { items } }) => {
      const dataset = getDataset(tx, id);
      authorize(canManage(tx, user, dataset.workspace_id));
      // The real server accepts them, but can never publish the dataset afterwards.
      if (dataset.status !== 'ready') throw unprocessable('records cannot be created for a non published dataset');
      return writeBatch(tx, dataset, items, (item) => findStored(tx, dataset, item));
    },
  });
}

function refuseKnown(tx: Tx, dataset: Dataset, items: UpsertedRecord[]): void {
  const ids = items.map((item) => item.external_id ?? null).filter((id) => id !== null);
  const known = ids.filter((id) => findRecordIn(tx, dataset.id, 'external_id', id) !== undefined);
  if (known.length > 0) throw unprocessable(`found records with same external ids: ${known.join(', ')}`);
}

function findStored(
  tx: Tx,
  dataset: Dataset,
  { id, external_id: externalId }: UpsertedRecord,
): StoredRecord | undefined {
  const byId = typeof id === 'string' ? findRecordIn(tx, dataset.id, 'id', id) : undefined;
  if (byId !== undefined || typeof externalId !== 'string') return byId;
  return findRecordIn(tx, dataset.id, 'external_id', externalId);
}

function writeBatch(
  tx: Tx,
  dataset: Dataset,
  items: UpsertedRecord[],
  find: (item: UpsertedRecord) => StoredRecord | undefined,
): unknown {
  const rules = readRules(tx, dataset);
  const found = items.map((item, position) => {
    const stored = find(item);
    withPrefix(`Record at position ${position} is not valid`, () => checkRecord(tx, item, stored, rules), ' because ');
    return stored;
  });
  const nextTimes = timesOfBatch(tx);
  const ids = items.map((item, position) => writeRecord(tx, dataset, { item, stored: found[position] }, nextTimes));
  const records = ids.map((id) => getRecord(tx, id));
  return { items: toWireRecords(tx, records, everything) };
}

function checkRecord(tx: Tx, item: UpsertedRecord, stored: StoredRecord | undefined, rules: DatasetRules): void {
  const isSent = stored === undefined || item.fields !== undefined;
  const fields = isSent ? checkFields(item.fields, rules) : readFields(stored);
  checkMetadata(item.metadata, rules);
  refuseVectors(item.vectors, rules);
  // Spans are checked against the text they were made for; for a stored record, that is the stored text.
  const text = stored === undefined ? fields : readFields(stored);
  checkSuggestions(item.suggestions, rules, text);
  checkUserAnswers(tx, item.responses, rules, text);
}

function readFields(record: StoredRecord): Record<string, unknown> {
  const read = parseJson(record.fields);
  return isPlainObject(read) ? read : {};
}
