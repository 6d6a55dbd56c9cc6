import type { DuckDBValue } from '@duckdb/node-api';
import { withDuckdb } from '../lib/files/duckdb.ts';
import { sqlParquetFiles } from '../lib/files/parquet-file.ts';
import { assertReadable } from '../lib/files/read-text.ts';

/** A prompt in a release. */
export interface ReleasedFacts {
  rank: number;
  prompt: string;
  /** null without answers, or without an interval. */
  score: number | null;
  scoreLow: number | null;
  scoreHigh: number | null;
  /** Submitted values, sorted, as text. */
  values: string;
}

/** What releases are compared by. */
export interface ReleaseFacts {
  /** By id. */
  prompts: Map<string, ReleasedFacts>;
  /** Submitted answers. */
  answers: number;
  /** Number of raters with an answer; null if raters can't be distinguished. */
  raters: number | null;
  /** Their names in the release. */
  raterNames: string[];
}

/**
 * Reads the default config of a release; null if its files have other columns, and so are not from prank. Throws
 * UsageError `file_unreadable`.
 */
export async function readReleaseFacts(paths: readonly string[]): Promise<ReleaseFacts | null> {
  if (paths.length === 0) return null;
  return withDuckdb(async (connection) => {
    const table = sqlParquetFiles(paths);
    const query = async (sql: string): Promise<DuckDBValue[][]> => (await connection.runAndReadAll(sql)).getRows();
    if (!(await hasOurColumns(query, table, paths))) return null;
    const rows = await query(
      `SELECT id, rank, prompt, num_responses, score, score_low, score_high, list_sort(raw_responses)::VARCHAR FROM ${table} ORDER BY rank, id`,
    );
    const names = await query(
      `SELECT DISTINCT answer.user_id FROM (SELECT unnest(quality) AS answer FROM ${table}) WHERE answer.user_id IS NOT NULL ORDER BY 1`,
    );
    return {
      prompts: new Map(rows.map(toFacts)),
      answers: rows.reduce((sum, [, , , responses]) => sum + Number(responses), 0),
      raters: names.length === 0 ? null : names.length,
      raterNames: names.map(([name]) => String(name)),
    };
  });
}

function toFacts([id, rank, prompt, , ...rest]: readonly DuckDBValue[]): [string, ReleasedFacts] {
  const [score = null, scoreLow = null, scoreHigh = null] = rest.slice(0, 3).map(numberOrNull);
  return [
    String(id),
    { rank: Number(rank), prompt: String(prompt), score, scoreLow, scoreHigh, values: String(rest[3] ?? '') },
  ];
}

function numberOrNull(value: DuckDBValue): number | null {
  return typeof value === 'number' ? value : null;
}

/** Also false for files that are not Parquet. Throws if a file can't be read at all. */
async function hasOurColumns(
  query: (sql: string) => Promise<DuckDBValue[][]>,
  table: string,
  paths: readonly string[],
): Promise<boolean> {
  try {
    const columns = await query(
      `DESCRIBE SELECT id, rank, prompt, num_responses, quality, score, score_low, score_high, raw_responses FROM ${table}`,
    );
    return columns.some(([name, type]) => name === 'quality' && String(type).includes('user_id'));
  } catch {
    for (const path of paths) await assertReadable(path);
    return false;
  }
}
