import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BuildInput } from '../../../src/build/build-input.ts';
import { buildPrompts } from '../../../src/build/build-prompts.ts';
import { buildFiles } from '../../../src/build/build-files.ts';
import { checkLock } from '../../../src/build/lock/check.ts';
import { readLock, renderLock } from '../../../src/build/lock/lock.ts';
import { jsonl, listTree, source, usageError, withFolder } from '../campaign-folder.ts';
import { lenient } from '../../support/build-settings.ts';

const files = {
  'data/a.jsonl': jsonl([{ prompt: 'one' }, { prompt: 'two' }]),
  'data/b.jsonl': jsonl([{ prompt: 'three' }]),
};
const quiet = (): void => {};

async function withBuild(work: (input: BuildInput) => Promise<void>): Promise<void> {
  await withFolder(files, async (dir) => {
    const input = { sources: [source('data/*.jsonl')], settings: lenient, seed: 1, dir };
    await buildPrompts(input, quiet);
    await work(input);
  });
}

describe('checkLock', () => {
  test('holds right after a build, even without the prompts, and writes nothing', async () => {
    await withBuild(async (input) => {
      const lock: unknown = JSON.parse(await readFile(join(input.dir, 'prank.lock.json'), 'utf8'));
      await rm(join(input.dir, '.prank'), { recursive: true });
      const before = await listTree(input.dir);
      const { sha256 } = await checkLock(input, quiet);
      expect(lock).toMatchObject({
        version: 1,
        seed: 1,
        sources: [{ id: 's', files: [{ path: 'data/a.jsonl', size_bytes: 34 }, { path: 'data/b.jsonl' }] }],
        prompts: { rows: 3, sha256 },
      });
      expect(await listTree(input.dir)).toEqual(before);
    });
  });

  test('names each file that changed, is missing or is new', async () => {
    await withBuild(async (input) => {
      await writeFile(join(input.dir, 'data/a.jsonl'), jsonl([{ prompt: 'one' }, { prompt: 'TWO' }]));
      await rm(join(input.dir, 'data/b.jsonl'));
      await writeFile(join(input.dir, 'data/c.jsonl'), jsonl([{ prompt: 'three' }]));
      const error = await usageError(checkLock(input, quiet));
      expect(error.code).toBe('lock_differs');
      expect(error.message).toBe(
        'prank.lock.json does not hold: data/a.jsonl changed; data/b.jsonl is missing; data/c.jsonl is new.',
      );
    });
  });

  test('names a missing file even if its pattern matches nothing any more', async () => {
    await withBuild(async (input) => {
      await rm(join(input.dir, 'data'), { recursive: true });
      const error = await usageError(checkLock(input, quiet));
      expect(error.message).toBe('prank.lock.json does not hold: data/a.jsonl is missing; data/b.jsonl is missing.');
    });
  });

  test.each<[string, Partial<BuildInput>, string]>([
    ['the seed', { seed: 2 }, 'the seed is 2, locked is 1'],
    [
      'the settings',
      { settings: { ...lenient, length: { min: 2, max: 9 } } },
      'the sources or build settings of prank.yaml changed',
    ],
  ])('says that %s changed', async (_, change, difference) => {
    await withBuild(async (input) => {
      const error = await usageError(checkLock({ ...input, ...change }, quiet));
      expect(error.message).toBe(`prank.lock.json does not hold: ${difference}.`);
    });
  });

  test('says if the same files give other prompts, and which engine built the locked ones', async () => {
    await withBuild(async (input) => {
      const path = join(input.dir, 'prank.lock.json');
      const lock = await readLock(buildFiles(input.dir).lock);
      const foreign = { ...lock, engine: 'duckdb v0.0.1', prompts: { rows: 3, sha256: '0'.repeat(64) } };
      await writeFile(path, renderLock(foreign));
      const error = await usageError(checkLock(input, quiet));
      expect(error.message).toMatch(
        /^prank\.lock\.json does not hold: the same files give other prompts than locked \(built by duckdb v0\.0\.1, here is duckdb v\d/u,
      );
    });
  });

  test.each([
    ['no lock', null, 'lock_missing'],
    ['no JSON', '{', 'lock_unreadable'],
    ['another version', '{"version": 2}', 'lock_unreadable'],
    ['a lock with holes', '{"version": 1, "seed": 1}', 'lock_unreadable'],
  ])('%s', async (_, content, code) => {
    await withBuild(async (input) => {
      const path = join(input.dir, 'prank.lock.json');
      await rm(path);
      if (content !== null) await writeFile(path, content);
      expect((await usageError(checkLock(input, quiet))).code).toBe(code);
    });
  });
});
