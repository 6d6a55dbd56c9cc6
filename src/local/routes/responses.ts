import type { FastifyInstance } from 'fastify';
import { answerBody, newAnswerBody, ownAnswerBody } from '../bodies/answer.ts';
import { ApiError, notFound, notUnique } from '../http/api-error.ts';
import { defineRoute } from '../http/define-route.ts';
import { isPlainObject, parseJson } from '../http/json.ts';
import { authorize, canManage, canSee } from '../http/permissions.ts';
import { list, model, uuid } from '../http/shapes.ts';
import { checkAnswer } from '../rules/answers.ts';
import { readRules } from '../rules/context.ts';
import { type Dataset, getDataset, touchActivity } from '../storage/datasets.ts';
import { releaseAnswered } from '../storage/holds.ts';
import { findRecord, getRecord, recomputeStatus, type StoredRecord } from '../storage/records.ts';
import {
  addDatasetUser,
  type Answer,
  deleteResponse,
  findResponse,
  getResponse,
  type Response,
  updateResponse,
  timesOfBatch,
  upsertResponse,
} from '../storage/responses.ts';
import type { Store, Tx } from '../storage/store.ts';
import type { User } from '../storage/users.ts';

const params = { response_id: uuid };

/** Raters' answers. Each answer takes effect at once on the record's status and the dataset's activity. */
export function responses(app: FastifyInstance, store: Store): void {
  defineRoute(app, store, {
    method: 'POST',
    url: '/records/:record_id/responses',
    params: { record_id: uuid },
    body: newAnswerBody,
    status: 201,
    access: 'write',
    run: (tx, { user, params: { record_id: id }, body }) => {
      const record = getRecord(tx, id);
      const dataset = getDataset(tx, record.dataset_id);
      authorize(canSee(tx, user, dataset.workspace_id));
      if (findResponse(tx, id, user.id) !== undefined) {
        throw notUnique(`Response already exists for record with id \`${id}\` and by user with id \`${user.id}\``);
      }
      return upsertOwn(tx, user, record, dataset, body);
    },
  });
  defineRoute(app, store, {
    method: 'POST',
    url: '/me/responses/bulk',
    body: model({ items: list(ownAnswerBody, { min: 1, max: 100 }) }),
    access: 'write',
    run: (tx, { user, body: { items } }) => ({
      items: items.map((item) => answerItem(() => upsertById(tx, user, item.record_id, item))),
    }),
  });
  defineRoute(app, store, {
    method: 'PUT',
    url: '/responses/:response_id',
    params,
    body: answerBody,
    access: 'write',
    run: (tx, { user, params: { response_id: id }, body }) => {
      const { response, record, dataset } = getWithContext(tx, id);
      authorize(response.user_id === user.id || canManage(tx, user, dataset.workspace_id));
      checkAgainst(tx, dataset, record, body);
      updateResponse(tx, response, body);
      afterAnswer(tx, dataset, record);
      return getResponse(tx, id);
    },
  });
  defineRoute(app, store, {
    method: 'DELETE',
    url: '/responses/:response_id',
    params,
    access: 'write',
    run: (tx, { user, params: { response_id: id } }) => {
      const { response, record, dataset } = getWithContext(tx, id);
      authorize(response.user_id === user.id || canManage(tx, user, dataset.workspace_id));
      deleteResponse(tx, id);
      afterAnswer(tx, dataset, record);
      return response;
    },
  });
}

interface AnswerItem {
  item: Response | null;
  error: { detail: string } | null;
}

/** A rejected answer does not stop the others. If `write` throws, nothing of it was written. */
function answerItem(write: () => Response): AnswerItem {
  try {
    return { item: write(), error: null };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { item: null, error: { detail: error.message } };
  }
}

function upsertById(tx: Tx, user: User, recordId: string, answer: Answer): Response {
  const record = findRecord(tx, recordId);
  if (record === undefined) throw notFound(`Record with id \`${recordId}\` not found`);
  const dataset = getDataset(tx, record.dataset_id);
  authorize(canSee(tx, user, dataset.workspace_id));
  return upsertOwn(tx, user, record, dataset, answer);
}

function upsertOwn(tx: Tx, user: User, record: StoredRecord, dataset: Dataset, answer: Answer): Response {
  checkAgainst(tx, dataset, record, answer);
  upsertResponse(tx, { recordId: record.id, userId: user.id }, answer, timesOfBatch(tx)());
  addDatasetUser(tx, dataset.id, user.id);
  afterAnswer(tx, dataset, record);
  if (answer.status !== 'draft') releaseAnswered(tx, record.id, user.id);
  const stored = findResponse(tx, record.id, user.id);
  if (stored === undefined) throw new Error('an answer that was written is gone');
  return stored;
}

function getWithContext(tx: Tx, responseId: string): { response: Response; record: StoredRecord; dataset: Dataset } {
  const response = getResponse(tx, responseId);
  const record = getRecord(tx, response.record_id);
  return { response, record, dataset: getDataset(tx, record.dataset_id) };
}

function checkAgainst(tx: Tx, dataset: Dataset, record: StoredRecord, answer: Answer): void {
  const fields = parseJson(record.fields);
  checkAnswer(answer, readRules(tx, dataset), isPlainObject(fields) ? fields : {});
}

function afterAnswer(tx: Tx, dataset: Dataset, record: StoredRecord): void {
  touchActivity(tx, dataset.id);
  recomputeStatus(tx, record.id, dataset.distribution.min_submitted);
}
