import { ExactNumber, isPlainObject } from '../http/json.ts';

/** Stored settings of a question. */
export type QuestionSettings =
  | { type: 'text' }
  | { type: 'rating'; options: { value: number }[] }
  | { type: 'label_selection' | 'multi_label_selection' | 'ranking'; options: { value: string }[] }
  | { type: 'span'; field: string; options: { value: string }[]; allow_overlapping: boolean };

/** Stored settings of a metadata property. Limits of a float keep their decimal point. */
export type MetadataSettings =
  | { type: 'terms'; values: unknown[] | null }
  | { type: 'integer' | 'float'; min: number | ExactNumber | null; max: number | ExactNumber | null };

const questionTypes = new Set(['text', 'rating', 'label_selection', 'multi_label_selection', 'ranking', 'span']);
const metadataTypes = new Set(['terms', 'integer', 'float']);

// Both were validated before they were stored, so checking the type is enough.
export function isQuestionSettings(value: unknown): value is QuestionSettings {
  return isPlainObject(value) && typeof value['type'] === 'string' && questionTypes.has(value['type']);
}

export function isMetadataSettings(value: unknown): value is MetadataSettings {
  return isPlainObject(value) && typeof value['type'] === 'string' && metadataTypes.has(value['type']);
}
