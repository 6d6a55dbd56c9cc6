import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UsageError } from '../../src/lib/errors.ts';
import type { BuildInput, BuildOutcome } from '../../src/build/build-input.ts';
import { buildPrompts } from '../../src/build/build-prompts.ts';
import { readPrompts } from '../../src/build/prompts-file.ts';
import type { Event, Prompt, Source } from '../../src/model.ts';
import { lenient } from '../support/build-settings.ts';

export type Files = Record<string, string | Uint8Array>;

/** Runs `work` in a temporary campaign folder with these files, then removes the folder. */
export async function withFolder<T>(files: Files, work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'prank-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), content);
    }
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** A source of one file or glob with the column `prompt`, and these other fields. */
export function source(file: string, fields: Partial<Source> = {}): Source {
  return {
    id: 's',
    files: [file],
    hub: null,
    delimiter: null,
    promptPaths: ['prompt'],
    where: {},
    kind: 'human',
    license: null,
    metadata: {},
    onBadRow: 'fail',
    take: 'all',
    share: null,
    strata: null,
    enabled: true,
    ...fields,
  };
}

export interface Built {
  outcome: BuildOutcome;
  prompts: Prompt[];
  warnings: string[];
}

/** Builds in a folder and reads the prompts back. */
export async function build(dir: string, input: Partial<BuildInput> & Pick<BuildInput, 'sources'>): Promise<Built> {
  const warnings: string[] = [];
  const emit = (event: Event): void => {
    if (event.type === 'warning') warnings.push(event.text);
  };
  const outcome = await buildPrompts({ settings: lenient, seed: 1, dir, ...input }, emit);
  return { outcome, prompts: await readPrompts(join(dir, '.prank/prompts.parquet')), warnings };
}

/** Builds from these files in a temporary folder. */
export async function buildFrom(
  files: Files,
  input: Partial<BuildInput> & Pick<BuildInput, 'sources'>,
): Promise<Built> {
  return withFolder(files, (dir) => build(dir, input));
}

/** The UsageError that a promise rejects with. Throws any other error again. */
export async function usageError(promise: Promise<unknown>): Promise<UsageError> {
  const error: unknown = await promise.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof UsageError) return error;
  throw error;
}

/** Every file and folder in a folder, sorted. */
export async function listTree(dir: string): Promise<string[]> {
  return (await readdir(dir, { recursive: true })).toSorted();
}

export function jsonl(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
