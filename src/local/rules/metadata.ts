import { unprocessable } from '../http/api-error.ts';
import { canonicalJson, ExactNumber } from '../http/json.ts';
import { pythonStr } from '../http/python-text.ts';
import type { DatasetRules } from './context.ts';
import type { MetadataSettings } from './settings.ts';

/** Checks a record's metadata against the dataset's properties. Throws 422 with Argilla's message. */
export function checkMetadata(metadata: Record<string, unknown> | null | undefined, rules: DatasetRules): void {
  for (const [name, value] of Object.entries(metadata ?? {})) {
    const property = rules.properties.find((known) => known.name === name);
    if (property !== undefined && value !== null) {
      const problem = findProblem(value, property.settings);
      if (problem !== undefined) {
        throw unprocessable(`metadata is not valid: '${name}' metadata property validation failed because ${problem}`);
      }
    } else if (property === undefined && !rules.dataset.allow_extra_metadata) {
      throw unprocessable(
        `metadata is not valid: '${name}' metadata property does not exists for dataset '${rules.dataset.id}' ` +
          'and extra metadata is not allowed for this dataset',
      );
    }
  }
}

function findProblem(value: unknown, settings: MetadataSettings): string | undefined {
  if (settings.type === 'terms') return settings.values === null ? undefined : findForeignTerm(value, settings.values);
  if (settings.type === 'integer' && !isInteger(value)) return `'${pythonStr(value)}' is not an integer.`;
  if (settings.type === 'float' && !isFloat(value)) return `'${pythonStr(value)}' is not a float.`;
  const number = toNumber(value);
  if (settings.min !== null && number < toNumber(settings.min)) {
    return `'${pythonStr(value)}' is less than the minimum value of '${pythonStr(settings.min)}'.`;
  }
  if (settings.max !== null && number > toNumber(settings.max)) {
    return `'${pythonStr(value)}' is greater than the maximum value of '${pythonStr(settings.max)}'.`;
  }
  return undefined;
}

function findForeignTerm(value: unknown, terms: unknown[]): string | undefined {
  const known = new Set(terms.map((term) => canonicalJson(term)));
  const given: unknown[] = Array.isArray(value) ? value : [value];
  const foreign = given.find((term) => !known.has(canonicalJson(term)));
  return foreign === undefined ? undefined : `'${pythonStr(foreign)}' is not an allowed term.`;
}

/** An integer as written in JSON: 3, not 3.0. A boolean counts as one, as in Python. */
function isInteger(value: unknown): boolean {
  if (value instanceof ExactNumber) return value.isInteger;
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isInteger(value));
}

/** A float as written in JSON: 1.0, not 1. */
function isFloat(value: unknown): boolean {
  if (value instanceof ExactNumber) return !value.isInteger;
  return typeof value === 'number' && !Number.isInteger(value);
}

function toNumber(value: unknown): number {
  return value instanceof ExactNumber ? value.value : Number(value);
}
