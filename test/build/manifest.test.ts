import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { isManifestOf, parseBuildManifest, readBuildManifest } from '../../src/release/build-manifest.ts';
import { build, jsonl, source, usageError, withFolder } from '../build/campaign-folder.ts';
import { prompt } from './release-input.ts';

const damaged = [
  '',
  '{',
  'null',
  '[]',
  '{"version":2,"sources":[]}',
  '{"version":1}',
  '{"version":1,"sources":[{"id":"a"}]}',
];

describe('readBuildManifest', () => {
  it('reads what build writes', async () => {
    const rows = jsonl([{ prompt: 'One prompt' }, { prompt: 'Another prompt' }, { prompt: 'one  prompt' }]);
    await withFolder({ 'a.jsonl': rows }, async (dir) => {
      const { prompts } = await build(dir, { sources: [source('a.jsonl')] });
      const manifest = await readBuildManifest(join(dir, '.prank', 'manifest.json'));
      expect(manifest?.sources).toEqual([{ id: 's', dataset: null, read: 3, kept: 2, files: ['a.jsonl'] }]);
      expect(manifest !== null && isManifestOf(manifest, prompts)).toBe(true);
      expect(manifest !== null && isManifestOf(manifest, prompts.slice(1))).toBe(false);
    });
  });

  it('is null where nothing was built', async () => {
    await withFolder({}, async (dir) => expect(await readBuildManifest(join(dir, 'manifest.json'))).toBeNull());
  });

  it('counts source by source', () => {
    const sources = ['a', 'b'].map((id) => ({ id, dataset: null, read: 1, kept: 1, files: [] }));
    const manifest = parseBuildManifest(JSON.stringify({ version: 1, sources }), 'm');
    expect(isManifestOf(manifest, [prompt('1', { source: 'a' }), prompt('2', { source: 'b' })])).toBe(true);
    expect(isManifestOf(manifest, [prompt('1', { source: 'a' }), prompt('2', { source: 'a' })])).toBe(false);
    expect(isManifestOf(manifest, [prompt('1', { source: 'a' }), prompt('2', { source: 'c' })])).toBe(false);
  });

  it.each(damaged)('refuses %j, and names the file', async (text) => {
    await withFolder({}, async (dir) => {
      const path = join(dir, 'manifest.json');
      await writeFile(path, text);
      const error = await usageError(readBuildManifest(path));
      expect(error.code).toBe('manifest_damaged');
      expect(error.message).toContain(path);
      expect(error.hint).toContain('prank build');
    });
  });
});
