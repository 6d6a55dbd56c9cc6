import { unprocessable } from '../http/api-error.ts';
import { isPlainObject } from '../http/json.ts';
import { pythonRepr } from '../http/python-text.ts';
import type { DatasetRules, KnownField } from './context.ts';

const maxUrlLength = 2038;
const maxDataUrlLength = 5_000_000;

/** Checks a record's fields. Throws 422 with Argilla's message. */
export function checkFields(
  fields: Record<string, unknown> | null | undefined,
  rules: DatasetRules,
): Record<string, unknown> {
  if (fields === null || fields === undefined || Object.keys(fields).length === 0)
    throw unprocessable('fields cannot be empty');
  for (const { name, required } of rules.fields) {
    if (required && (ownValue(fields, name) ?? null) === null) {
      throw unprocessable(`missing required value for field: ${pythonRepr(name)}`);
    }
  }
  const foreign = Object.keys(fields).filter((name) => !rules.fields.some((field) => field.name === name));
  if (foreign.length > 0) throw unprocessable(`found fields values for non configured fields: ${pythonRepr(foreign)}`);
  for (const type of ['text', 'image', 'chat', 'custom']) {
    for (const field of rules.fields) if (field.type === type) checkField(field, ownValue(fields, field.name));
  }
  return fields;
}

function ownValue(fields: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function checkField({ name, type }: KnownField, value: unknown): void {
  if (value === undefined || value === null) return;
  const quoted = pythonRepr(name);
  if (type === 'text' && typeof value !== 'string') throw unprocessable(`text field ${quoted} value must be a string`);
  if (type === 'image') checkImage(quoted, value);
  if (type === 'chat' && !Array.isArray(value))
    throw unprocessable(`chat field ${quoted} value must be a list of messages`);
  if (type === 'custom' && !isPlainObject(value))
    throw unprocessable(`custom field ${quoted} value must be a dictionary`);
}

function checkImage(quoted: string, value: unknown): void {
  const invalid = unprocessable(`image field ${quoted} has an invalid URL value`);
  if (typeof value !== 'string') throw invalid;
  const [, scheme = ''] = /^([a-zA-Z][\w+.-]*):/.exec(value) ?? [];
  if (scheme === 'data') {
    if (value.length <= maxDataUrlLength) return;
    throw unprocessable(
      `image field ${quoted} value is exceeding the maximum length of ${maxDataUrlLength} characters for Data URLs`,
    );
  }
  if (!/^https?:\/\/[^/]+\/./.test(value)) throw invalid;
  if (value.length > maxUrlLength) {
    throw unprocessable(
      `image field ${quoted} value is exceeding the maximum length of ${maxUrlLength} characters for Web URLs`,
    );
  }
}
