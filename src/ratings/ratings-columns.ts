import { findClosest } from '../lib/text/find-closest.ts';
import { shellCommand } from '../lib/text/shell-command.ts';
import { printable } from '../lib/text/text.ts';
import { invalid } from './ratings-faults.ts';

/** The fields that a row of a ratings file can have. */
export type RatingsField = 'rater' | 'item' | 'value' | 'answeredAt' | 'prompt' | 'kind' | 'source' | 'status';

/** Fields that can be looked for in a column that the user names. */
export type NamedField = 'rater' | 'item' | 'value';

/** Columns that the user names; without one, it is found by its usual names. */
export type NamedColumns = Partial<Record<NamedField, string>>;

/**
 * Usual column names of each field, without blanks, hyphens and underscores. A group of names is looked for only if the
 * groups before it are not there. If two names of one group are there, only the user knows which one is meant.
 */
const usualNames: Readonly<Record<RatingsField, readonly (readonly string[])[]>> = {
  rater: [
    ['rater'],
    words(
      'raterid annotator annotatorid user userid username worker workerid labeler labelerid labeller judge judgeid',
    ),
    words('evaluator evaluatorid reviewer participant participantid respondent email emailaddress'),
  ],
  item: [
    ['item'],
    ['promptid'],
    words('itemid taskid questionid recordid exampleid externalid'),
    words('prompt text question instruction task'),
  ],
  value: [['value'], words('rating score stars'), words('label grade answer response')],
  answeredAt: [['answeredat'], words('submittedat completedat'), words('createdat timestamp')],
  prompt: [['prompt'], words('text'), words('question instruction')],
  kind: [['kind']],
  source: [['source']],
  status: [['status']],
};

const fields: readonly RatingsField[] = ['rater', 'item', 'value', 'answeredAt', 'prompt', 'kind', 'source', 'status'];

/** Field → its column. Fields that the file lacks are missing. */
export type RatingsColumns = ReadonlyMap<RatingsField, string>;

/** Whether a rating can't do without the field. */
function isNamed(field: RatingsField): field is NamedField {
  return field === 'rater' || field === 'item' || field === 'value';
}

/**
 * Finds the column of each field: the one that the user names, or the one with a usual name in any case. Ignores all
 * other columns. Throws UsageError `ratings_invalid` if a needed one is missing, or if it could be one of several.
 */
export function findColumns(columns: readonly string[], named: NamedColumns, place: string): RatingsColumns {
  const found = new Map<RatingsField, string>();
  const missing: NamedField[] = [];
  for (const field of fields) {
    const column = findColumn(field, columns, named, place);
    if (column !== null) found.set(field, column);
    else if (isNamed(field)) missing.push(field);
  }
  if (missing.length > 0) throw missingColumns(missing, columns, place);
  return found;
}

/** The column of one field; null = the file lacks it. Throws like `findColumns`. */
export function findColumn(
  field: RatingsField,
  columns: readonly string[],
  named: NamedColumns,
  place: string,
): string | null {
  if (isNamed(field)) {
    const own = named[field];
    if (own !== undefined) return findNamed(field, own, columns, place);
  }
  for (const group of usualNames[field]) {
    // The reader rejects two equal names.
    const [first, ...others] = new Set(columns.filter((column) => group.includes(plain(column))));
    if (first === undefined) continue;
    if (others.length === 0) return first;
    const choices = list([first, ...others]);
    throw isNamed(field)
      ? invalid(`${place}: the ${field} could be in ${others.length + 1} columns: ${choices}.`, {
          hint: `Choose one, for example ${shellCommand([`--${field}`, first])}.`,
        })
      : invalid(`${place}: ${others.length + 1} columns have almost the same name: ${choices}.`, {
          hint: 'Rename or delete all but one of them.',
        });
  }
  return null;
}

function findNamed(field: NamedField, name: string, columns: readonly string[], place: string): string {
  const matches = columns.filter((column) => plain(column) === plain(name));
  const column = columns.find((exact) => exact === name) ?? matches[0];
  if (column !== undefined) return column;
  const closest = findClosest(name, columns);
  throw invalid(`${place}: there is no column "${printable(name)}". The columns are ${list(columns)}.`, {
    hint:
      closest === null
        ? `Give --${field} the name of a column.`
        : `Did you mean ${shellCommand([`--${field}`, closest])}?`,
  });
}

/** The error for fields whose columns can't be found. */
export function missingColumns(missing: readonly NamedField[], columns: readonly string[], place: string): Error {
  const names = missing.length === 1 ? `a column for the ${missing[0] ?? ''}` : `columns for ${missing.join(', ')}`;
  const options = missing.map((field) => `--${field} COLUMN`).join(' ');
  return invalid(`${place}: can't find ${names}. The columns are ${list(columns)}.`, {
    hint:
      `Say which column it is: ${options}. ` +
      'If the table has one column for each rater or for each item, use --wide.',
  });
}

/** All names, because the one that matters may be the last. */
function list(columns: readonly string[]): string {
  return columns.length === 0 ? 'missing' : columns.map((column) => printable(column, 60)).join(', ');
}

function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/gu, '');
}

function words(text: string): string[] {
  return text.split(' ');
}
