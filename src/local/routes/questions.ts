import type { FastifyInstance } from 'fastify';
import { withoutNull } from '../bodies/dataset.ts';
import {
  partName,
  partTitle,
  questionDescription,
  questionSettings,
  questionSettingsChange,
} from '../bodies/settings.ts';
import { unprocessable } from '../http/api-error.ts';
import { defineRoute } from '../http/define-route.ts';
import { authorize, canManage, canSee } from '../http/permissions.ts';
import { pythonRepr } from '../http/python-text.ts';
import { flag, model, uuid } from '../http/shapes.ts';
import { readRules } from '../rules/context.ts';
import { checkQuestionChange } from '../rules/settings-change.ts';
import { type Dataset, getDataset } from '../storage/datasets.ts';
import {
  createPart,
  deletePart,
  getPart,
  listParts,
  mergeSettings,
  refuseTakenPartName,
  updatePart,
} from '../storage/settings.ts';
import type { Store, Tx } from '../storage/store.ts';

const ofDataset = { dataset_id: uuid };
const params = { question_id: uuid };
const newQuestion = model({
  name: partName,
  title: partTitle,
  description: questionDescription.nullish(),
  required: flag.nullish(),
  settings: questionSettings,
});
const questionChange = withoutNull(
  ['title', 'settings'],
  model({
    title: partTitle.optional(),
    description: questionDescription.nullish(),
    settings: questionSettingsChange.optional(),
  }),
);

/** Questions of a dataset: what raters answer. */
export function questions(app: FastifyInstance, store: Store): void {
  defineRoute(app, store, {
    method: 'GET',
    url: '/datasets/:dataset_id/questions',
    params: ofDataset,
    access: 'read',
    run: (tx, { user, params: { dataset_id: id } }) => {
      authorize(canSee(tx, user, getDataset(tx, id).workspace_id));
      return { items: listParts(tx, 'question', id) };
    },
  });
  defineRoute(app, store, {
    method: 'POST',
    url: '/datasets/:dataset_id/questions',
    params: ofDataset,
    body: newQuestion,
    status: 201,
    access: 'write',
    run: (tx, { user, params: { dataset_id: id }, body }) => {
      const dataset = getDataset(tx, id);
      authorize(canManage(tx, user, dataset.workspace_id));
      refuseTakenPartName(tx, 'question', id, body.name);
      if (dataset.status === 'ready') throw unprocessable('questions cannot be created for a published dataset');
      const { name, title, settings } = body;
      if (settings.type === 'span') checkSpanField(tx, dataset, settings.field);
      return createPart(
        tx,
        'question',
        { name, title, settings, dataset_id: id },
        { description: body.description ?? null, required: Number(body.required ?? false) },
      );
    },
  });
  defineRoute(app, store, {
    method: 'PATCH',
    url: '/questions/:question_id',
    params,
    body: questionChange,
    access: 'write',
    run: (tx, { user, params: { question_id: id }, body: { title, description, settings } }) => {
      const question = getPart(tx, 'question', id);
      authorize(canManage(tx, user, getDataset(tx, question.dataset_id).workspace_id));
      if (settings !== undefined) checkQuestionChange(question.settings, settings);
      return updatePart(tx, 'question', id, {
        ...(title === undefined ? {} : { title }),
        ...(description === undefined ? {} : { description }),
        ...(settings === undefined ? {} : { settings: mergeSettings(question.settings, settings) }),
      });
    },
  });
  defineRoute(app, store, {
    method: 'DELETE',
    url: '/questions/:question_id',
    params,
    access: 'write',
    run: (tx, { user, params: { question_id: id } }) => {
      const question = getPart(tx, 'question', id);
      const dataset = getDataset(tx, question.dataset_id);
      authorize(canManage(tx, user, dataset.workspace_id));
      if (dataset.status === 'ready') throw unprocessable('questions cannot be deleted for a published dataset');
      deletePart(tx, 'question', id);
      return question;
    },
  });
}

/** A span question marks text in one field, and each field allows only one span question. */
function checkSpanField(tx: Tx, dataset: Dataset, field: string): void {
  const rules = readRules(tx, dataset);
  const names = rules.fields.map(({ name }) => name);
  if (!names.includes(field)) {
    throw unprocessable(`'${field}' is not a valid field name.\nValid field names are ${pythonRepr(names)}`);
  }
  const other = rules.questions.find(({ settings }) => settings.type === 'span' && settings.field === field);
  if (other !== undefined) throw unprocessable(`'${field}' is already used by span question with id '${other.id}'`);
}
