import type { Source } from '../../model.ts';
import type { DropCounts, DropReason, PlannedFile } from '../build-plan.ts';
import type { Candidate } from '../candidate.ts';
import { malformedData } from '../../lib/readers/data-error.ts';
import { PathCheck, type PathsSeen } from '../rows/path-check.ts';
import { BadRow, type Reader, type RowBatch } from '../../lib/readers/reader.ts';
import type { ReadingRules } from '../rows/reading-rules.ts';
import { type FilteredRow, RowFilter } from '../rows/row-filter.ts';
import type { Row } from '../../lib/readers/row.ts';
import { namesToRead, sourceLookups } from './lookups.ts';

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
}

/** Reads one file of a source and passes on the rows that pass the single-row filters, batch by batch. */
export async function readFile(
  source: Source,
  file: number,
  planned: PlannedFile,
  reader: Reader,
  { settings, text, examples }: ReadingRules,
  take: (candidates: Candidate[], rowsRead: number) => void | Promise<void>,
): Promise<FileReading> {
  const lookups = sourceLookups(source);
  const wanted = namesToRead(lookups);
  const paths = new PathCheck(lookups);
  let place = '';
  const witness = examples && {
    dropped: (reason: DropReason, prompt: string) => examples.drop(reason, { source: source.id, place, prompt }),
    redacted: (before: string, after: string) => examples.redact({ source: source.id, place, before, after }),
  };
  const filter = new RowFilter(source, lookups, settings, text, witness);
  const dropped: DropCounts = {};
  let row = 0;
  let firstBadRow: string | null = null;
  const noteBadRow = ({ fault, text: written }: BadRow): DropReason => {
    firstBadRow ??= fault.message;
    witness?.dropped('bad_row', written);
    return 'bad_row';
  };
  await reader.read(
    planned,
    {
      delimiter: source.delimiter,
      names: () => wanted,
      delimiterSetting: '`delimiter:` of the source',
      skipBadRows: source.onBadRow === 'skip',
    },
    async ({ columns, rows }: RowBatch) => {
      paths.see(
        columns,
        rows.flatMap((values) => (values instanceof BadRow ? [] : [values])),
      );
      const candidates: Candidate[] = [];
      for (const values of rows) {
        row += 1;
        place = `${planned.path}:${row}`;
        const outcome = values instanceof BadRow ? noteBadRow(values) : filterRow(filter, values, reader.typed, place);
        if (typeof outcome === 'string') dropped[outcome] = (dropped[outcome] ?? 0) + 1;
        else candidates.push({ file, row, ...outcome });
      }
      await take(candidates, row);
    },
  );
  const { passedWhere, withPrompt, redacted, unmappedKinds } = filter;
  return {
    read: row,
    redacted,
    dropped,
    passedWhere,
    withPrompt,
    unmappedKinds: [...unmappedKinds],
    firstBadRow,
    paths: paths.seen,
  };
}

function filterRow(filter: RowFilter, row: Row, isTyped: boolean, place: string): FilteredRow | DropReason {
  try {
    return filter.filter(row, isTyped);
  } catch (error) {
    // Writing a value as JSON recurses: the only way a single row can exhaust the stack.
    if (error instanceof RangeError)
      throw malformedData({ path: place }, 'a value that is nested too deeply', undefined, error);
    throw error;
  }
}
