import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { PrankError } from '../lib/errors.ts';
import { type RatedFile, RatingRows } from './rating-rows.ts';
import { findColumns, type RatingsColumns } from './ratings-columns.ts';
import { invalid, unreadable } from './ratings-faults.ts';

/**
 * Reads ratings from a CSV file; see `findColumns` for its columns. The first fault throws a UsageError that names file
 * and line: `ratings_file_unreadable` or those of RatingRows.
 */
export async function readRatingsCsv(path: string, scale: readonly number[] | null = null): Promise<RatedFile> {
  const rows = new RatingRows(path, 'line', scale);
  let columns: RatingsColumns | null = null;
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    // Far cheaper than one stream event per row. `lines` is the record's last line: a cell can span several.
    on_record: (cells: string[], { lines }) => {
      if (columns === null) {
        columns = findColumns(cells, `${path}:${lines}`, 'header');
        return null;
      }
      const own = columns;
      rows.add((field) => cells[own.get(field) ?? -1] ?? null, lines);
      return null;
    },
  });
  parser.resume();
  try {
    await pipeline(createReadStream(path), parser);
  } catch (error) {
    throw toUsageError(error, path);
  }
  if (columns === null) throw invalid(`${path}: the file is empty.`);
  return rows.finish();
}

function toUsageError(error: unknown, path: string): unknown {
  if (error instanceof PrankError) return error;
  if (error instanceof CsvError) {
    const line: unknown = error['lines'];
    return invalid(`${path}:${typeof line === 'number' ? line : 1}: ${error.message}.`, error);
  }
  return unreadable(path, error);
}
