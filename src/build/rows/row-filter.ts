import { countCharacters } from '../../lib/text/text.ts';
import type { BuildSettings, PromptKind, Source, Scalar } from '../../model.ts';
import type { DropReason } from '../build-plan.ts';
import type { Candidate } from '../candidate.ts';
import { renderCanonicalJson } from '../lock/canonical-json.ts';
import { hashPrompt, isBlankPrompt, type Normalization, normalizePrompt } from '../normalize-prompt.ts';
import type { Row } from '../../lib/readers/row.ts';
import { findValue, type Lookup } from './row-value.ts';
import type { SourceLookups } from '../sources/lookups.ts';
import { WhereWatch } from './where-watch.ts';
import type { ReadingRules } from './reading-rules.ts';
import type { TextFilters } from '../filters/text-filters.ts';

/** What one row gives, before it is compared with other rows. */
export type FilteredRow = Omit<Candidate, 'file' | 'row'>;

/** A row whose prompt has the right length, before the filters that look at its text. */
export interface SelectedRow {
  row: Row;
  prompt: string;
  length: number;
}

/** Receives what happens to a row, to collect examples. */
export interface Witness {
  dropped(reason: DropReason, prompt: string): void;
  redacted(before: string, after: string): void;
}

/**
 * Applies the filters that look at one row only, in the order of `dropReasons`. Everything that depends on the meaning
 * of text (case, normalization, code points) happens only here; patterns are searched for between the two steps.
 */
export class RowFilter {
  /** Rows that passed `where`, and how many of them had a prompt. */
  passedWhere = 0;
  withPrompt = 0;
  /** Prompts in which personal data were replaced. */
  redacted = 0;
  /** Values of the kind column that the source's map lacks, with their number of rows. */
  readonly unmappedKinds = new Map<string, number>();
  /** Values that `where` met, as long as no row passed. */
  readonly whereWatch = new WhereWatch();
  private readonly source: Source;
  private readonly lookups: SourceLookups;
  private readonly length: BuildSettings['length'];
  private readonly text: TextFilters;
  private readonly normalization: Normalization;
  private readonly witness: Witness | undefined;
  private readonly folderColumns: ReadonlySet<string>;

  constructor(
    source: Source,
    lookups: SourceLookups,
    { settings, text, normalization }: Omit<ReadingRules, 'examples'>,
    { witness, folderColumns }: { witness?: Witness | undefined; folderColumns: ReadonlySet<string> },
  ) {
    this.source = source;
    this.lookups = lookups;
    this.length = settings.length;
    this.text = text;
    this.normalization = normalization;
    this.witness = witness;
    this.folderColumns = folderColumns;
  }

  /** The filters before the patterns of `build.drop`. */
  select(row: Row, isTyped: boolean): SelectedRow | DropReason {
    if (!this.isWanted(row, isTyped)) {
      if (this.witness !== undefined) this.drop('where', this.findPrompt(row) ?? '');
      return 'where';
    }
    this.passedWhere += 1;
    const written = this.findPrompt(row);
    if (written === null) return 'no_prompt';
    this.withPrompt += 1;
    // First of all, so that no later filter sees the original text.
    const prompt = this.redact(written);
    const length = countCharacters(prompt);
    if (length < this.length.min) return this.drop('too_short', prompt);
    if (length > this.length.max) return this.drop('too_long', prompt);
    return { row, prompt, length };
  }

  /** The filters after the patterns, and whether these match the prompt. */
  conclude({ row, prompt, length }: SelectedRow, isTyped: boolean, isMatched: boolean): FilteredRow | DropReason {
    if (isMatched) return this.drop('pattern', prompt);
    if (!this.text.isWantedLanguage(prompt)) return this.drop('language', prompt);
    if (this.text.mustDrop(prompt)) return this.drop('personal_data', prompt);
    return {
      id: hashPrompt(normalizePrompt(prompt, this.normalization)),
      prompt,
      kind: this.tellKind(row, isTyped),
      metadata: this.renderMetadata(row, isTyped),
      stratum: this.findStratum(row),
      length,
    };
  }

  private redact(written: string): string {
    const prompt = this.text.redact(written);
    if (prompt === written) return prompt;
    this.redacted += 1;
    this.witness?.redacted(written, prompt);
    return prompt;
  }

  private drop(reason: DropReason, prompt: string): DropReason {
    this.witness?.dropped(reason, prompt);
    return reason;
  }

  private isWanted(row: Row, isTyped: boolean): boolean {
    const { lookups, source, passedWhere } = this;
    let isWanted = true;
    for (const [index, lookup] of lookups.where.entries()) {
      const value = findValue(row, lookup);
      const isMatched = isOneOf(value, source.where[lookup.text] ?? [], this.isTypedAt(lookup, isTyped));
      if (!isMatched && passedWhere > 0) return false;
      if (passedWhere === 0) this.whereWatch.see(index, value, isMatched);
      isWanted &&= isMatched;
    }
    return isWanted;
  }

  /** Names of folders are text, whatever the format of the file is. */
  private isTypedAt({ path }: Lookup, isTyped: boolean): boolean {
    return isTyped && !this.folderColumns.has(path[0]);
  }

  private findPrompt(row: Row): string | null {
    for (const lookup of this.lookups.prompt) {
      const value = findValue(row, lookup);
      // A NUL is valid in JSON, but neither Argilla's database nor a terminal accepts it in text.
      if (typeof value !== 'string' || value.includes('\0')) continue;
      const text = value.toWellFormed().trim();
      if (!isBlankPrompt(text, this.normalization)) return text;
    }
    return null;
  }

  private tellKind(row: Row, isTyped: boolean): PromptKind {
    const { source, lookups } = this;
    if (typeof source.kind === 'string') return source.kind;
    if (lookups.kind === null) return 'unknown';
    const { map } = source.kind;
    const found = findValue(row, lookups.kind);
    const value = typeof found === 'string' ? found : renderCanonicalJson(found);
    const isCellText = typeof found === 'string' && !this.isTypedAt(lookups.kind, isTyped);
    const key =
      Object.hasOwn(map, value) || !isCellText ? value : Object.keys(map).find((name) => isCellOf(value, name));
    const mapped = key !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
    if (mapped === undefined) this.unmappedKinds.set(value, (this.unmappedKinds.get(value) ?? 0) + 1);
    return mapped ?? 'unknown';
  }

  private findStratum(row: Row): string {
    const { stratum } = this.lookups;
    const value = stratum === null ? null : (findValue(row, stratum) ?? null);
    if (value === null) return '';
    return typeof value === 'string' ? value : renderCanonicalJson(value);
  }

  private renderMetadata(row: Row, isTyped: boolean): string {
    const entries = this.lookups.metadata
      .map(({ name, lookup }) => [name, findValue(row, lookup) ?? null] as const)
      .filter(([, value]) => value !== null && (isTyped || value !== ''));
    return renderCanonicalJson(Object.fromEntries(entries));
  }
}

/**
 * Whether `where` allows a row's value. Typed formats compare strictly, and null also matches a missing value. Cells of
 * csv and tsv are text: numbers compare by value, booleans ignore case, null is the empty cell. Values inside a cell of
 * JSON have types.
 */
function isOneOf(value: unknown, allowed: readonly Scalar[], isTyped: boolean): boolean {
  return allowed.some((scalar) => (isTyped || isInside(value) ? (value ?? null) === scalar : isCell(value, scalar)));
}

function isInside(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}

/** Keys of a map are text in YAML, so `true` and `5` there mean what they mean in `where`. */
function isCellOf(cell: string, key: string): boolean {
  if (key === 'true' || key === 'false') return isCell(cell, key === 'true');
  return key.trim() !== '' && isCell(cell, Number(key));
}

function isCell(value: unknown, scalar: Scalar): boolean {
  const cell = typeof value === 'string' ? value : '';
  if (scalar === null) return cell === '';
  if (typeof scalar === 'boolean') return cell.toLowerCase() === String(scalar);
  if (typeof scalar === 'number') return cell.trim() !== '' && Number(cell) === scalar;
  return cell === scalar;
}
