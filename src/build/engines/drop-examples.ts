import type { DuckDBConnection } from '@duckdb/node-api';
import type { BuildPlan, DropReason } from '../build-plan.ts';
import { type ExampleBook, examplesOfEach, type NearExample } from '../filters/example-book.ts';
import { NearDuplicateFinder } from '../near-duplicates/find-near-duplicates.ts';
import { normalizePrompt } from '../normalize-prompt.ts';
import * as sql from './duckdb-sql.ts';
import type { NearDuplicatePair } from './engine.ts';

/** Kept pairs are shown if they are at most this far below the threshold. */
const margin = 0.15;

/** Shows candidates that must not be in the dataset. Call it before they are removed. */
export async function showExcluded(
  connection: DuckDBConnection,
  plan: BuildPlan,
  examples: ExampleBook,
): Promise<void> {
  await show('excluded', 'candidates SEMI JOIN excluded USING (id)', connection, plan, examples);
}

/** Shows candidates that were dropped for another one with the same id. */
export async function showDuplicates(
  connection: DuckDBConnection,
  plan: BuildPlan,
  examples: ExampleBook,
): Promise<void> {
  await show('duplicate', 'candidates ANTI JOIN uniques USING (candidate)', connection, plan, examples);
}

async function show(
  reason: DropReason,
  from: string,
  connection: DuckDBConnection,
  { sources }: BuildPlan,
  examples: ExampleBook,
): Promise<void> {
  const found = await connection.runAndReadAll(
    `SELECT source, file, "row", prompt FROM ${from} ORDER BY candidate LIMIT ${examplesOfEach}`,
  );
  for (const [source, file, row, prompt] of found.getRows()) {
    const planned = sources[Number(source)];
    const place = `${planned?.files[Number(file)]?.path ?? ''}:${Number(row)}`;
    examples.drop(reason, { source: planned?.source.id ?? '', place, prompt: String(prompt) });
  }
}

/** Shows pairs on both sides of the threshold, so that people see what another threshold would do. */
export async function showNearDuplicates(
  connection: DuckDBConnection,
  plan: BuildPlan,
  pairs: readonly NearDuplicatePair[],
  examples: ExampleBook,
): Promise<void> {
  const { nearDuplicates: rule } = plan.settings;
  if (rule === null) return;
  const { near } = examples.explanation;
  const lowest = pairs.toSorted((a, b) => a.similarity - b.similarity).slice(0, examplesOfEach);
  for (const { similarity, ...pair } of lowest) {
    near.dropped.push({
      similarity,
      first: { source: pair.source, prompt: await readPrompt(connection, pair.id) },
      second: { source: pair.keptSource, prompt: await readPrompt(connection, pair.keptId) },
    });
  }
  near.kept.push(
    ...(await findBelow(connection, plan, { ...rule, threshold: Math.max(0.01, rule.threshold - margin) })),
  );
}

async function findBelow(
  connection: DuckDBConnection,
  { sources, normalization }: BuildPlan,
  rule: { words: number; threshold: number },
): Promise<NearExample[]> {
  const texts: NearExample['first'][] = [];
  const finder = new NearDuplicateFinder(rule);
  const kept = await connection.stream(sql.selectKept);
  for await (const rows of kept.yieldRows()) {
    for (const [source, prompt] of rows) {
      const text = String(prompt);
      texts.push({ source: sources[Number(source)]?.source.id ?? '', prompt: text });
      finder.add(normalizePrompt(text, normalization));
    }
  }
  return finder
    .find()
    .toSorted((a, b) => b.similarity - a.similarity || a.index - b.index)
    .slice(0, examplesOfEach)
    .flatMap(({ index, keptIndex, similarity }) => {
      const [first, second] = [texts[index], texts[keptIndex]];
      return first === undefined || second === undefined ? [] : [{ similarity, first, second }];
    });
}

async function readPrompt(connection: DuckDBConnection, id: string): Promise<string> {
  const found = await connection.runAndReadAll(
    `SELECT prompt FROM candidates WHERE id = '${id}' UNION ALL SELECT prompt FROM excluded WHERE id = '${id}' LIMIT 1`,
  );
  return String(found.getRows()[0]?.[0] ?? '');
}
