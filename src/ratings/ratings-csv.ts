import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { PrankError, UsageError } from '../lib/errors.ts';
import { printable } from '../lib/text.ts';
import type { Rating } from '../model.ts';

const columnNames = ['rater', 'item', 'value'] as const;

type Column = (typeof columnNames)[number];

/**
 * Ratings from a CSV file with the columns rater, item and value in any order; others are left aside. The first fault
 * ends it with a UsageError that names file and line: `ratings_file_unreadable`, `ratings_invalid`, `duplicate_rating`.
 */
export async function readRatingsCsv(path: string): Promise<Rating[]> {
  const table = new RatingsTable(path);
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    // The callback is far cheaper than one stream event a row.
    on_record: (cells: string[], { lines }) => {
      table.add(cells, lines);
      return null;
    },
  });
  parser.resume();
  try {
    await pipeline(createReadStream(path), parser);
  } catch (error) {
    throw toUsageError(error, path);
  }
  return table.finish();
}

class RatingsTable {
  private readonly path: string;
  private readonly ratings: Rating[] = [];
  private readonly linesByPair = new Map<string, number>();
  private positions: Record<Column, number> | null = null;

  constructor(path: string) {
    this.path = path;
  }

  /** `line` is the last one of the record: a quoted cell can span several. */
  add(cells: readonly string[], line: number): void {
    const place = `${this.path}:${line}`;
    if (this.positions === null) {
      this.positions = parseHeader(cells, place);
      return;
    }
    const rating = parseRating(cells, this.positions, place);
    const pair = JSON.stringify([rating.rater, rating.item]);
    const earlier = this.linesByPair.get(pair);
    if (earlier !== undefined) throw duplicate(rating, place, earlier);
    this.linesByPair.set(pair, line);
    this.ratings.push(rating);
  }

  finish(): Rating[] {
    if (this.positions !== null) return this.ratings;
    throw invalid(`${this.path}: the file is empty.`);
  }
}

function parseHeader(cells: readonly string[], place: string): Record<Column, number> {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const missing = columnNames.filter((name) => !names.includes(name));
  const repeated = columnNames.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (missing.length > 0) {
    throw invalid(`${place}: column ${missing.join(', ')} is missing; the header has: ${show(cells.join(', '))}.`);
  }
  if (repeated.length > 0) throw invalid(`${place}: column ${repeated.join(', ')} stands there more than once.`);
  return { rater: names.indexOf('rater'), item: names.indexOf('item'), value: names.indexOf('value') };
}

function parseRating(cells: readonly string[], positions: Record<Column, number>, place: string): Rating {
  const rater = cells[positions.rater] ?? '';
  const item = cells[positions.item] ?? '';
  const value = cells[positions.value]?.trim() ?? '';
  if (rater.trim() === '') throw invalid(`${place}: rater is empty.`);
  if (item.trim() === '') throw invalid(`${place}: item is empty.`);
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/iu.test(value) || !Number.isFinite(Number(value))) {
    throw invalid(`${place}: value "${show(value)}" is not a number.`);
  }
  return { rater, item, value: Number(value) };
}

function duplicate({ rater, item }: Rating, place: string, earlier: number): UsageError {
  return new UsageError(
    'duplicate_rating',
    `${place}: rater "${show(rater)}" rated item "${show(item)}" already in line ${earlier}.`,
    { hint: 'Keep one of the two rows.' },
  );
}

function invalid(message: string, cause?: unknown): UsageError {
  return new UsageError('ratings_invalid', message, {
    hint: 'The file needs a header line with rater,item,value and one rating a row.',
    cause,
  });
}

function toUsageError(error: unknown, path: string): unknown {
  if (error instanceof PrankError) return error;
  if (error instanceof CsvError) {
    const line: unknown = error['lines'];
    return invalid(`${path}:${typeof line === 'number' ? line : 1}: ${error.message}.`, error);
  }
  return new UsageError('ratings_file_unreadable', `${path} can't be read: ${messageOf(error)}.`, {
    hint: 'Name a CSV file with the columns rater,item,value.',
    cause: error,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function show(text: string): string {
  return printable(text, 60);
}
