import type { RatedFile } from './rating-rows.ts';
import { readRatingsCsv } from './ratings-csv.ts';

/**
 * Reads ratings from Parquet if the file's name says so, otherwise from CSV; throws what those readers throw. `scale`
 * lists the allowed values; null = any.
 */
export async function readRatingsFile(path: string, scale: readonly number[] | null = null): Promise<RatedFile> {
  if (!path.toLowerCase().endsWith('.parquet')) return readRatingsCsv(path, scale);
  const { readRatingsParquet } = await import('./ratings-parquet.ts');
  return readRatingsParquet(path, scale);
}
