import { z } from 'zod';
import type { MetadataProperty, Question } from '../model.ts';
import type { Connection } from './connection.ts';
import { createOnce } from './create-once.ts';
import {
  type WireField,
  wireField,
  wireItems,
  type WireMetadataProperty,
  wireMetadataProperty,
  type WireQuestion,
  wireQuestion,
} from './wire.ts';

/** Name of the one text field that a record has. */
export const promptField = 'prompt';

export async function listFields(connection: Connection, datasetId: string): Promise<WireField[]> {
  const path = `/datasets/${datasetId}/fields`;
  return (await connection.request({ method: 'GET', path, schema: wireItems(wireField) })).items;
}

/** The text field that raters read, never rendered as Markdown: prompts are shown as they are. */
export async function createPromptField(connection: Connection, datasetId: string): Promise<WireField> {
  const settings = { type: 'text', use_markdown: false };
  const body = { name: promptField, title: 'Prompt', required: true, settings };
  return createOnce(
    () => connection.request({ method: 'POST', path: `/datasets/${datasetId}/fields`, body, schema: wireField }),
    async () => (await listFields(connection, datasetId)).find(({ name }) => name === promptField),
  );
}

export async function listQuestions(connection: Connection, datasetId: string): Promise<WireQuestion[]> {
  const path = `/datasets/${datasetId}/questions`;
  return (await connection.request({ method: 'GET', path, schema: wireItems(wireQuestion) })).items;
}

/** What each value means, for a question type that has no labels of its own; null without labels. */
export function describeScale({ values, labels }: Question): string | null {
  if (labels.length === 0) return null;
  return values.map((value, index) => `${value} = ${labels[index] ?? ''}`).join(' · ');
}

export async function createRatingQuestion(
  connection: Connection,
  datasetId: string,
  question: Question,
): Promise<WireQuestion> {
  const settings = { type: 'rating', options: question.values.map((value) => ({ value })) };
  const { name, title } = question;
  const body = { name, title, description: describeScale(question), required: true, settings };
  return createOnce(
    () => connection.request({ method: 'POST', path: `/datasets/${datasetId}/questions`, body, schema: wireQuestion }),
    async () => (await listQuestions(connection, datasetId)).find((found) => found.name === name),
  );
}

/** Title and description can change at any time; values can't, the server would keep the old ones silently. */
export async function updateQuestionText(
  connection: Connection,
  id: string,
  question: Question,
): Promise<WireQuestion> {
  const body = { title: question.title, description: describeScale(question) };
  return connection.request({ method: 'PATCH', path: `/questions/${id}`, body, schema: wireQuestion });
}

export async function listMetadataProperties(
  connection: Connection,
  datasetId: string,
): Promise<WireMetadataProperty[]> {
  const path = `/me/datasets/${datasetId}/metadata-properties`;
  return (await connection.request({ method: 'GET', path, schema: wireItems(wireMetadataProperty) })).items;
}

export async function createMetadataProperty(
  connection: Connection,
  datasetId: string,
  { name, type, visible }: MetadataProperty,
): Promise<WireMetadataProperty> {
  const settings = type === 'terms' ? { type, values: null } : { type };
  const body = { name, title: name, settings, visible_for_annotators: visible };
  const path = `/datasets/${datasetId}/metadata-properties`;
  return createOnce(
    () => connection.request({ method: 'POST', path, body, schema: wireMetadataProperty }),
    async () => (await listMetadataProperties(connection, datasetId)).find((found) => found.name === name),
  );
}

/** Always sends the visibility: a PATCH without it hides the property. */
export async function updateMetadataVisibility(connection: Connection, id: string, visible: boolean): Promise<void> {
  const body = { visible_for_annotators: visible };
  await connection.request({ method: 'PATCH', path: `/metadata-properties/${id}`, body, schema: z.unknown() });
}
