import { basename } from 'node:path';
import { defaultHint } from '../lib/errors/codes.ts';
import { PrankError, UsageError } from '../lib/errors.ts';
import type { DataFile } from '../lib/readers/data-file.ts';
import { BadRow, type ReadOptions, type RowBatch } from '../lib/readers/reader.ts';
import { readers } from '../lib/readers/readers.ts';
import { recognizeFormat } from '../lib/readers/recognize-format.ts';
import { addAnswerList, findListColumns, hasAnswerList } from './answer-lists.ts';
import { cellText } from './cell-text.ts';
import { type RatedFile, RatingRows } from './rating-rows.ts';
import { findColumns, type NamedColumns, type RatingsColumns } from './ratings-columns.ts';
import { invalid, show, unreadable } from './ratings-faults.ts';
import { type PlacedRow, unpivot, type WideColumns } from './wide-table.ts';

/** How to read a ratings file. */
export interface RatingsFileOptions {
  /** The allowed values; null = any. */
  scale?: readonly number[] | null;
  /** Columns that have other names than the usual ones. */
  named?: NamedColumns;
  /** null = one rating per row. */
  wide?: WideColumns | null;
}

/**
 * Reads ratings from a file in any format that build reads too, recognized by its content. The first fault throws a
 * UsageError that names file and place: `ratings_file_unreadable`, `ratings_invalid` or those of RatingRows.
 */
export async function readRatingsFile(
  path: string,
  { scale = null, named = {}, wide = null }: RatingsFileOptions = {},
): Promise<RatedFile> {
  try {
    const file: DataFile = { path, absolutePath: path, ...(await recognizeFormat(path)) };
    const rows = new RatingRows(path, file.format === 'parquet' ? 'row' : 'line', scale);
    const notes = wide === null ? await readLong(file, named, rows) : await readWide(file, { named, wide }, rows);
    const rated = rows.finish();
    if (rated.ratings.length === 0) throw withoutRatings(path, rated.skipped);
    return { ...rated, warnings: [...notes, ...rated.warnings] };
  } catch (error) {
    throw describe(path, error);
  }
}

/** One rating per row, or one prompt per row with a list of its answers. */
async function readLong(file: DataFile, named: NamedColumns, rows: RatingRows): Promise<string[]> {
  let columns: RatingsColumns = new Map();
  let known: readonly string[] = [];
  let nameless = 0;
  const choose = (names: readonly string[]): string[] => {
    known = names;
    const isNamed = [named.rater, named.item, named.value].some((name) => name !== undefined);
    const ofLists = isNamed ? null : findListColumns(names);
    if (ofLists !== null) return ofLists;
    columns = findColumns(names, named, file.path);
    return [...columns.values()];
  };
  await readRows(file, choose, (values, row) => {
    if (columns.size === 0) {
      // A column `quality` with single ratings is one that the user must name.
      if (!hasAnswerList(values)) findColumns(known, named, file.path);
      nameless += addAnswerList(values, row, file.path, rows);
      return;
    }
    const cells = (field: Parameters<RatingsColumns['get']>[0]): string | null => {
      const column = columns.get(field);
      if (column === undefined) return null;
      // An empty status is a fault; only a missing column is not.
      return cellText(values[column]) ?? (field === 'status' ? '' : null);
    };
    rows.add(cells, { row });
  });
  return nameless === 0 ? [] : [describeNameless(nameless)];
}

function describeNameless(answers: number): string {
  return `${answers} ${answers === 1 ? 'answer has' : 'answers have'} no rater. Each counts as that of another person, so nothing is known of how strict raters are.`;
}

async function readWide(
  file: DataFile,
  { named, wide }: { named: NamedColumns; wide: WideColumns },
  rows: RatingRows,
): Promise<string[]> {
  if (named.value !== undefined) {
    throw invalid('--value names one column, but in a wide table many columns hold ratings.', {
      hint: 'Leave out --value, or --wide.',
    });
  }
  const placed: PlacedRow[] = [];
  let columns: readonly string[] = [];
  const all = (names: readonly string[]): readonly string[] => (columns = names);
  await readRows(file, all, (values, row) => placed.push({ values, row }));
  const { ratings, ignored, used, columnsAre } = unpivot(placed, columns, { wide, named, path: file.path });
  for (const { cells, place } of ratings) rows.add(cells, place);
  return ignored.length === 0
    ? []
    : [`Columns without a number are ignored: ${ignored.map(show).join(', ')}. ${used.length} are ${columnsAre}.`];
}

/** Passes on row by row. `choose` gets the names of the columns, again if later rows have more of them. */
async function readRows(
  file: DataFile,
  choose: ReadOptions['names'],
  take: (values: Record<string, unknown>, row: number) => void,
): Promise<void> {
  const known = new Set<string>();
  let count = 0;
  await readers[file.format].read(
    file,
    { delimiter: null, delimiterSetting: null, names: choose, skipBadRows: false },
    ({ columns, rows, lines }: RowBatch) => {
      const before = known.size;
      for (const column of columns) known.add(column);
      // Rows of JSON can each have other names.
      if (file.format === 'json' || file.format === 'jsonl') {
        for (const row of rows) if (!(row instanceof BadRow)) for (const name of Object.keys(row)) known.add(name);
      }
      if (known.size > before) choose([...known]);
      for (const [index, row] of rows.entries()) {
        count += 1;
        if (!(row instanceof BadRow)) take(row, lines?.[index] ?? count);
      }
    },
  );
}

function withoutRatings(path: string, skipped: number): UsageError {
  return invalid(
    skipped === 0
      ? `${path}: there are rows, but none of them is a submitted rating.`
      : `${path}: there are rows, but none of them has a rating: ${skipped} ${skipped === 1 ? 'is' : 'are'} blank, NA, NaN or null.`,
    { hint: `Check that ${basename(path)} is complete, or name the column of the ratings with --value COLUMN.` },
  );
}

/** What the readers say about data, with the code and the advice for ratings. */
function describe(path: string, error: unknown): unknown {
  if (!(error instanceof PrankError)) return unreadable(path, error);
  if (error.code !== 'data_malformed') return error;
  const hint = error.hint === defaultHint('data_malformed') ? {} : { hint: error.hint };
  return new UsageError('ratings_invalid', `${error.message}.`, { ...hint, details: error.details, cause: error });
}
