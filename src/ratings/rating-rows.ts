import { describeGarbled, GarbledCount } from '../lib/text/garbled-text.ts';
import type { PromptKind, Rating } from '../model.ts';
import { AnswerTimes } from './answer-times.ts';
import { NameList } from './name-list.ts';
import { isMissingValue, parseValue } from './parse-value.ts';
import type { RatingsField } from './ratings-columns.ts';
import { contradiction, duplicate, invalid, offScale, show } from './ratings-faults.ts';

/** A row of a file: the text of a field, or null if it has none. */
export type RatingCells = (field: RatingsField) => string | null;

/** Where a rating is in a file: its line or row, and in a wide table its column. */
export interface RatingPlace {
  row: number;
  column?: string;
}

/** What a file says about an item besides its ratings. */
export interface RatedFileItem {
  item: string;
  prompt?: string;
  kind?: PromptKind;
  source?: string;
}

/** Submitted ratings of a file, and all items it names, in the order of first appearance. */
export interface RatedFile {
  ratings: Rating[];
  items: RatedFileItem[];
  /** Number of rows, or cells of a wide table, without a value. */
  skipped: number;
  /** What the user should know about how the file was read. */
  warnings: string[];
}

const kinds: readonly PromptKind[] = ['human', 'synthetic', 'unknown'];
const statuses = ['submitted', 'discarded', 'draft', 'pending'];

interface SeenItem {
  facts: RatedFileItem;
  /** The row from which each fact was taken. */
  rows: Partial<Record<'prompt' | 'kind' | 'source', number>>;
}

/**
 * Reads and checks the rows of a ratings file one by one. The first fault throws a UsageError that names file and row:
 * `ratings_invalid`, `duplicate_rating`, `ratings_contradict`, `value_off_scale`.
 */
export class RatingRows {
  private readonly path: string;
  private readonly unit: 'line' | 'row';
  private readonly scale: readonly number[] | null;
  private readonly ratings: Rating[] = [];
  private readonly rowOfPair = new Map<string, number>();
  private readonly items = new Map<string, SeenItem>();
  private readonly raterNames = new NameList();
  private readonly itemNames = new NameList();
  private readonly times = new AnswerTimes();
  private readonly garbled = new GarbledCount({ distinct: true });
  private skipped = 0;
  private firstSkipped: string | null = null;
  private repeated = 0;

  /** `unit` is what messages call a row. `scale` lists the allowed values; null = any. */
  constructor(path: string, unit: 'line' | 'row', scale: readonly number[] | null) {
    this.path = path;
    this.unit = unit;
    this.scale = scale;
  }

  /** `mayRepeat` = a prompt may have several rows: what the first one says counts, as does a rater's first rating. */
  add(cells: RatingCells, { row, column }: RatingPlace, { mayRepeat = false }: { mayRepeat?: boolean } = {}): void {
    const at = this.unit === 'line' ? `${this.path}:${row}` : `${this.path}: row ${row}`;
    const place = column === undefined ? at : `${at}, column "${show(column)}"`;
    const rater = this.raterNames.add(cells('rater') ?? '');
    const item = this.itemNames.add(cells('item') ?? '');
    const text = cells('value') ?? '';
    const counts = isSubmitted(cells('status'), place);
    const isSkipped = counts && isMissingValue(text);
    if (rater === '' && !isSkipped) throw invalid(`${place}: rater is empty.`);
    if (item === '' && !isSkipped) throw invalid(`${place}: item is empty.`);
    for (const words of [rater, item, cells('prompt') ?? '']) this.garbled.see(words, `${this.unit} ${row}`);
    if (item !== '' && !(mayRepeat && this.items.has(item))) this.addFacts(item, cells, { place, row });
    if (isSkipped) {
      this.skipped += 1;
      this.firstSkipped ??= `${this.unit} ${row}`;
    }
    if (isSkipped || !counts) return;
    const value = parseValue(text);
    if (value === null) throw notANumber(text, place);
    if (this.scale?.includes(value) === false) throw offScale(value, this.scale, place);
    const pair = JSON.stringify([rater, item]);
    const earlier = this.rowOfPair.get(pair);
    if (earlier !== undefined) {
      if (!mayRepeat) throw duplicate({ rater, item }, place, `in ${this.unit} ${earlier}`);
      this.repeated += 1;
      return;
    }
    this.rowOfPair.set(pair, row);
    const rating: Rating = { rater, item, value };
    const time = emptyToNull(cells('answeredAt'));
    if (time !== null) this.times.add(rating, time, place);
    this.ratings.push(rating);
  }

  /** Throws UsageError `ratings_invalid` if the times contradict each other. */
  finish(): RatedFile {
    const unclearTime = this.times.finish();
    const warnings = [
      ...describeSkipped(this.skipped, this.firstSkipped),
      ...describeRepeated(this.repeated),
      ...describeMerged('rater', this.raterNames),
      ...describeMerged('item', this.itemNames),
      ...(unclearTime === null ? [] : [describeUnclear(unclearTime)]),
      ...this.garbled.all.map((garbled) => describeGarbled(garbled, 'text')),
    ];
    const items = [...this.items.values()].map(({ facts }) => facts);
    return { ratings: this.ratings, items, skipped: this.skipped, warnings };
  }

  private addFacts(item: string, cells: RatingCells, { place, row }: { place: string; row: number }): void {
    const seen = this.items.get(item) ?? { facts: { item }, rows: {} };
    this.items.set(item, seen);
    const facts = {
      prompt: emptyToNull(cells('prompt')),
      kind: parseKind(cells('kind'), place),
      source: emptyToNull(cells('source')),
    };
    for (const name of ['prompt', 'kind', 'source'] as const) {
      const value = facts[name];
      if (value === null) continue;
      const other = seen.facts[name];
      if (other !== undefined && other !== value) {
        throw contradiction({ item, name, value, other }, place, `in ${this.unit} ${seen.rows[name] ?? row}`);
      }
      if (other !== undefined) continue;
      Object.assign(seen.facts, { [name]: value });
      seen.rows[name] = row;
    }
  }
}

function emptyToNull(text: string | null): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

/** Without a status column, every row counts. */
function isSubmitted(status: string | null, place: string): boolean {
  if (status === null) return true;
  const name = status.trim().toLowerCase();
  if (!statuses.includes(name)) {
    throw invalid(`${place}: status "${show(status)}" is none of ${statuses.join(', ')}.`);
  }
  return name === 'submitted';
}

function notANumber(text: string, place: string): Error {
  return invalid(`${place}: value "${show(text.trim())}" is not a number.`, {
    hint:
      'A rating is a number, alone or before its label: 4, 4.0, "4 - Good", "4 stars". ' +
      'If another column has the ratings, name it with --value COLUMN.',
  });
}

function describeSkipped(skipped: number, first: string | null): string[] {
  if (first === null) return [];
  return skipped === 1
    ? [`1 rating has no value (blank, NA, NaN or null) and was skipped, in ${first}.`]
    : [`${skipped} ratings have no value (blank, NA, NaN or null) and were skipped, the first in ${first}.`];
}

function describeRepeated(repeated: number): string[] {
  if (repeated === 0) return [];
  return [
    `${repeated} ${repeated === 1 ? 'answer is' : 'answers are'} left out: their raters answered the same prompt before, in another row.`,
  ];
}

function describeMerged(what: 'rater' | 'item', names: NameList): string[] {
  const { merged } = names;
  const [first = []] = merged;
  if (merged.length === 0) return [];
  const shown = first.map((name) => `"${show(name)}"`).join(' and ');
  return [
    `${merged.length} ${what}${merged.length === 1 ? ' is' : 's are'} written in several ways that differ only in blanks ` +
      `around the name or in how accents are stored, and counted as one${merged.length === 1 ? '' : ' each'}: ${shown}${merged.length === 1 ? '' : ', …'}.`,
  ];
}

function describeUnclear(time: string): string {
  return (
    `Dates such as ${show(time)} could have the day or the month first, so the times of such answers are left out. ` +
    'To use them, write times like 2026-03-01T09:30:00Z.'
  );
}

function parseKind(cell: string | null, place: string): PromptKind | null {
  const text = emptyToNull(cell);
  if (text === null) return null;
  const kind = kinds.find((name) => name === text.trim().toLowerCase());
  if (kind !== undefined) return kind;
  throw invalid(`${place}: kind "${show(text)}" is none of ${kinds.join(', ')}.`);
}
