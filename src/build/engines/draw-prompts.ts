import type { DuckDBConnection } from '@duckdb/node-api';
import { parquetOptions, sqlText } from '../../lib/files/duckdb.ts';
import type { BuildPlan } from '../build-plan.ts';
import { type Available, planQuotas, type Quota } from '../quotas.ts';
import * as sql from './duckdb-sql.ts';

/** Draws the sample from the table `pool` and writes it as prompts.parquet. `available` counts the pool by source. */
export async function drawPrompts(
  connection: DuckDBConnection,
  { sources, settings }: BuildPlan,
  available: readonly Available[],
  outputPath: string,
): Promise<Quota[]> {
  const quotas = planQuotas(
    sources.map(({ source }) => source),
    settings.size,
    available,
  );
  await connection.run(sql.draw(quotas.filter((quota) => quota.available > 0)));
  await connection.run(`COPY (${sql.selectPrompts}) TO ${sqlText(outputPath)} (${parquetOptions})`);
  return quotas;
}

/** The DuckDB version that writes prompts.parquet: another version may write the same rows as different bytes. */
export async function describeDuckdb(): Promise<string> {
  const { version } = await import('@duckdb/node-api');
  return `duckdb ${version()}`;
}
