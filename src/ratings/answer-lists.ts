import { isRow } from '../lib/readers/row.ts';
import { cellText } from './cell-text.ts';
import type { RatingRows } from './rating-rows.ts';
import { invalid } from './ratings-faults.ts';
import type { RatingsField } from './ratings-columns.ts';

/**
 * Tables with one row per prompt and a list of its answers in the column `quality`, each `{user_id, value, status}`: those
 * of 10k_prompts_ranked and of every release of prank.
 */
const listColumn = 'quality';

const columns = ['id', 'prompt', listColumn, 'kind', 'source', 'metadata'] as const;

/** The columns to read of such a table; null = it has others. */
export function findListColumns(names: readonly string[]): string[] | null {
  if (!names.includes('prompt') || !names.includes(listColumn)) return null;
  return columns.filter((name) => names.includes(name));
}

/** Whether the row has a list of answers, as opposed to a single rating. */
export function hasAnswerList(values: Record<string, unknown>): boolean {
  return Array.isArray(values[listColumn]);
}

/**
 * Adds the answers of one row. Rows with the same text are one prompt. Returns how many answers have no rater: where
 * raters are omitted nobody knows which answers are of one person, so that each counts as one person's.
 */
export function addAnswerList(values: Record<string, unknown>, row: number, path: string, rows: RatingRows): number {
  const list = values[listColumn];
  if (!Array.isArray(list)) throw invalid(`${path}: row ${row}: ${listColumn} is no list of answers.`);
  const facts: Partial<Record<RatingsField, string | null>> = {
    item: cellText(values['id']) ?? cellText(values['prompt']),
    prompt: cellText(values['prompt']),
    kind: cellText(values['kind']),
    source: cellText(values['source']) ?? sourceIn(values['metadata']),
  };
  let nameless = 0;
  for (const [index, answer] of list.entries()) {
    if (!isRow(answer)) throw invalid(`${path}: row ${row}: answer ${index + 1} in ${listColumn} has no fields.`);
    const name = cellText(answer['user_id']);
    if (name === null) nameless += 1;
    const own: typeof facts = {
      ...facts,
      rater: name ?? `somebody, row ${row}, answer ${index + 1}`,
      value: cellText(answer['value']),
      status: cellText(answer['status']) ?? 'submitted',
    };
    rows.add((field) => own[field] ?? null, { row }, { mayRepeat: true });
  }
  return nameless;
}

/** 10k_prompts_ranked keeps the source in its metadata. */
function sourceIn(metadata: unknown): string | null {
  try {
    const parsed: unknown = typeof metadata === 'string' ? JSON.parse(metadata) : metadata;
    return isRow(parsed) ? cellText(parsed['source']) : null;
  } catch {
    return null;
  }
}
