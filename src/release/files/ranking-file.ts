import { extname } from 'node:path';
import { UsageError } from '../../lib/errors.ts';
import { type Cell, type ParquetColumn, writeParquetFile } from '../../lib/files/parquet-file.ts';
import type { RankedItem } from '../../model.ts';
import type { CsvCell } from '../../lib/text/csv.ts';
import { writeTableFile } from './table-file.ts';

/** A ranked item, with its prompt if that is known. */
export interface RankingFileRow extends RankedItem {
  prompt: string | null;
  source: string | null;
  kind: string | null;
}

interface RankingColumn extends ParquetColumn {
  cell: (row: RankingFileRow) => CsvCell;
}

const rankingColumns: readonly RankingColumn[] = [
  { name: 'rank', type: 'BIGINT', cell: ({ rank }) => rank },
  { name: 'item', type: 'VARCHAR', cell: ({ item }) => item },
  { name: 'score', type: 'DOUBLE', cell: ({ score }) => score },
  { name: 'score_low', type: 'DOUBLE', cell: ({ scoreLow }) => scoreLow },
  { name: 'score_high', type: 'DOUBLE', cell: ({ scoreHigh }) => scoreHigh },
  { name: 'tier', type: 'VARCHAR', cell: ({ tier }) => tier },
  { name: 'mean', type: 'DOUBLE', cell: ({ mean }) => mean },
  { name: 'answers', type: 'BIGINT', cell: ({ answers }) => answers },
  { name: 'agreement_ratio', type: 'DOUBLE', cell: ({ agreementRatio }) => agreementRatio },
];

/** Left out if no row has a value for any of them. */
const promptColumns: readonly RankingColumn[] = [
  { name: 'prompt', type: 'VARCHAR', cell: ({ prompt }) => prompt },
  { name: 'source', type: 'VARCHAR', cell: ({ source }) => source },
  { name: 'kind', type: 'VARCHAR', cell: ({ kind }) => kind },
];

type Write = (path: string, columns: readonly RankingColumn[], rows: readonly RankingFileRow[]) => Promise<void>;

const writeText: Write = (path, columns, rows) =>
  writeTableFile(
    path,
    columns.map(({ name }) => name),
    rows.map((row) => columns.map(({ cell }) => cell(row))),
  );

const writers: Record<string, Write> = {
  '.csv': writeText,
  '.json': writeText,
  '.parquet': async (path, columns, rows) => {
    const cells = rows.map((row) => columns.map((column) => toParquetCell(column, row)));
    await writeParquetFile(path, columns, cells);
  },
};

/** Throws UsageError `ranking_file_ending` unless the file's ending names a format. */
export function assertRankingFile(path: string): void {
  findWriter(path);
}

/** Writes a ranking as csv, json or parquet, by the ending of `path`. */
export async function writeRankingFile(path: string, rows: readonly RankingFileRow[]): Promise<void> {
  const known = rows.some(({ prompt, source, kind }) => prompt !== null || source !== null || kind !== null);
  await findWriter(path)(path, known ? [...rankingColumns, ...promptColumns] : rankingColumns, rows);
}

function findWriter(path: string): Write {
  const writer = writers[extname(path).toLowerCase()];
  if (writer !== undefined) return writer;
  throw new UsageError('ranking_file_ending', `${path} does not say which format it should have.`);
}

function toParquetCell({ type, cell }: RankingColumn, row: RankingFileRow): Cell {
  const value = cell(row);
  return type === 'BIGINT' && typeof value === 'number' ? BigInt(value) : value;
}
