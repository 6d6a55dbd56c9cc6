import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildFiles } from '../../../src/build/build-files.ts';
import type { BuildInput } from '../../../src/build/build-input.ts';
import { renderSealedJson } from '../../../src/lib/files/sealed-json.ts';
import { buildPrompts } from '../../../src/build/build-prompts.ts';
import { checkLock } from '../../../src/build/lock/check.ts';
import { readPrompts } from '../../../src/build/prompts-file.ts';
import type { BuildSettings } from '../../../src/model.ts';
import { lenient } from '../../support/build-settings.ts';
import { jsonl, source, usageError, withFolder } from '../campaign-folder.ts';

const quiet = (): void => {};
const autumn = ['leaves fall', 'leaves\u200b fall', 'lea\u00adves fall', '\u202aleaves\u00a0fall\u202c'];
const texts = [...autumn, '\u200b\u200e', '\u2800'];

/** Works in a folder that was built without a lock. */
async function withBuild(
  work: (input: BuildInput, lockPath: string) => Promise<void>,
  settings: BuildSettings = lenient,
): Promise<void> {
  await withFolder({ 'a.jsonl': jsonl(texts.map((prompt) => ({ prompt }))) }, async (dir) => {
    const input = { sources: [source('a.jsonl')], settings, seed: 1, dir };
    await buildPrompts(input, quiet);
    await work(input, buildFiles(dir).lock.absolutePath);
  });
}

/** Makes a lock as a prank before version 2 wrote it. */
async function makeOlder(path: string): Promise<void> {
  const lock: object = JSON.parse(await readFile(path, 'utf8'));
  expect(lock).toMatchObject({ normalization: 2 });
  await writeFile(path, JSON.stringify({ ...lock, normalization: undefined, sha256: undefined }));
}

async function readTexts(dir: string): Promise<string[]> {
  return (await readPrompts(join(dir, '.prank/prompts.parquet'))).map(({ prompt }) => prompt).toSorted();
}

test('a new campaign keeps one of the prompts that look the same, as it was written, and none that shows nothing', async () => {
  await withBuild(async ({ dir }) => {
    const [kept, ...others] = await readTexts(dir);
    expect(others).toEqual([]);
    expect(autumn).toContain(kept);
  });
});

test.each([
  ['build', false],
  ['build --update', true],
])('%s keeps the prompts of a campaign whose lock is older', async (_, update) => {
  await withBuild(async (input, path) => {
    await makeOlder(path);
    await buildPrompts({ ...input, update }, quiet);
    // Version 1 also compares direction marks, soft hyphens and the like.
    expect(await readTexts(input.dir)).toEqual(texts.toSorted());
    const lock = await readFile(path, 'utf8');
    expect(lock).not.toContain('normalization');
    await checkLock(input, quiet);
    await buildPrompts(input, quiet);
    expect(await readFile(path, 'utf8')).toBe(lock);
  });
});

test('near-duplicates and exclusions of an older campaign are compared as before', async () => {
  const exclude = [source('a.jsonl', { id: 'build.exclude[0]', where: { prompt: ['leaves\u200b fall'] } })];
  const settings = { ...lenient, exclude, nearDuplicates: { words: 1, threshold: 1 } };
  await withFolder({ 'a.jsonl': jsonl(autumn.slice(0, 2).map((prompt) => ({ prompt }))) }, async (dir) => {
    const input = { sources: [source('a.jsonl')], settings: { ...settings, exclude: [] }, seed: 1, dir };
    await buildPrompts(input, quiet);
    await makeOlder(buildFiles(dir).lock.absolutePath);
    await buildPrompts({ ...input, settings }, quiet);
    expect(await readTexts(dir)).toEqual(['leaves fall']);
    await rm(buildFiles(dir).lock.absolutePath);
    expect((await usageError(buildPrompts({ ...input, settings }, quiet))).code).toBe('no_prompts');
  });
});

test('a damaged older lock that is replaced still decides how prompts are compared', async () => {
  await withBuild(async (input, path) => {
    await makeOlder(path);
    await writeFile(path, `${await readFile(path, 'utf8')}>>>>>>> other\n`);
    await buildPrompts({ ...input, update: true }, quiet);
    expect(await readTexts(input.dir)).toHaveLength(texts.length);
  });
});

test('a lock with a normalization that this version lacks is refused', async () => {
  await withBuild(async (input, path) => {
    const lock: object = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(path, renderSealedJson({ ...lock, normalization: 3, sha256: undefined }));
    expect(await usageError(buildPrompts(input, quiet))).toMatchObject({
      code: 'lock_unreadable',
      hint: expect.stringContaining('newer version'),
    });
  });
});
