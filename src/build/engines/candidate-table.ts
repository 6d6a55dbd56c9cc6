import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { Candidate } from '../candidate.ts';

/** Rows in one DuckDB chunk. */
const chunkRows = 2048;

export interface CandidateTable {
  append(source: number, candidates: readonly Candidate[]): void;
  close(): void;
}

/** Fills a table of candidates in whole chunks, about ten times faster than value by value. */
export async function openCandidateTable(
  connection: DuckDBConnection,
  table: 'candidates' | 'excluded',
): Promise<CandidateTable> {
  const { DuckDBDataChunk } = await import('@duckdb/node-api');
  const appender = await connection.createAppender(table);
  const types = Array.from({ length: appender.columnCount }, (_, column) => appender.columnType(column));
  let count = 0;
  const appendChunk = (source: number, candidates: readonly Candidate[]): void => {
    const chunk = DuckDBDataChunk.create(types, candidates.length);
    const columns: DuckDBValue[][] = [
      candidates.map((_, index) => count + index),
      candidates.map(() => source),
      candidates.map(({ file }) => file),
      candidates.map(({ row }) => row),
      candidates.map(({ id }) => id),
      candidates.map(({ prompt }) => prompt),
      candidates.map(({ kind }) => kind),
      candidates.map(({ metadata }) => metadata),
      candidates.map(({ stratum }) => stratum),
      candidates.map(({ length }) => length),
    ];
    chunk.setColumns(columns);
    appender.appendDataChunk(chunk);
    count += candidates.length;
  };
  return {
    append(source, candidates) {
      for (let start = 0; start < candidates.length; start += chunkRows) {
        appendChunk(source, candidates.slice(start, start + chunkRows));
      }
    },
    close: () => appender.closeSync(),
  };
}
