import type { DuckDBValue } from '@duckdb/node-api';
import { UsageError } from '../lib/errors.ts';
import { withDuckdb } from '../lib/files/duckdb.ts';
import { explainUnreadable } from '../lib/files/file-error.ts';
import { hashFile } from '../lib/files/hash-file.ts';
import { isMissingFile } from '../lib/files/missing-file.ts';
import { prankCommand } from '../lib/text/shell-command.ts';
import { assertReadable, isPresent } from '../lib/files/read-text.ts';
import type { Prompt, PromptKind } from '../model.ts';
import { buildFiles } from './build-files.ts';
import { findLock } from './lock/lock.ts';
import { readManifest } from './manifest.ts';
import { isRow } from '../lib/readers/row.ts';
import { toPlainValue } from '../lib/readers/plain-value.ts';
import { sqlParquet } from '../lib/readers/sql-parquet.ts';

const columns = 'id, prompt, kind, source, source_row, revision, license, metadata, also_in, length';

/**
 * The prompts of prompts.parquet in file order. Throws UsageError `prompts_missing`, `prompts_unreadable` (damaged) or
 * `file_unreadable`.
 */
export async function readPrompts(path: string): Promise<Prompt[]> {
  await assertPresent(path);
  return readParquet(path, columns, parsePrompt);
}

async function assertPresent(path: string): Promise<void> {
  if (await isPresent(path)) return;
  throw new UsageError('prompts_missing', `There are no prompts yet: ${path} is not there.`, {
    hint: prankCommand('build'),
  });
}

/**
 * The prompts in the campaign's folder `dir`, checked against the hashes in manifest and lock. Throws what `readPrompts`
 * throws, and UsageError `manifest_damaged`.
 */
export async function readBuiltPrompts(dir: string): Promise<Prompt[]> {
  return readPrompts(await findWhole(dir));
}

/** The ids of these prompts, in file order. Takes a tenth of the memory and time. Throws the same. */
export async function readBuiltPromptIds(dir: string): Promise<string[]> {
  const path = await findWhole(dir);
  await assertPresent(path);
  return readParquet(path, 'id', ([id]) => text(id));
}

/** The path of prompts.parquet, unless it is damaged. */
async function findWhole(dir: string): Promise<string> {
  const path = buildFiles(dir).prompts.absolutePath;
  const built = await findBuiltPrompts(dir);
  if (built?.isDamaged === true) {
    throw new UsageError('prompts_unreadable', `${path} is damaged: it is not the file that prank wrote.`);
  }
  return path;
}

/**
 * The SHA-256 of prompts.parquet in the campaign's folder `dir`, and whether it is not what prank wrote; null if there is
 * none. Manifests of earlier versions hold no hash, so damage can't be seen. Throws UsageError `manifest_damaged`.
 */
export async function findBuiltPrompts(dir: string): Promise<{ sha256: string; isDamaged: boolean } | null> {
  const { prompts, manifest, lock } = buildFiles(dir);
  let sha256: string;
  try {
    sha256 = await hashFile(prompts.absolutePath);
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw explainUnreadable(prompts.absolutePath, error);
  }
  const expected = (await readManifest(manifest.absolutePath))?.promptsSha256 ?? null;
  // A build that was killed, and a lock from another machine, leave one of the two behind the other.
  const isWhole = expected === null || expected === sha256 || (await findLock(lock))?.prompts.sha256 === sha256;
  return { sha256, isDamaged: !isWhole };
}

async function readParquet<T>(
  path: string,
  selected: string,
  parse: (cells: readonly DuckDBValue[]) => T,
): Promise<T[]> {
  try {
    return await withDuckdb(async (connection) => {
      const result = await connection.stream(`SELECT ${selected} FROM ${sqlParquet(path)}`);
      const parsed: T[] = [];
      for await (const rows of result.yieldRows()) for (const row of rows) parsed.push(parse(row));
      return parsed;
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
