import { describeGarbled, sumGarbled } from '../../lib/text/garbled-text.ts';
import { printable } from '../../lib/text/text.ts';
import type { Emit, Source } from '../../model.ts';
import { type DropCounts, dropReasons, type PlannedFile, type PlannedSource } from '../build-plan.ts';
import type { Candidate } from '../candidate.ts';
import { malformedData } from '../../lib/readers/data-error.ts';
import { assertPathsFound } from '../rows/path-check.ts';
import { type FileReading, readFile } from './read-file.ts';
import { readers } from '../../lib/readers/readers.ts';
import type { ReadingRules } from '../rows/reading-rules.ts';
import { findLookalike, rankValues, showCounts } from '../rows/value-advice.ts';
import { explainUnmatched } from '../rows/where-watch.ts';
import { sourceLookups } from './lookups.ts';

/** The rows of one source: how many were read, redacted, and dropped by its own filters. */
export type SourceReading = Pick<FileReading, 'read' | 'redacted' | 'dropped'>;

/** Reads all files of a source and passes on the rows that pass the single-row filters, batch by batch. */
export async function readSource(
  { source, files }: PlannedSource,
  rules: ReadingRules,
  emit: Emit,
  take: (candidates: Candidate[]) => void,
): Promise<SourceReading> {
  const readings: FileReading[] = [];
  let before = 0;
  for (const [index, file] of files.entries()) {
    const reading = await readFile(source, index, file, readers[file.format], rules, (candidates, rowsRead) => {
      take(candidates);
      emit({ type: 'progress', task: `read ${source.id}`, done: before + rowsRead, total: null });
    });
    before += reading.read;
    readings.push(reading);
  }
  return concludeSource(source, files, readings, emit);
}

/**
 * Sums up the readings of a source's files. Throws UsageError `data_malformed` if a path is found in none of them, or
 * if no row has a prompt.
 */
export function concludeSource(
  source: Source,
  files: readonly PlannedFile[],
  readings: readonly FileReading[],
  emit: Emit,
): SourceReading {
  const all = files.length === 1 ? (files[0]?.path ?? '') : `${files[0]?.path ?? ''} and ${files.length - 1} more`;
  assertPathsFound(
    sourceLookups(source),
    readings.map(({ paths }) => paths),
    all,
  );
  const passedWhere = sum(readings, ({ passedWhere: rows }) => rows);
  if (passedWhere > 0 && sum(readings, ({ withPrompt }) => withPrompt) === 0) {
    throw withoutPrompts(all, source.promptPaths, passedWhere);
  }
  warnBadRows(readings, source.id, emit);
  if (passedWhere === 0) warnUnmatched(source, readings, emit);
  warnUnmappedKinds(readings, source, emit);
  for (const garbled of sumGarbled(readings.flatMap((reading) => reading.garbled))) {
    emit({ type: 'warning', text: `Source ${source.id}: ${describeGarbled(garbled, 'prompt')}` });
  }
  const dropped: DropCounts = {};
  for (const reading of readings) {
    for (const reason of dropReasons) {
      const count = reading.dropped[reason];
      if (count !== undefined) dropped[reason] = (dropped[reason] ?? 0) + count;
    }
  }
  return { read: sum(readings, ({ read }) => read), redacted: sum(readings, ({ redacted }) => redacted), dropped };
}

function sum(readings: readonly FileReading[], count: (reading: FileReading) => number): number {
  return readings.reduce((total, reading) => total + count(reading), 0);
}

function withoutPrompts(place: string, promptPaths: readonly string[], rows: number): Error {
  const shown = promptPaths.map((path) => `\`${printable(path, 60)}\``).join(' or ');
  return malformedData(
    { path: place },
    `${shown} holds no text in any of ${rows} rows`,
    'Point `prompt:` at a column or path that holds text.',
  );
}

function warnBadRows(readings: readonly FileReading[], id: string, emit: Emit): void {
  const first = readings.find(({ firstBadRow }) => firstBadRow !== null)?.firstBadRow;
  if (first === undefined || first === null) return;
  const rows = sum(readings, ({ dropped }) => dropped.bad_row ?? 0);
  const what =
    rows === 1 ? '1 row could not be read and was skipped' : `${rows} rows could not be read and were skipped`;
  emit({ type: 'warning', text: `Source ${id}: ${what}${rows === 1 ? '' : ', the first'}: ${first}` });
}

function warnUnmatched({ id, where }: Source, readings: readonly FileReading[], emit: Emit): void {
  const files = readings.map(({ unmatchedWhere }) => unmatchedWhere);
  if (files.every((conditions) => conditions.length === 0)) return;
  emit({ type: 'warning', text: `Source ${id}: \`where\` keeps no row: ${explainUnmatched(where, files)}` });
}

function warnUnmappedKinds(readings: readonly FileReading[], { id, kind }: Source, emit: Emit): void {
  const unmapped = readings.flatMap(({ unmappedKinds }) => unmappedKinds);
  if (unmapped.length === 0) return;
  const rows = unmapped.reduce((total, [, count]) => total + count, 0);
  const values = rankValues(unmapped.map(([value, count]) => [JSON.stringify(value), count]));
  const advice = findLookalike(typeof kind === 'string' ? [] : Object.keys(kind.map), values);
  const unknown = rows === 1 ? 'the kind of 1 row is' : `the kind of ${rows} rows is`;
  emit({
    type: 'warning',
    text: `Source ${id}: ${unknown} unknown, because the map of kind has no ${showCounts(values)}.${advice === null ? '' : ` ${advice}`}`,
  });
}
