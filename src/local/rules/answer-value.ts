import { unprocessable } from '../http/api-error.ts';
import { isPlainObject } from '../http/json.ts';
import { pythonRepr } from '../http/python-text.ts';
import type { ResponseStatus } from '../storage/responses.ts';
import type { QuestionSettings } from './settings.ts';
import { checkSpans } from './span-value.ts';

/** Checks one value against its question, for answers and (without a status) for suggestions. Throws 422. */
export function checkAnswerValue(
  value: unknown,
  settings: QuestionSettings,
  fields: Record<string, unknown>,
  status?: ResponseStatus,
): void {
  switch (settings.type) {
    case 'text':
      if (typeof value !== 'string')
        throw unprocessable(`text question expects a text value, found ${typeName(value)}`);
      return;
    case 'rating':
      checkOption(value, settings.options, 'rating', 'rating question', 'ratings');
      return;
    case 'label_selection':
      checkOption(value, settings.options, 'label', 'label selection question', 'labels');
      return;
    case 'multi_label_selection':
      checkLabels(
        value,
        settings.options.map((option) => option.value),
      );
      return;
    case 'ranking':
      checkRanking(
        value,
        settings.options.map((option) => option.value),
        status,
      );
      return;
    case 'span':
      checkSpans(value, settings, fields);
  }
}

function typeName(value: unknown): string {
  if (typeof value === 'string') return "<class 'str'>";
  return Array.isArray(value) ? "<class 'list'>" : "<class 'int'>";
}

function checkOption(value: unknown, options: { value: unknown }[], one: string, question: string, many: string): void {
  const known = options.map((option) => option.value);
  if (known.includes(value)) return;
  throw unprocessable(
    `${pythonRepr(value)} is not a valid ${one} for ${question}.\nValid ${many} are: ${pythonRepr(known)}`,
  );
}

function checkLabels(value: unknown, known: string[]): void {
  const what = 'multi label selection questions expects a list of values, found';
  if (!Array.isArray(value)) throw unprocessable(`${what} ${typeName(value)}`);
  if (value.length === 0) throw unprocessable(`${what} empty list`);
  const labels = value.map(String);
  if (new Set(labels).size !== labels.length) {
    throw unprocessable('multi label selection questions expect a list of unique values, but duplicates were found');
  }
  const foreign = labels.filter((label) => !known.includes(label)).toSorted();
  if (foreign.length === 0) return;
  throw unprocessable(
    `${pythonRepr(foreign)} are not valid labels for multi label selection question.\nValid labels are: ${pythonRepr(known)}`,
  );
}

function checkRanking(value: unknown, known: string[], status: ResponseStatus | undefined): void {
  if (!Array.isArray(value)) throw unprocessable(`ranking question expects a list of values, found ${typeName(value)}`);
  const items = value.filter((item) => isPlainObject(item));
  if (status === 'submitted') {
    if (items.length !== known.length) {
      const counts = `${known.length} values, found a list of ${items.length} values`;
      throw unprocessable(`ranking question expects a list containing ${counts}`);
    }
    const valid = known.map((_, index) => index + 1);
    const foreign = [...new Set(items.map((item) => item['rank']))].filter(
      (rank) => !valid.some((one) => one === rank),
    );
    if (foreign.length > 0) {
      throw unprocessable(
        `${pythonRepr(foreign.toSorted((a, b) => Number(a) - Number(b)))} are not valid ranks for ranking question.\nValid ranks are: ${pythonRepr(valid)}`,
      );
    }
  }
  const values = items.map((item) => String(item['value']));
  const foreign = [...new Set(values)].filter((name) => !known.includes(name)).toSorted();
  if (foreign.length > 0) {
    throw unprocessable(
      `${pythonRepr(foreign)} are not valid values for ranking question.\nValid values are: ${pythonRepr(known)}`,
    );
  }
  if (new Set(values).size !== values.length) {
    throw unprocessable('ranking question expects a list of unique values, but duplicates were found');
  }
}
