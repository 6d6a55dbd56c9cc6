import type { Row } from '../lib/readers/row.ts';
import { cellText } from './cell-text.ts';
import { isMissingValue, parseValue } from './parse-value.ts';
import type { RatingCells, RatingPlace } from './rating-rows.ts';
import { findColumn, missingColumns, type NamedColumns, type RatingsField } from './ratings-columns.ts';
import { invalid, show } from './ratings-faults.ts';

/** What the columns of a wide table are, besides the one that names the rows; `detect` = see which column that is. */
export type WideColumns = 'raters' | 'items' | 'detect';

/** A row of a file with its line, or its number if the format has no lines. */
export interface PlacedRow {
  values: Row;
  row: number;
}

/** A rating of a wide table, as if it had a row of its own. */
export interface WideRating {
  cells: RatingCells;
  place: RatingPlace;
}

/** The ratings of a wide table, and the columns that are raters or items, or hold no number and are ignored. */
export interface WideTable {
  ratings: Iterable<WideRating>;
  columnsAre: 'raters' | 'items';
  used: string[];
  ignored: string[];
}

/** Fields of a whole row that a wide table can have. */
const factFields = { raters: ['prompt', 'kind', 'source'], items: ['answeredAt'] } as const;

/**
 * Takes a table apart that has one row per item and one column per rater, or the other way round. Throws UsageError
 * `ratings_invalid` if nothing shows which of the two it is.
 */
export function unpivot(
  rows: readonly PlacedRow[],
  columns: readonly string[],
  { wide, named, path }: { wide: WideColumns; named: NamedColumns; path: string },
): WideTable {
  const columnsAre = wide === 'detect' ? detect(columns, named, path) : wide;
  const rowField = columnsAre === 'raters' ? 'item' : 'rater';
  const rowColumn = findColumn(rowField, columns, named, path);
  if (rowColumn === null) throw missingColumns([rowField], columns, path);
  const facts = new Map<RatingsField, string>([[rowField, rowColumn]]);
  for (const field of factFields[columnsAre]) {
    const column = findColumn(field, columns, {}, path);
    if (column !== null) facts.set(field, column);
  }
  const others = columns.filter((column) => ![...facts.values()].includes(column));
  const used = others.filter((column) => rows.some(({ values }) => isRating(values[column])));
  const ignored = others.filter((column) => !used.includes(column));
  return { ratings: list(rows, used, facts, columnsAre), columnsAre, used, ignored };
}

function* list(
  rows: readonly PlacedRow[],
  used: readonly string[],
  facts: ReadonlyMap<RatingsField, string>,
  columnsAre: 'raters' | 'items',
): Generator<WideRating> {
  const columnField = columnsAre === 'raters' ? 'rater' : 'item';
  for (const { values, row } of rows) {
    for (const column of used) {
      const cells: RatingCells = (field) => {
        if (field === columnField) return column;
        const name = field === 'value' ? column : facts.get(field);
        return name === undefined ? null : cellText(values[name]);
      };
      yield { cells, place: { row, column } };
    }
  }
}

function detect(columns: readonly string[], named: NamedColumns, path: string): 'raters' | 'items' {
  const item = findColumn('item', columns, named, path);
  const rater = findColumn('rater', columns, named, path);
  if (item !== null && rater === null) return 'raters';
  if (rater !== null && item === null) return 'items';
  const problem =
    item === null || rater === null
      ? `no column names the items or the raters. The columns are ${columns.map(show).join(', ')}`
      : `"${show(item)}" and "${show(rater)}" could both name the rows`;
  throw invalid(`${path}: ${problem}.`, {
    hint:
      'If there is one column for each rater, use --wide raters --item COLUMN. ' +
      'If there is one for each item, use --wide items --rater COLUMN.',
  });
}

function isRating(value: unknown): boolean {
  const text = cellText(value) ?? '';
  return !isMissingValue(text) && parseValue(text) !== null;
}
