import { z } from 'zod';
import type { MetadataProperty, Question } from '../model.ts';
import type { Connection } from './connection.ts';
import { createOnce } from './create-once.ts';
import {
  type ArgillaDataset,
  type ArgillaField,
  wireField,
  wireItems,
  type ArgillaMetadataProperty,
  wireMetadataProperty,
  type ArgillaQuestion,
  wireQuestion,
} from './wire.ts';

/** Name of a record's only text field. */
export const promptField = 'prompt';

export async function listFields(connection: Connection, datasetId: string): Promise<ArgillaField[]> {
  const path = `/datasets/${datasetId}/fields`;
  return (await connection.request({ method: 'GET', path, schema: wireItems(wireField) })).items;
}

/** Creates the text field that raters read. It is never rendered as Markdown: prompts are shown unchanged. */
export async function createPromptField(connection: Connection, datasetId: string): Promise<ArgillaField> {
  const settings = { type: 'text', use_markdown: false };
  const body = { name: promptField, title: 'Prompt', required: true, settings };
  return createOnce(
    () => connection.request({ method: 'POST', path: `/datasets/${datasetId}/fields`, body, schema: wireField }),
    async () => (await listFields(connection, datasetId)).find(({ name }) => name === promptField),
  );
}

export async function listQuestions(connection: Connection, datasetId: string): Promise<ArgillaQuestion[]> {
  const path = `/datasets/${datasetId}/questions`;
  return (await connection.request({ method: 'GET', path, schema: wireItems(wireQuestion) })).items;
}

/** The meaning of each value, for a question type without labels of its own; null without labels. */
export function describeScale({ values, labels }: Question): string | null {
  if (labels.length === 0) return null;
  return values.map((value, index) => `${value} = ${labels[index] ?? ''}`).join(' · ');
}

export async function createRatingQuestion(
  connection: Connection,
  datasetId: string,
  question: Question,
): Promise<ArgillaQuestion> {
  const settings = { type: 'rating', options: question.values.map((value) => ({ value })) };
  const { name, title } = question;
  return createQuestion(connection, datasetId, {
    name,
    title,
    description: describeScale(question),
    required: true,
    settings,
  });
}

/** Creates a question of any type. */
export async function createQuestion(
  connection: Connection,
  datasetId: string,
  { name, title, description, required, settings }: Omit<ArgillaQuestion, 'id'>,
): Promise<ArgillaQuestion> {
  const body = { name, title, description, required, settings };
  return createOnce(
    () => connection.request({ method: 'POST', path: `/datasets/${datasetId}/questions`, body, schema: wireQuestion }),
    async () => (await listQuestions(connection, datasetId)).find((found) => found.name === name),
  );
}

/** Title and description can change at any time. Values can't: the server would silently keep the old ones. */
export async function updateQuestionText(
  connection: Connection,
  id: string,
  question: Question,
): Promise<ArgillaQuestion> {
  const body = { title: question.title, description: describeScale(question) };
  return connection.request({ method: 'PATCH', path: `/questions/${id}`, body, schema: wireQuestion });
}

export async function listMetadataProperties(
  connection: Connection,
  datasetId: string,
): Promise<ArgillaMetadataProperty[]> {
  const path = `/me/datasets/${datasetId}/metadata-properties`;
  return (await connection.request({ method: 'GET', path, schema: wireItems(wireMetadataProperty) })).items;
}

export async function createMetadataProperty(
  connection: Connection,
  datasetId: string,
  { name, type, visible }: MetadataProperty,
): Promise<ArgillaMetadataProperty> {
  const settings = type === 'terms' ? { type, values: null } : { type };
  const body = { name, title: name, settings, visible_for_annotators: visible };
  const path = `/datasets/${datasetId}/metadata-properties`;
  return createOnce(
    () => connection.request({ method: 'POST', path, body, schema: wireMetadataProperty }),
    async () => (await listMetadataProperties(connection, datasetId)).find((found) => found.name === name),
  );
}

/** Always sends the visibility, because a PATCH without it hides the property. */
export async function updateMetadataVisibility(connection: Connection, id: string, visible: boolean): Promise<void> {
  const body = { visible_for_annotators: visible };
  await connection.request({ method: 'PATCH', path: `/metadata-properties/${id}`, body, schema: z.unknown() });
}

/** All settings of a dataset in the form of Argilla's API, without ids and times. */
export async function exportSettings(
  connection: Connection,
  { id, name, guidelines, minSubmitted }: ArgillaDataset,
): Promise<object> {
  const fields = await listFields(connection, id);
  const questions = await listQuestions(connection, id);
  const metadata = await listMetadataProperties(connection, id);
  return {
    dataset: { name, guidelines, distribution: { strategy: 'overlap', min_submitted: minSubmitted } },
    fields: fields.map(withoutId),
    questions: questions.map(withoutId),
    metadata: metadata.map(({ visible, ...property }) => ({
      ...withoutId(property),
      visible_for_annotators: visible,
    })),
  };
}

function withoutId<T extends { id: string }>({ id: _id, ...rest }: T): Omit<T, 'id'> {
  return rest;
}
