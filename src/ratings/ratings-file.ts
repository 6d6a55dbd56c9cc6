import type { RatedFile } from './rating-rows.ts';
import { readRatingsCsv } from './ratings-csv.ts';

/**
 * Ratings from a file: Parquet when its name says so, else CSV; see there for what they throw. `scale` are the values that
 * can be chosen, null = any.
 */
export async function readRatingsFile(path: string, scale: readonly number[] | null = null): Promise<RatedFile> {
  if (!path.toLowerCase().endsWith('.parquet')) return readRatingsCsv(path, scale);
  const { readRatingsParquet } = await import('./ratings-parquet.ts');
  return readRatingsParquet(path, scale);
}
