import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnsafeError } from '../../src/lib/errors.ts';
import { compareRelease, writeRelease } from '../../src/release/write-release.ts';
import { listFiles } from './list-files.ts';
import { campaign, defaultTable, ratersTable, releaseInput, releasePaths } from './release-input.ts';

let folder: string;
let dir: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  dir = join(folder, 'release');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('writeRelease', () => {
  it('makes exactly the files of a release and returns their hashes', async () => {
    const { files, changed } = await writeRelease(dir, releaseInput());
    expect(changed).toBe(true);
    expect(files.map(({ path }) => path)).toEqual(releasePaths);
    expect(await listFiles(dir)).toEqual(releasePaths);
    for (const { path, sizeBytes, sha256 } of files) {
      expect((await stat(join(dir, path))).size).toBe(sizeBytes);
      expect(sha256).toMatch(/^[0-9a-f]{64}$/u);
    }
  });

  it('gives the same bytes again, for any order of the input', async () => {
    const { files } = await writeRelease(dir, releaseInput());
    const input = releaseInput();
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...input.prompts], { minLength: input.prompts.length }),
        fc.shuffledSubarray([...input.answers], { minLength: input.answers.length }),
        fc.shuffledSubarray(input.ranking.items, { minLength: input.ranking.items.length }),
        fc.shuffledSubarray(input.ranking.raters, { minLength: input.ranking.raters.length }),
        async (prompts, answers, items, raters) => {
          const shuffled = { ...input, prompts, answers, ranking: { ...input.ranking, items, raters } };
          expect(await compareRelease(dir, shuffled)).toEqual({ files, rows: 2, changed: false });
        },
      ),
      { numRuns: 8 },
    );
  });

  it('touches no file if nothing changed', async () => {
    await writeRelease(dir, releaseInput());
    const before = await Promise.all(releasePaths.map((path) => stat(join(dir, path))));
    expect(await writeRelease(dir, releaseInput())).toMatchObject({ changed: false });
    const after = await Promise.all(releasePaths.map((path) => stat(join(dir, path))));
    expect(after.map(({ ino }) => ino)).toEqual(before.map(({ ino }) => ino));
  });

  it('says that something changed, and the comparison says so without writing', async () => {
    await writeRelease(dir, releaseInput());
    const card = await readFile(join(dir, 'README.md'), 'utf8');
    const input = releaseInput({ simulated: true });
    expect(await compareRelease(dir, input)).toMatchObject({ changed: true });
    expect(await readFile(join(dir, 'README.md'), 'utf8')).toBe(card);
    expect(await writeRelease(dir, input)).toMatchObject({ changed: true });
  });

  it('compares with a missing folder without creating it', async () => {
    expect(await compareRelease(dir, releaseInput())).toMatchObject({ changed: true, rows: 2 });
    await expect(stat(dir)).rejects.toThrow('ENOENT');
  });

  it('removes tables that are no longer made, and nothing that is not ours', async () => {
    await writeRelease(dir, releaseInput());
    const others = [
      'data/train.csv',
      'data/train-00001-of-00002.parquet',
      'data/notes/train-00000-of-00001.parquet',
      '.gitattributes',
      'raters/list.txt',
    ];
    for (const path of others) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), 'theirs');
    }
    const { changed } = await writeRelease(dir, releaseInput({ campaign: campaign({ raters: 'omit' }) }));
    expect(changed).toBe(true);
    expect(await listFiles(dir)).toEqual(
      [...releasePaths.filter((path) => path !== ratersTable), ...others].toSorted(),
    );
  });

  it.each(['README.md', defaultTable, '.argilla/settings.json'])(
    'leaves a folder alone if its %s is not ours',
    async (path) => {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), 'theirs');
      const error: unknown = await writeRelease(dir, releaseInput()).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UnsafeError);
      expect(error).toMatchObject({
        code: 'release_dir_taken',
        message: `${join(dir, path)} is not from a release of prank.`,
      });
      expect(await listFiles(dir)).toEqual([path]);
    },
  );

  it('finishes what was interrupted after any file', async () => {
    const { files } = await writeRelease(dir, releaseInput());
    for (const path of releasePaths.filter((name) => name !== 'README.md')) await rm(join(dir, path));
    expect(await writeRelease(dir, releaseInput())).toEqual({ files, rows: 2, changed: true });
  });

  it('keeps hand-written parts of the card', async () => {
    await writeRelease(dir, releaseInput());
    const path = join(dir, 'README.md');
    const card = await readFile(path, 'utf8');
    const thanks = 'Thanks to **everybody**!\n\n<b>Really.</b>';
    await writeFile(path, card.replace('<!-- prank:keep -->\n', `<!-- prank:keep -->\n${thanks}\n`));
    await writeRelease(dir, releaseInput({ simulated: true }));
    expect(await readFile(path, 'utf8')).toContain(`<!-- prank:keep -->\n${thanks}\n<!-- /prank:keep -->`);
    expect(await writeRelease(dir, releaseInput({ simulated: true }))).toMatchObject({ changed: false });
  });

  it.each([0, 1, 2])('makes nothing from no answers, with publish.min_responses: %i', async (minResponses) => {
    const { ranking } = releaseInput();
    const unanswered = ranking.items.map((item) => ({ ...item, answers: 0 }));
    const input = releaseInput({
      campaign: campaign({ minResponses }),
      answers: [],
      ranking: { ...ranking, items: unanswered, raters: [] },
    });
    await expect(writeRelease(dir, input)).rejects.toMatchObject({
      code: 'nothing_to_release',
      message: `No prompt has ${minResponses === 2 ? '2 submitted answers' : 'a submitted answer'} yet, so there is nothing to release.`,
    });
    await expect(stat(dir)).rejects.toThrow('ENOENT');
  });

  it('says what is wrong with a folder that is a file', async () => {
    await writeFile(dir, 'a file');
    await expect(writeRelease(dir, releaseInput())).rejects.toMatchObject({ code: 'release_dir_unusable' });
  });
});
