import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findSourceFiles, readFormat } from '../../../src/build/sources/find-files.ts';
import { source, usageError, withFolder } from '../campaign-folder.ts';

describe('findSourceFiles', () => {
  it("says that a file can't be read, not that there is none", async () => {
    await withFolder({}, async (dir) => {
      await symlink('a.jsonl', join(dir, 'a.jsonl'));
      expect(await usageError(findSourceFiles([source('a.jsonl')], dir, []))).toMatchObject({
        code: 'source_file_unreadable',
        message: "a.jsonl can't be read: its links lead in a circle.",
      });
    });
  });

  it('also says so for a folder', async () => {
    await withFolder({ 'b.jsonl': '' }, async (dir) => {
      await symlink('data', join(dir, 'data'));
      const both = { ...source(''), files: ['b.jsonl', 'data/*.jsonl'] };
      expect((await usageError(findSourceFiles([both], dir, []))).code).toBe('source_file_unreadable');
    });
  });

  it.each(['none/*.jsonl', 'a.txt/*.jsonl', `${'x'.repeat(300)}.jsonl`])(
    'finds nothing if nothing is there: %s',
    async (pattern) => {
      await withFolder({ 'a.txt': '' }, async (dir) => {
        expect((await usageError(findSourceFiles([source(pattern)], dir, []))).code).toBe('source_file_missing');
      });
    },
  );

  it.each([
    ['data\\a.jsonl', 'Did you mean data/a.jsonl? Write / between folders.'],
    ['data\\*.jsonl', 'Did you mean data/*.jsonl? Write / between folders.'],
    ['C:\\data\\a.jsonl', 'For folders, the path would be C:/data/a.jsonl. Write / between folders.'],
  ])('says how to write the Windows path %s', async (pattern, hint) => {
    await withFolder({ 'data/a.jsonl': '' }, async (dir) => {
      const error = await usageError(findSourceFiles([source(pattern)], dir, []));
      expect(error).toMatchObject({ code: 'source_file_missing', hint });
    });
  });

  it('reports everything that is missing at once', async () => {
    await withFolder({ 'a.jsonl': '', 'b.docx': '' }, async (dir) => {
      const first = { ...source('a.json'), id: 'first', files: ['a.json', 'data/*.csv', 'a.jsonl'] };
      const second = { ...source('b.docx'), id: 'second' };
      const error = await usageError(findSourceFiles([first, second], dir, []));
      expect(error.code).toBe('source_file_missing');
      expect(error.message.split('\n')).toEqual([
        'Source first: no file matches a.json. Did you mean a.jsonl?',
        'Source first: no file matches data/*.csv. Paths are relative to the folder of prank.yaml.',
        expect.stringMatching(/^Source second: the name of b.docx does not tell a known format\. /u),
      ]);
    });
  });
});

it('a packed file of a dataset is not unpacked here', () => {
  const hub = { dataset: 'o/d', revision: 'main', path: '*' };
  expect(() => readFormat(source('', { files: [], hub }), 'data/a.jsonl.zst')).toThrow(
    expect.objectContaining({
      code: 'source_format_unknown',
      hint: expect.stringMatching(/^It is packed with zstd\. The Hub may have made Parquet/u),
    }),
  );
});
