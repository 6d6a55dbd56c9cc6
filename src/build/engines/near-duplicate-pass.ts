import { setImmediate } from 'node:timers/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Emit } from '../../model.ts';
import type { BuildPlan } from '../build-plan.ts';
import type { ExampleBook } from '../filters/example-book.ts';
import { type NearDuplicate, NearDuplicateFinder } from '../near-duplicates/find-near-duplicates.ts';
import { normalizePrompt } from '../normalize-prompt.ts';
import { showNearDuplicates } from './drop-examples.ts';
import * as sql from './duckdb-sql.ts';
import type { NearDuplicatePair } from './engine.ts';

/** A text that was walked: a prompt of a source, or a text that must not be in the dataset. */
interface Place {
  id: string;
  name: string;
  isExcluded: boolean;
}

/** Fills the table `near_duplicates`. Texts that must not be in the dataset are walked first and are always kept. */
export async function dropNearDuplicates(
  connection: DuckDBConnection,
  plan: BuildPlan,
  examples: ExampleBook | undefined,
  emit: Emit,
): Promise<NearDuplicatePair[]> {
  const { normalization } = plan;
  const { nearDuplicates } = plan.settings;
  if (nearDuplicates === null) return [];
  const places: Place[] = [];
  const finder = new NearDuplicateFinder(nearDuplicates);
  const walk = async (query: string, names: readonly string[], isExcluded: boolean): Promise<void> => {
    const result = await connection.stream(query);
    for await (const rows of result.yieldRows()) {
      for (const [id, source, prompt] of rows) {
        places.push({ id: String(id), name: names[Number(source)] ?? '', isExcluded });
        finder.add(normalizePrompt(String(prompt), normalization), { stays: isExcluded });
      }
      emit({ type: 'progress', task: 'reading candidates again', done: places.length, total: null });
    }
  };
  await walk(
    sql.selectExcluded,
    plan.exclude.map(({ source }) => source.id),
    true,
  );
  await walk(
    sql.selectForNearDuplicates,
    plan.sources.map(({ source }) => source.id),
    false,
  );
  const pairs = (await findWithPauses(finder, emit)).map((duplicate) => describePair(duplicate, places));
  const appender = await connection.createAppender('near_duplicates');
  for (const { id, keptId, isExcluded } of pairs) {
    appender.appendVarchar(id);
    appender.appendVarchar(keptId);
    appender.appendBoolean(isExcluded);
    appender.endRow();
  }
  appender.closeSync();
  if (examples !== undefined) await showNearDuplicates(connection, plan, pairs, examples);
  return pairs;
}

/** Pauses between steps so that an interrupt gets through. */
async function findWithPauses(finder: NearDuplicateFinder, emit: Emit): Promise<NearDuplicate[]> {
  const steps = finder.findInSteps();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    emit({ type: 'progress', task: 'comparing prompts', ...step.value });
    await setImmediate();
  }
}

function describePair({ index, keptIndex, similarity }: NearDuplicate, places: readonly Place[]): NearDuplicatePair {
  const [dropped, kept] = [places[index], places[keptIndex]];
  return {
    id: dropped?.id ?? '',
    source: dropped?.name ?? '',
    keptId: kept?.id ?? '',
    keptSource: kept?.name ?? '',
    isExcluded: kept?.isExcluded ?? false,
    similarity,
  };
}
