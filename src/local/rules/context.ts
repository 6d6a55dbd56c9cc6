import { parseJson } from '../http/json.ts';
import { listParts } from '../storage/settings.ts';
import type { Dataset } from '../storage/datasets.ts';
import type { Tx } from '../storage/store.ts';
import { isMetadataSettings, isQuestionSettings, type MetadataSettings, type QuestionSettings } from './settings.ts';

export interface KnownField {
  name: string;
  required: boolean;
  type: string;
}

export interface KnownQuestion {
  id: string;
  name: string;
  required: boolean;
  settings: QuestionSettings;
}

export interface KnownProperty {
  name: string;
  settings: MetadataSettings;
  visible: boolean;
}

/** What the rules need to know about a dataset, read once per batch. */
export interface DatasetRules {
  dataset: Dataset;
  fields: KnownField[];
  questions: KnownQuestion[];
  properties: KnownProperty[];
}

export function readRules(tx: Tx, dataset: Dataset): DatasetRules {
  const fields = listParts(tx, 'field', dataset.id).map(({ name, required, settings }) => {
    const read = parseJson(settings.text);
    const type = typeof read === 'object' && read !== null && 'type' in read ? String(read.type) : '';
    return { name, required, type };
  });
  const questions = listParts(tx, 'question', dataset.id).map(({ id, name, required, settings }) => ({
    id,
    name,
    required,
    settings: readStored(settings.text, isQuestionSettings),
  }));
  const properties = listParts(tx, 'metadataProperty', dataset.id).map((property) => ({
    name: property.name,
    visible: property.visible_for_annotators,
    settings: readStored(property.settings.text, isMetadataSettings),
  }));
  return { dataset, fields, questions, properties };
}

function readStored<T>(text: string, is: (value: unknown) => value is T): T {
  const read = parseJson(text);
  if (!is(read)) throw new Error(`settings in the database are not readable: ${text.slice(0, 200)}`);
  return read;
}
