import { join } from 'node:path';
import { sqlText, withDuckdb } from '../lib/files/duckdb.ts';
import { sqlParquetFiles } from '../lib/files/parquet-file.ts';
import { compareText } from '../lib/text/text.ts';
import type { ResponseEvent } from '../model.ts';
import { readLogFile, writeLogFile } from './ratings-log.ts';

/** The log files that contain any version of an answer by one of these raters. */
export async function findLogFilesOf(
  dir: string,
  names: readonly string[],
  raterIds: readonly string[],
): Promise<string[]> {
  if (names.length === 0 || raterIds.length === 0) return [];
  const files = sqlParquetFiles(names.map((name) => join(dir, name)));
  const ids = raterIds.map(sqlText).join(', ');
  return withDuckdb(async (connection) => {
    const sql = `SELECT DISTINCT parse_filename(filename) FROM ${files} WHERE rater_id IN (${ids})`;
    const rows = await connection.runAndReadAll(sql);
    return rows
      .getRows()
      .map(([name]) => String(name))
      .toSorted(compareText);
  });
}

/**
 * Writes the versions of a log file that `keep` accepts to a new file and returns its name: null if nothing is left,
 * the old name if nothing was removed. The old file stays. Running it again gives the same name.
 */
export async function rewriteLogFile(
  dir: string,
  name: string,
  keep: (event: ResponseEvent) => boolean,
): Promise<string | null> {
  const events = await readLogFile(join(dir, name));
  const kept = events.filter(keep);
  if (kept.length === events.length) return name;
  return kept.length === 0 ? null : writeLogFile(dir, Number.parseInt(name, 10) || 0, kept);
}
