import type { DuckDBValue } from '@duckdb/node-api';
import { UsageError } from '../lib/errors.ts';
import { withDuckdb } from '../lib/files/duckdb.ts';
import { prankCommand } from '../lib/text/shell-command.ts';
import { assertReadable, isPresent } from '../lib/files/read-text.ts';
import type { Prompt, PromptKind } from '../model.ts';
import { isRow } from '../lib/readers/row.ts';
import { toPlainValue } from '../lib/readers/plain-value.ts';
import { sqlParquet } from '../lib/readers/sql-parquet.ts';

const columns = 'id, prompt, kind, source, source_row, revision, license, metadata, also_in, length';

/**
 * The prompts of prompts.parquet in file order. Throws UsageError `prompts_missing`, `prompts_unreadable` (damaged) or
 * `file_unreadable`.
 */
export async function readPrompts(path: string): Promise<Prompt[]> {
  if (!(await isPresent(path))) {
    throw new UsageError('prompts_missing', `There are no prompts yet: ${path} is not there.`, {
      hint: prankCommand('build'),
    });
  }
  try {
    return await withDuckdb(async (connection) => {
      const rows = await connection.runAndReadAll(`SELECT ${columns} FROM ${sqlParquet(path)}`);
      return rows.getRows().map(parsePrompt);
    });
  } catch (error) {
    await assertReadable(path);
    throw new UsageError('prompts_unreadable', `${path} is damaged or from another version of prank.`, {
      cause: error,
    });
  }
}

function parsePrompt(cells: readonly DuckDBValue[]): Prompt {
  const [id, prompt, kind, source, sourceRow, revision, license, metadata, alsoIn, length] = cells.map(toPlainValue);
  return {
    id: text(id),
    prompt: text(prompt),
    kind: parseKind(kind),
    source: text(source),
    sourceRow: text(sourceRow),
    revision: revision === null ? null : text(revision),
    license: license === null ? null : text(license),
    metadata: parseMetadata(text(metadata)),
    alsoIn: Array.isArray(alsoIn) ? alsoIn.map(text) : [],
    length: Number(length),
  };
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError('a text is expected');
}

function parseKind(value: unknown): PromptKind {
  if (value === 'human' || value === 'synthetic' || value === 'unknown') return value;
  throw new TypeError('a kind of prompt is expected');
}

function parseMetadata(json: string): Record<string, unknown> {
  const value: unknown = JSON.parse(json);
  if (isRow(value)) return value;
  throw new TypeError('metadata must be an object');
}
