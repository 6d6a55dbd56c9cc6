import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildFiles } from '../../../src/build/build-files.ts';
import type { BuildInput } from '../../../src/build/build-input.ts';
import { buildPrompts, explainBuild } from '../../../src/build/build-prompts.ts';
import { checkLock } from '../../../src/build/lock/check.ts';
import type { HubFilesPort } from '../../../src/build/sources/hub-files.ts';
import { findLock, readLock } from '../../../src/build/lock/lock.ts';
import { planBuild } from '../../../src/build/plan-build.ts';
import { lenient } from '../../support/build-settings.ts';
import { jsonl, source, usageError, withFolder } from '../campaign-folder.ts';

const quiet = (): void => {};

/** A lock after a merge conflict. `line` is the line of the first marker. */
function conflicted(lock: string): string {
  const lines = lock.split('\n');
  const seed = lines.findIndex((line) => line.includes('"seed"'));
  lines.splice(seed, 1, '<<<<<<< HEAD', '  "seed": 1,', '=======', '  "seed": 2,', '>>>>>>> other');
  return lines.join('\n');
}

const damages: [string, (lock: string) => string, RegExp][] = [
  ['with conflict markers of git', conflicted, /^prank\.lock\.json:3: a conflict marker of git \(<{7}\)/u],
  ['with the second half of a conflict', () => '{\n}\n>>>>>>> other\n', /^prank\.lock\.json:3: a conflict marker/u],
  ['that is empty', () => '', /^prank\.lock\.json is empty\.$/u],
  ['of blanks', () => '\n \n', /^prank\.lock\.json is empty\.$/u],
  [
    'that is cut off',
    (lock) => lock.slice(0, lock.indexOf('"sha256"')),
    /^prank\.lock\.json:\d+: the file ends too early/u,
  ],
  [
    'with a stray comma',
    (lock) => lock.replace('"seed": 1,', '"seed": 1,,'),
    /^prank\.lock\.json:3: not JSON: expected/u,
  ],
  ['of another version', (lock) => lock.replace('"version": 1', '"version": 9'), /is JSON, but not a lock/u],
  [
    'that was edited',
    (lock) => lock.replace('"seed": 1', '"seed": 2'),
    /^prank\.lock\.json was changed after prank wrote it: its checksum does not match\.$/u,
  ],
];

const commands: [string, (input: BuildInput) => Promise<unknown>][] = [
  ['build', (input) => buildPrompts(input, quiet)],
  ['build --check', (input) => checkLock(input, quiet)],
  ['build --explain', (input) => explainBuild(input, quiet)],
  ['build --plan', (input) => planBuild(input, quiet)],
];

async function withBuild(work: (input: BuildInput, lock: string) => Promise<void>): Promise<void> {
  await withFolder({ 'a.jsonl': jsonl([{ prompt: 'one' }, { prompt: 'two' }]) }, async (dir) => {
    const input = { sources: [source('a.jsonl')], settings: lenient, seed: 1, dir };
    await buildPrompts(input, quiet);
    await work(input, await readFile(buildFiles(dir).lock.absolutePath, 'utf8'));
  });
}

/** The bytes of every file that a build writes. */
async function readBuilt(dir: string): Promise<Buffer[]> {
  return Promise.all(Object.values(buildFiles(dir)).map(({ absolutePath }) => readFile(absolutePath)));
}

describe.each(damages)('a lock %s', (_, damage, message) => {
  it.each(commands)('stops %s, which names the line and changes nothing', async (_name, run) => {
    await withBuild(async (input, lock) => {
      await writeFile(buildFiles(input.dir).lock.absolutePath, damage(lock));
      const before = await readBuilt(input.dir);
      const error = await usageError(run(input));
      expect(error.code).toBe(message.source.includes('conflict') ? 'lock_conflict' : 'lock_unreadable');
      expect(error.message).toMatch(message);
      expect(error.hint).toMatch(/git checkout/u);
      expect(await readBuilt(input.dir)).toEqual(before);
    });
  });

  it('is replaced by build --update', async () => {
    await withBuild(async (input, lock) => {
      const path = buildFiles(input.dir).lock.absolutePath;
      await writeFile(path, damage(lock));
      await buildPrompts({ ...input, update: true }, quiet);
      expect(await readFile(path, 'utf8')).toBe(lock);
    });
  });
});

it('a lock with conflict markers counted as none, and moved pinned sources to newer commits', async () => {
  await withFolder({ 'blob.jsonl': jsonl([{ prompt: 'one' }]) }, async (dir) => {
    let head = 'a'.repeat(40);
    const asked: string[] = [];
    const hub: HubFilesPort = {
      pin: async () => (asked.push('pin'), head),
      list: async () => [{ path: 'x.jsonl', sizeBytes: 17 }],
      fetch: async () => join(dir, 'blob.jsonl'),
      findHere: async () => null,
    };
    const pinned = source('', { files: [], hub: { dataset: 'o/n', revision: 'main', path: 'x.jsonl' } });
    const input: BuildInput = { sources: [pinned], settings: lenient, seed: 1, dir, hub };
    await buildPrompts(input, quiet);
    const { lock } = buildFiles(dir);
    const good = await readFile(lock.absolutePath, 'utf8');
    head = 'b'.repeat(40);
    await writeFile(lock.absolutePath, conflicted(good));
    expect((await usageError(buildPrompts(input, quiet))).code).toBe('lock_conflict');
    expect(asked).toEqual(['pin']);
    await writeFile(lock.absolutePath, good);
    await buildPrompts(input, quiet);
    expect(await readFile(lock.absolutePath, 'utf8')).toBe(good);
  });
});

it('only a missing lock counts as none', async () => {
  await withFolder({}, async (dir) => {
    const { lock } = buildFiles(dir);
    expect(await findLock(lock)).toBeNull();
    expect((await usageError(readLock(lock))).code).toBe('lock_missing');
    await symlink('prank.lock.json', lock.absolutePath);
    for (const read of [findLock, readLock]) {
      expect(await usageError(read(lock))).toMatchObject({
        code: 'file_unreadable',
        message: `${lock.absolutePath} can't be read: its links lead in a circle.`,
      });
    }
    await rm(lock.absolutePath);
  });
});
