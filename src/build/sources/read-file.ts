import type { Source } from '../../model.ts';
import { defaultHint } from '../../lib/errors/codes.ts';
import { UsageError } from '../../lib/errors.ts';
import { printable } from '../../lib/text/text.ts';
import type { DropCounts, DropReason, PlannedFile } from '../build-plan.ts';
import type { Candidate } from '../candidate.ts';
import { malformedData } from '../../lib/readers/data-error.ts';
import { PatternSearch } from '../filters/pattern-search.ts';
import { PathCheck, type PathsSeen } from '../rows/path-check.ts';
import { notText, type Row } from '../../lib/readers/row.ts';
import { BadRow, type Reader, type ReadOptions, readRow, type RowBatch } from '../../lib/readers/reader.ts';
import type { ReadingRules } from '../rows/reading-rules.ts';
import { RowFilter, type SelectedRow } from '../rows/row-filter.ts';
import type { UnmatchedCondition } from '../rows/where-watch.ts';
import { GarbledCount, type GarbledTexts } from '../../lib/text/garbled-text.ts';
import { readPartition } from './partition.ts';
import { findValue, type Lookup } from '../rows/row-value.ts';
import { allLookups, namesToRead, sourceLookups } from './lookups.ts';

/** What reading a file gives besides candidates: plain data, so that files can be read on other machines. */
export interface FileReading {
  read: number;
  /** Prompts in which personal data were replaced. */
  redacted: number;
  dropped: DropCounts;
  passedWhere: number;
  withPrompt: number;
  /** Values that the map of `kind` lacks, with their number of rows. */
  unmappedKinds: [string, number][];
  /** What is wrong with the first skipped row, and where; null = no row was skipped. */
  firstBadRow: string | null;
  paths: PathsSeen;
  /** Prompts that a wrong conversion damaged. */
  garbled: GarbledTexts[];
  /** What each condition of `where` met; empty if a row passed. */
  unmatchedWhere: UnmatchedCondition[];
}

/** Reads one file of a source and passes on the rows that pass the single-row filters, batch by batch. */
export async function readFile(
  source: Source,
  file: number,
  planned: PlannedFile,
  reader: Reader,
  { examples, ...rules }: ReadingRules,
  take: (candidates: Candidate[], rowsRead: number) => void | Promise<void>,
): Promise<FileReading> {
  const lookups = sourceLookups(source);
  const wanted = namesToRead(lookups);
  const paths = new PathCheck(lookups);
  let place = '';
  const placeOf = (number: number): string => `${planned.path}:${number}`;
  const witness = examples && {
    dropped: (reason: DropReason, prompt: string) => examples.drop(reason, { source: source.id, place, prompt }),
    redacted: (before: string, after: string) => examples.redact({ source: source.id, place, before, after }),
  };
  const partition = readPartition(planned.path);
  const folderColumns = new Set(Object.keys(partition));
  const filter = new RowFilter(source, lookups, rules, { witness, folderColumns });
  const patterns = new PatternSearch(rules.settings.drop);
  const dropped: DropCounts = {};
  const count = (reason: DropReason): void => void (dropped[reason] = (dropped[reason] ?? 0) + 1);
  const garbled = new GarbledCount({ distinct: false });
  let row = 0;
  const skipped: { first: UsageError | null } = { first: null };
  const noteBadRow = ({ fault, text: written }: BadRow): DropReason => {
    skipped.first ??= fault;
    witness?.dropped('bad_row', written);
    return 'bad_row';
  };
  const options: ReadOptions = {
    delimiter: source.delimiter,
    names: () => wanted,
    delimiterSetting: '`delimiter:` of the source',
    skipBadRows: source.onBadRow === 'skip',
  };
  const checkText = (values: Row, number: number): Row | BadRow =>
    readRow(() => assertText(values, allLookups(lookups), planned, number), '', options);
  await reader.read(planned, options, async (batch: RowBatch) => {
    const { columns, rows: written } = folderColumns.size === 0 ? batch : addColumns(batch, partition);
    const rows =
      batch.mayHoldBytes === true
        ? written.map((values, index) => (values instanceof BadRow ? values : checkText(values, row + index + 1)))
        : written;
    paths.see(
      columns,
      rows.flatMap((values) => (values instanceof BadRow ? [] : [values])),
    );
    const selected: (SelectedRow & { number: number })[] = [];
    for (const values of rows) {
      row += 1;
      place = placeOf(row);
      const outcome =
        values instanceof BadRow ? noteBadRow(values) : unlessTooDeep(place, () => filter.select(values, reader.typed));
      if (typeof outcome === 'string') count(outcome);
      else selected.push({ ...outcome, number: row });
    }
    const matches = await patterns.match(
      selected.map(({ prompt }) => prompt),
      { placeOf: (index) => placeOf(selected[index]?.number ?? 0), onPause: () => take([], row) },
    );
    const candidates: Candidate[] = [];
    for (const [index, one] of selected.entries()) {
      place = placeOf(one.number);
      const isMatched = matches[index] === true;
      const outcome = unlessTooDeep(place, () => filter.conclude(one, reader.typed, isMatched));
      if (typeof outcome === 'string') {
        count(outcome);
        continue;
      }
      garbled.see(outcome.prompt, `row ${one.number} of ${planned.path}`);
      candidates.push({ file, row: one.number, ...outcome });
    }
    await take(candidates, row);
  });
  if (skipped.first !== null && dropped.bad_row === row) throw withoutGoodRow(skipped.first, row);
  const { passedWhere, withPrompt, redacted, unmappedKinds } = filter;
  return {
    read: row,
    redacted,
    dropped,
    passedWhere,
    withPrompt,
    unmappedKinds: [...unmappedKinds],
    firstBadRow: skipped.first?.message ?? null,
    paths: paths.seen,
    garbled: garbled.all,
    unmatchedWhere: passedWhere === 0 ? filter.whereWatch.unmatched : [],
  };
}

/** A column of the file wins over a folder of the same name. */
function addColumns({ columns, rows }: RowBatch, partition: Row): RowBatch {
  return {
    columns: [...new Set([...columns, ...Object.keys(partition)])],
    rows: rows.map((row) => (row instanceof BadRow ? row : { ...partition, ...row })),
  };
}

/** Throws `data_malformed` if a path leads to bytes that are not text, inside a cell that also holds text. */
function assertText(values: Row, lookups: readonly Lookup[], { path }: PlannedFile, number: number): Row {
  const lookup = lookups.find((wanted) => findValue(values, wanted) === notText);
  if (lookup === undefined) return values;
  throw malformedData({ path }, `row ${number} has bytes that are not UTF-8 in \`${printable(lookup.text, 60)}\``);
}

/** A file without a good row is not one with bad rows: it is damaged, or read the wrong way. */
function withoutGoodRow(first: UsageError, rows: number): UsageError {
  const none = rows === 1 ? 'the file has no other row' : `none of the ${rows} rows of the file can be read`;
  const hint = first.hint === defaultHint('data_malformed') ? 'Fix the file or fetch it again.' : first.hint;
  return new UsageError('data_malformed', `${first.message}; ${none}`, { hint, details: first.details, cause: first });
}

function unlessTooDeep<T>(place: string, filter: () => T): T {
  try {
    return filter();
  } catch (error) {
    // Writing a value as JSON recurses: the only way a single row can exhaust the stack.
    if (error instanceof RangeError)
      throw malformedData({ path: place }, 'a value that is nested too deeply', undefined, error);
    throw error;
  }
}
