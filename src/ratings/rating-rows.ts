import type { PromptKind, Rating } from '../model.ts';
import type { RatingsField } from './ratings-columns.ts';
import { contradiction, duplicate, invalid, offScale, show } from './ratings-faults.ts';
import { parseTime } from './parse-time.ts';

/** A row of a file: the text of a field, or null if it has none. */
export type RatingCells = (field: RatingsField) => string | null;

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

  /** `unit` is what messages call a row. `scale` lists the allowed values; null = any. */
  constructor(path: string, unit: 'line' | 'row', scale: readonly number[] | null) {
    this.path = path;
    this.unit = unit;
    this.scale = scale;
  }

  add(cells: RatingCells, row: number): void {
    const place = this.unit === 'line' ? `${this.path}:${row}` : `${this.path}: row ${row}`;
    const rater = cells('rater') ?? '';
    const item = cells('item') ?? '';
    if (rater.trim() === '') throw invalid(`${place}: rater is empty.`);
    if (item.trim() === '') throw invalid(`${place}: item is empty.`);
    this.addFacts(item, cells, { place, row });
    if (!isSubmitted(cells('status'), place)) return;
    const value = parseValue(cells('value'), place);
    if (this.scale?.includes(value) === false) throw offScale(value, this.scale, place);
    const pair = JSON.stringify([rater, item]);
    const earlier = this.rowOfPair.get(pair);
    if (earlier !== undefined) throw duplicate({ rater, item }, place, `in ${this.unit} ${earlier}`);
    this.rowOfPair.set(pair, row);
    const answeredAt = parseAnsweredAt(cells('answeredAt'), place);
    this.ratings.push({ rater, item, value, ...(answeredAt === null ? {} : { answeredAt }) });
  }

  finish(): RatedFile {
    return { ratings: this.ratings, items: [...this.items.values()].map(({ facts }) => facts) };
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
  return text === null || text.trim() === '' ? null : text;
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

function parseValue(cell: string | null, place: string): number {
  const text = cell?.trim() ?? '';
  const value = Number(text);
  if (/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/iu.test(text) && Number.isFinite(value)) return value;
  throw invalid(`${place}: value "${show(text)}" is not a number.`);
}

function parseKind(cell: string | null, place: string): PromptKind | null {
  const text = emptyToNull(cell);
  if (text === null) return null;
  const kind = kinds.find((name) => name === text.trim().toLowerCase());
  if (kind !== undefined) return kind;
  throw invalid(`${place}: kind "${show(text)}" is none of ${kinds.join(', ')}.`);
}

function parseAnsweredAt(cell: string | null, place: string): string | null {
  const text = emptyToNull(cell);
  if (text === null) return null;
  const time = parseTime(text);
  if (time !== null) return time;
  throw invalid(`${place}: answered_at "${show(text)}" is not a time such as 2026-03-01T09:30:00Z.`);
}
