import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readManifest } from '../../src/build/manifest.ts';
import { build, jsonl, source, usageError, withFolder } from './campaign-folder.ts';

const damaged = [
  '',
  '{',
  'null',
  '[]',
  '{"version":2,"sources":[]}',
  '{"version":1}',
  '{"version":1,"sources":[{"id":"a"}]}',
];

describe('readManifest', () => {
  it('reads what build writes', async () => {
    const rows = jsonl([{ prompt: 'One prompt' }, { prompt: 'Another prompt' }, { prompt: 'one  prompt' }]);
    await withFolder({ 'a.jsonl': rows }, async (dir) => {
      await build(dir, { sources: [source('a.jsonl')] });
      const manifest = await readManifest(join(dir, '.prank', 'manifest.json'));
      expect(manifest?.sources).toEqual([{ id: 's', dataset: null, read: 3, kept: 2, files: ['a.jsonl'] }]);
    });
  });

  it('is null if nothing was built', async () => {
    await withFolder({}, async (dir) => expect(await readManifest(join(dir, 'manifest.json'))).toBeNull());
  });

  it.each(damaged)('refuses %j, and names the file', async (text) => {
    await withFolder({}, async (dir) => {
      const path = join(dir, 'manifest.json');
      await writeFile(path, text);
      const error = await usageError(readManifest(path));
      expect(error.code).toBe('manifest_damaged');
      expect(error.message).toContain(path);
      expect(error.hint).toContain('prank build');
    });
  });
});
