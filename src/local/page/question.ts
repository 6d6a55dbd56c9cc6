// The question: its scale, its labels, and the keys that answer it.

import type { WireQuestion } from './wire.ts';

export interface Question {
  name: string;
  title: string;
  /** Empty if the description only has the labels. */
  hint: string;
  values: readonly number[];
  /** null unless each value has one. */
  labels: ReadonlyMap<number, string> | null;
}

/** The rating question of a dataset with its labels. Throws an error if this page can't ask what is required. */
export function parseQuestion(questions: readonly WireQuestion[]): Question {
  const ratings = questions.filter(({ settings }) => settings.type === 'rating');
  const rating = ratings.find(({ required }) => required) ?? ratings[0];
  if (rating === undefined) {
    throw new Error('This dataset has no rating question, and this page can only ask ratings.');
  }
  const other = questions.find((question) => question.required && question !== rating);
  if (other !== undefined) {
    throw new Error(`This dataset also requires an answer to “${other.title}”, which this page can’t ask.`);
  }
  const values = (rating.settings.options ?? []).map(({ value }) => value);
  const description = rating.description ?? '';
  const labels = parseLabels(description, values);
  return { name: rating.name, title: rating.title, values, labels, hint: labels === null ? description : '' };
}

/** Labels from `1 = Very bad · 2 = Bad …`. */
function parseLabels(description: string, values: readonly number[]): Map<number, string> | null {
  const labels = new Map<number, string>();
  for (const part of description.split(/\s*(?:[·,;|]|\n)\s*(?=\d+\s*=)/u)) {
    const [, value, label] = /^\s*(\d+)\s*=\s*(.+?)\s*$/su.exec(part) ?? [];
    if (label !== undefined) labels.set(Number(value), label);
  }
  return labels.size === values.length && values.every((value) => labels.has(value)) ? labels : null;
}

/** `4 (Good)`, or `4` without labels. */
export function nameValue({ labels }: Question, value: number): string {
  const label = labels?.get(value);
  return label === undefined ? String(value) : `${value} (${label})`;
}

/** The key for a value: its digit. 10 has the 0 key if 0 is not a value. Empty if there is none. */
export function keyOf(value: number, values: readonly number[]): string {
  if (value < 10) return String(value);
  return value === 10 && !values.includes(0) ? '0' : '';
}

export function valueOfKey(key: string, values: readonly number[]): number | undefined {
  return values.find((value) => keyOf(value, values) === key);
}
