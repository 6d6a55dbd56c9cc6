import { invalid, show } from './ratings-faults.ts';

/** The fields that a row of a ratings file can have. */
export type RatingsField = 'rater' | 'item' | 'value' | 'answeredAt' | 'prompt' | 'kind' | 'source' | 'status';

/** Possible column names for each field, in order of preference. */
const columnNames = {
  rater: ['rater'],
  item: ['item', 'prompt_id'],
  value: ['value'],
  answeredAt: ['answered_at'],
  prompt: ['prompt', 'text'],
  kind: ['kind'],
  source: ['source'],
  status: ['status'],
} satisfies Record<RatingsField, readonly string[]>;

export const ratingsFields: readonly RatingsField[] = [
  'rater',
  'item',
  'value',
  'answeredAt',
  'prompt',
  'kind',
  'source',
  'status',
];

const requiredFields: readonly RatingsField[] = ['rater', 'item', 'value'];

/** Field → position of its column. Fields that the file lacks are missing. */
export type RatingsColumns = ReadonlyMap<RatingsField, number>;

/**
 * Finds the columns by name, in any case and order, and ignores all others. `owner` says in messages what has the
 * columns. Throws UsageError `ratings_invalid`.
 */
export function findColumns(names: readonly string[], place: string, owner: 'header' | 'file'): RatingsColumns {
  const known = names.map((name) => name.trim().toLowerCase());
  const found = ratingsFields.flatMap((field) => {
    const name = columnNames[field].find((own) => known.includes(own));
    return name === undefined ? [] : [{ field, name, column: known.indexOf(name) }];
  });
  const missing = requiredFields.filter((field) => !found.some((own) => own.field === field));
  if (missing.length > 0) {
    const wanted = missing.map((field) => columnNames[field].join(' or ')).join(', ');
    throw invalid(`${place}: column ${wanted} is missing; the ${owner} has: ${show(names.join(', '))}.`);
  }
  const repeated = found.filter(({ name, column }) => known.lastIndexOf(name) !== column).map(({ name }) => name);
  if (repeated.length > 0) throw invalid(`${place}: column ${repeated.join(', ')} stands there more than once.`);
  return new Map(found.map(({ field, column }) => [field, column]));
}
