import type * as z from 'zod';
import type { Scope, searchBody } from '../bodies/search.ts';
import { unprocessable } from '../http/api-error.ts';
import { isPlainObject } from '../http/json.ts';
import type { DatasetRules } from '../rules/context.ts';

export type SearchBody = z.output<typeof searchBody>;

/** Checks that a search names only what the dataset has. Throws 422. */
export function checkSearch({ query, filters, sort }: SearchBody, rules: DatasetRules): void {
  for (const { scope } of filters?.and ?? []) checkScope(scope, rules);
  for (const { scope } of sort ?? []) checkScope(scope, rules);
  for (const filter of filters?.and ?? []) {
    const { scope } = filter;
    if (scope.entity !== 'response' || typeof scope.question === 'string') continue;
    // The real server responds with 500 here.
    if (scope.property !== 'status' || filter.type !== 'terms') {
      throw unprocessable('A response filter needs a question, or the property status with terms');
    }
  }
  if (isPlainObject(query?.vector)) {
    throw unprocessable(`Vector \`${String(query.vector['name'])}\` not found in dataset \`${rules.dataset.id}\`.`);
  }
  const field = query?.text?.field;
  if (typeof field === 'string' && !rules.fields.some(({ name }) => name === field)) {
    throw unprocessable(`Field \`${field}\` not found in dataset \`${rules.dataset.id}\`.`);
  }
}

function checkScope(scope: Scope, { dataset, questions, properties }: DatasetRules): void {
  if ((scope.entity === 'response' || scope.entity === 'suggestion') && typeof scope.question === 'string') {
    const { question } = scope;
    if (!questions.some(({ name }) => name === question)) {
      throw unprocessable(`Question not found filtering by name=${question}, dataset_id=${dataset.id}`);
    }
  }
  if (scope.entity === 'metadata') {
    const { metadata_property: property } = scope;
    if (!properties.some(({ name }) => name === property)) {
      throw unprocessable(`MetadataProperty not found filtering by name=${property}, dataset_id=${dataset.id}`);
    }
  }
}
