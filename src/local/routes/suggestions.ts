import type { FastifyInstance } from 'fastify';
import { suggestionBody } from '../bodies/record.ts';
import { unprocessable } from '../http/api-error.ts';
import { defineRoute, Reply } from '../http/define-route.ts';
import { isPlainObject, parseJson } from '../http/json.ts';
import { authorize, canManage, canSee } from '../http/permissions.ts';
import { text, uuid } from '../http/shapes.ts';
import { checkAnswerValue } from '../rules/answer-value.ts';
import { isBlind } from '../rules/blind-view.ts';
import { readRules } from '../rules/context.ts';
import { checkScore } from '../rules/record-rules.ts';
import { getDataset } from '../storage/datasets.ts';
import { getRecord } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { deleteSuggestions, getSuggestion, listSuggestions, upsertSuggestion } from '../storage/suggestions.ts';
import { readIds } from './records.ts';

const ofRecord = { record_id: uuid };

/** Suggested answers from models or people, one per record and question. */
export function suggestions(app: FastifyInstance, store: Store): void {
  defineRoute(app, store, {
    method: 'GET',
    url: '/records/:record_id/suggestions',
    params: ofRecord,
    access: 'read',
    run: (tx, { user, params: { record_id: id } }) => {
      const record = getRecord(tx, id);
      authorize(canSee(tx, user, getDataset(tx, record.dataset_id).workspace_id));
      return { items: isBlind(user) ? [] : (listSuggestions(tx, [id]).get(id) ?? []) };
    },
  });
  defineRoute(app, store, {
    method: 'PUT',
    url: '/records/:record_id/suggestions',
    params: ofRecord,
    body: suggestionBody,
    access: 'write',
    run: (tx, { user, params: { record_id: id }, body }) => {
      const record = getRecord(tx, id);
      const dataset = getDataset(tx, record.dataset_id);
      authorize(canManage(tx, user, dataset.workspace_id));
      const question = readRules(tx, dataset).questions.find((known) => known.id === body.question_id);
      if (question === undefined) throw unprocessable(`Question with id \`${body.question_id}\` not found`);
      const fields = parseJson(record.fields);
      checkAnswerValue(body.value, question.settings, isPlainObject(fields) ? fields : {});
      checkScore(body);
      const ofQuestion = () => (listSuggestions(tx, [id]).get(id) ?? []).find((one) => one.question_id === question.id);
      const status = ofQuestion() === undefined ? 201 : 200;
      upsertSuggestion(tx, id, body);
      return new Reply(status, ofQuestion());
    },
  });
  defineRoute(app, store, {
    method: 'DELETE',
    url: '/records/:record_id/suggestions',
    params: ofRecord,
    query: { ids: text() },
    access: 'write',
    run: (tx, { user, params: { record_id: id }, query }) => {
      const record = getRecord(tx, id);
      authorize(canManage(tx, user, getDataset(tx, record.dataset_id).workspace_id));
      deleteSuggestions(tx, id, readIds(query.ids, 'suggestions'));
      return new Reply(204, undefined);
    },
  });
  defineRoute(app, store, {
    method: 'DELETE',
    url: '/suggestions/:suggestion_id',
    params: { suggestion_id: uuid },
    access: 'write',
    run: (tx, { user, params: { suggestion_id: id } }) => {
      const { suggestion, recordId } = getSuggestion(tx, id);
      authorize(canManage(tx, user, getDataset(tx, getRecord(tx, recordId).dataset_id).workspace_id));
      deleteSuggestions(tx, recordId, [id]);
      return suggestion;
    },
  });
}
