import { ExactNumber, isPlainObject } from '../http/json.ts';

/** Settings of a question as stored. */
export type QuestionSettings =
  | { type: 'text' }
  | { type: 'rating'; options: { value: number }[] }
  | { type: 'label_selection' | 'multi_label_selection' | 'ranking'; options: { value: string }[] }
  | { type: 'span'; field: string; options: { value: string }[]; allow_overlapping: boolean };

/** Settings of a metadata property as stored; limits of a float keep their point. */
export type MetadataSettings =
  | { type: 'terms'; values: unknown[] | null }
  | { type: 'integer' | 'float'; min: number | ExactNumber | null; max: number | ExactNumber | null };

const questionTypes = new Set(['text', 'rating', 'label_selection', 'multi_label_selection', 'ranking', 'span']);
const metadataTypes = new Set(['terms', 'integer', 'float']);

// Both were checked by their shapes before they were stored, so the tag says the rest.
export function isQuestionSettings(value: unknown): value is QuestionSettings {
  return isPlainObject(value) && typeof value['type'] === 'string' && questionTypes.has(value['type']);
}

export function isMetadataSettings(value: unknown): value is MetadataSettings {
  return isPlainObject(value) && typeof value['type'] === 'string' && metadataTypes.has(value['type']);
}
