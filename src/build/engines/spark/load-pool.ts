import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Candidate } from '../../candidate.ts';
import { openCandidateTable } from '../candidate-table.ts';

/** A line of pool.jsonl: a candidate that may be drawn. */
const pooled = z.object({
  source: z.number(),
  file: z.number(),
  row: z.number(),
  id: z.string(),
  prompt: z.string(),
  kind: z.enum(['human', 'synthetic', 'unknown']),
  metadata: z.string(),
  stratum: z.string(),
  length: z.number(),
  /** Other sources that have it too. */
  others: z.array(z.number()),
  /** SHA-256 of seed and id. */
  hash: z.string(),
});
type Pooled = z.infer<typeof pooled>;

/** Lines loaded at once. */
const batchLines = 2048;

const createPool = `
  CREATE TABLE pool AS
    SELECT candidate, source, id, stratum, others::INTEGER[] AS others, hash FROM candidates JOIN sampled USING (id)`;

/** Fills the tables `candidates` and `pool`. */
export async function loadPool(connection: DuckDBConnection, lines: AsyncIterable<string>): Promise<void> {
  await connection.run('CREATE TABLE sampled (id VARCHAR, others VARCHAR, hash VARCHAR)');
  const candidates = await openCandidateTable(connection, 'candidates');
  const sampled = await connection.createAppender('sampled');
  let batch: Pooled[] = [];
  const flush = (): void => {
    for (const [source, own] of groupBySource(batch)) candidates.append(source, own);
    batch = [];
  };
  for await (const line of lines) {
    const row = pooled.parse(JSON.parse(line));
    sampled.appendVarchar(row.id);
    sampled.appendVarchar(`[${row.others.join(', ')}]`);
    sampled.appendVarchar(row.hash);
    sampled.endRow();
    batch.push(row);
    if (batch.length >= batchLines) flush();
  }
  flush();
  candidates.close();
  sampled.closeSync();
  await connection.run(createPool);
}

function groupBySource(batch: readonly Pooled[]): Map<number, Candidate[]> {
  const groups = new Map<number, Candidate[]>();
  for (const row of batch) {
    const group = groups.get(row.source);
    if (group === undefined) groups.set(row.source, [row]);
    else group.push(row);
  }
  return groups;
}
