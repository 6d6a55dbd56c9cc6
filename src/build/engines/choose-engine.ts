import { totalmem } from 'node:os';
import type { Emit } from '../../model.ts';
import { type BuildPlan, isRemote, plannedReads } from '../build-plan.ts';
import type { BuildInput } from '../build-input.ts';
import { duckdbEngine } from './duckdb.ts';
import type { Engine } from './engine.ts';
import { findSpark } from './spark/find-spark.ts';
import { sparkEngine } from './spark/spark-engine.ts';
import { showBytes } from '../../lib/text/numbers.ts';

/** `auto` uses DuckDB for input up to this share of the machine's memory. */
const autoShare = 0.5;

/** The engine that prank.yaml asks for. `auto` says why if the input is too large for this machine. */
export async function chooseEngine(plan: BuildPlan, { engine }: BuildInput, emit: Emit): Promise<Engine> {
  if (engine === undefined || engine.engine === 'duckdb') return duckdbEngine;
  const spark = sparkEngine(engine.spark, engine.machine);
  if (engine.engine === 'spark') return spark;
  if (plannedReads(plan).some(({ files }) => files.some(({ path }) => isRemote(path)))) return spark;
  const bytes = plannedReads(plan).reduce((sum, { files }) => sum + sizeOf(files), 0);
  if (bytes <= totalmem() * autoShare) return duckdbEngine;
  const isThere = (await findSpark(engine.machine)) !== null;
  const reason = `The input has ${showBytes(bytes)}, more than half of this machine's ${showBytes(totalmem())} of memory`;
  const text = isThere
    ? `${reason}: Spark builds. \`build.engine: duckdb\` builds here all the same.`
    : `${reason}, and there is no Spark: DuckDB builds here, on disk where memory ends.`;
  emit({ type: 'info', text });
  return isThere ? spark : duckdbEngine;
}

function sizeOf(files: readonly { sizeBytes: number }[]): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
