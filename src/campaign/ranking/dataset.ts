import { join } from 'node:path';
import { UsageError } from '../../lib/errors.ts';
import { sqlText, withDuckdb } from '../../lib/files/duckdb.ts';
import { sqlParquetFiles } from '../../lib/files/parquet-file.ts';
import { printable } from '../../lib/text/text.ts';
import type { Emit } from '../../model.ts';
import { listReleasePaths } from '../../release/folder.ts';
import { recordPath } from '../../release/record.ts';
import { withDatasetFiles } from '../hub-dataset/download.ts';
import type { CampaignFolder } from '../open/types.ts';

/**
 * Runs `work` with what a dataset on the Hub holds for `rankFile`: the folder of a release, or the one table of another
 * dataset. Throws UsageError `not_a_dataset`, `hub_dataset_missing`, `dataset_without_ratings`.
 */
export async function withDataset<T>(
  folder: Pick<CampaignFolder, 'openHub'>,
  dataset: string,
  work: (path: string) => Promise<T>,
  emit: Emit,
): Promise<T> {
  return withDatasetFiles(
    folder,
    dataset,
    (paths) => chooseFiles(dataset, paths),
    async (dir, paths) => work(paths.some((path) => path.endsWith(recordPath)) ? dir : await asOneFile(dir, paths)),
    emit,
  );
}

/**
 * The paths of a release, whole; otherwise of the table of the split `train`, or the only one there is. Throws UsageError
 * `dataset_without_ratings`.
 */
export function chooseFiles(dataset: string, paths: readonly string[]): readonly string[] {
  if (paths.includes(recordPath)) return listReleasePaths(paths);
  const tables = paths.filter((path) => /\.(?:parquet|(?:csv|tsv|jsonl?|ndjson)(?:\.gz)?)$/iu.test(path));
  const train = tables.filter((path) => /(?:^|\/)train(?:-\d{5}-of-\d{5})?\.parquet$/u.test(path));
  const inData = train.filter((path) => path.startsWith('data/'));
  const chosen = inData.length > 0 ? inData : train.length > 0 ? train : tables;
  const isOneTable = chosen.length === 1 || chosen.every((path) => /-\d{5}-of-\d{5}\.parquet$/u.test(path));
  if (chosen.length > 0 && isOneTable) return chosen;
  const found =
    tables.length === 0
      ? 'no table that prank reads'
      : `several tables: ${tables
          .slice(0, 5)
          .map((path) => printable(path, 80))
          .join(', ')}${tables.length > 5 ? ' …' : ''}`;
  throw new UsageError('dataset_without_ratings', `The dataset ${printable(dataset, 120)} has ${found}.`);
}

/** The parts of a table in one file. */
export async function asOneFile(dir: string, paths: readonly string[]): Promise<string> {
  const [only = '', ...others] = paths;
  if (others.length === 0) return only;
  const whole = join(dir, 'all-parts.parquet');
  await withDuckdb((connection) =>
    connection.run(`COPY (SELECT * FROM ${sqlParquetFiles(paths)}) TO ${sqlText(whole)} (FORMAT parquet)`),
  );
  return whole;
}
