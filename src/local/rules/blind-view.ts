import { unprocessable } from '../http/api-error.ts';
import { isPlainObject, parseJson, RawJson, renderJson } from '../http/json.ts';
import type { SearchBody } from '../search/check-search.ts';
import type { ArgillaRecord, Include } from '../storage/records.ts';
import type { User } from '../storage/users.ts';
import type { DatasetRules } from './context.ts';

// Raters judge the prompt alone. An annotator gets visible metadata and their own answers, and nothing that somebody
// else said about a record: neither in a record nor through a filter, an order or a total.

/** Whether a user rates, and must not learn what others know or think about a prompt. */
export function isBlind(user: User): boolean {
  return user.role === 'annotator';
}

/** The dataset as a user may know it. For annotators, hidden metadata does not exist. */
export function rulesFor(user: User, rules: DatasetRules): DatasetRules {
  return isBlind(user) ? { ...rules, properties: rules.properties.filter(({ visible }) => visible) } : rules;
}

/** Throws 422 if an annotator filters or sorts by suggestions, which would tell them what these say. */
export function refuseBlindSearch(user: User, { filters, sort }: SearchBody): void {
  const scopes = [...(filters?.and ?? []), ...(sort ?? [])].map(({ scope }) => scope);
  if (isBlind(user) && scopes.some(({ entity }) => entity === 'suggestion')) {
    throw unprocessable('Annotators cannot search by suggestions on this server');
  }
}

/** The parts of a record that a user may ask for. Annotators get their own answers only. */
export function includeFor(user: User, include: Include): Include {
  return isBlind(user) ? { ...include, responsesOf: user.id } : include;
}

/** A record as a user may see it. `rules` are those of `rulesFor`. */
export function recordFor(user: User, record: ArgillaRecord, rules: DatasetRules): ArgillaRecord {
  if (!isBlind(user)) return record;
  const suggestions = record.suggestions === undefined ? {} : { suggestions: [] };
  return { ...record, ...suggestions, metadata: visibleMetadata(record.metadata, rules) };
}

/** null if nothing is visible, whether or not something is hidden. */
function visibleMetadata(metadata: RawJson | null, rules: DatasetRules): RawJson | null {
  const read = metadata === null ? null : parseJson(metadata.text);
  const visible = new Set(rules.properties.map(({ name }) => name));
  const kept = Object.entries(isPlainObject(read) ? read : {}).filter(([name]) => visible.has(name));
  return kept.length === 0 ? null : new RawJson(renderJson(Object.fromEntries(kept)));
}
