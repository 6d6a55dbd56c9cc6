import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { init, planInit } from '../../src/campaign/init.ts';
import { readPreset } from '../../src/folder/presets.ts';
import type { Event } from '../../src/model.ts';

const preset = 'blank';
let dir: string;
/** The preset's prank.yaml, and the paths of all its files. */
let config: string;
let files: string[];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  const read = await readPreset(preset);
  files = read.map(({ path }) => path);
  config = read.find(({ path }) => path === 'prank.yaml')?.text ?? '';
});
afterEach(() => rm(dir, { recursive: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(dir, path)), { recursive: true });
  await writeFile(join(dir, path), text);
}

const get = (path: string): Promise<string> => readFile(join(dir, path), 'utf8');

describe('init', () => {
  it('writes all files of the preset and reports each', async () => {
    const events: Event[] = [];
    const result = await init({ dir, preset }, (event) => events.push(event));
    expect(result).toMatchObject({ files, name: /name: (\S+)/u.exec(config)?.[1] });
    expect(await get('prank.yaml')).toBe(config);
    expect(events.map((event) => event.type === 'step' && `${event.step.action} ${event.step.target}`)).toEqual(
      files.map((file) => `create ${file}`),
    );
  });

  it('does the rest when it was interrupted, and writes nothing the third time', async () => {
    await init({ dir, preset });
    await rm(join(dir, 'guidelines.md'));
    const before = await stat(join(dir, 'prank.yaml'));
    const { steps } = await init({ dir, preset });
    expect(steps.filter(({ action }) => action !== 'keep').map(({ target }) => target)).toEqual(['guidelines.md']);
    expect((await stat(join(dir, 'prank.yaml'))).mtimeMs).toBe(before.mtimeMs);
    const again = await init({ dir, preset });
    expect(again.steps.every(({ action }) => action === 'keep')).toBe(true);
  });

  it('writes nothing when one file would be overwritten', async () => {
    await put('prank.yaml', 'name: mine\n');
    await expect(init({ dir, preset })).rejects.toMatchObject({
      code: 'files_exist',
      message: `${dir} has other files of these names: prank.yaml. Nothing was written.`,
      details: { files: ['prank.yaml'] },
    });
    expect(await readdir(dir)).toEqual(['prank.yaml']);
  });

  it('overwrites with force', async () => {
    await put('prank.yaml', 'name: mine\n');
    await init({ dir, preset, force: true });
    expect(await get('prank.yaml')).toBe(config);
  });

  it.each([true, false])('adds to the .gitignore that is there, force %s', async (force) => {
    await put('.gitignore', 'dist\n.env');
    await init({ dir, preset, force });
    const lines = (await get('.gitignore')).split('\n');
    expect(lines.slice(0, 2)).toEqual(['dist', '.env']);
    expect(lines.filter((line) => line === '.env')).toHaveLength(1);
    expect(lines).toContain('.prank/');
  });

  it.each([
    ['my-ranking', 'name: my-ranking'],
    ['2024', 'name: "2024"'],
    ['true', 'name: "true"'],
    ['1e3', 'name: "1e3"'],
  ])('names the campaign %s', async (name, line) => {
    await init({ dir, preset, name });
    expect(await get('prank.yaml')).toBe(config.replace(/name: [\w-]+/u, line));
  });

  it.each(['', 'my ranking', 'a/b', '$&', 'x\nseed: 1', '-x', 'x'.repeat(97)])('refuses the name %j', async (name) => {
    await expect(init({ dir, preset, name })).rejects.toMatchObject({ code: 'option_invalid', exitCode: 2 });
    expect(await readdir(dir)).toEqual([]);
  });

  it('puts another target in the place of the one that is there', async () => {
    await expect(init({ dir, preset, target: { url: 'https://x.org/#top' } })).rejects.toMatchObject({
      code: 'option_invalid',
    });
    expect(await readdir(dir)).toEqual([]);
    const byUrl = await init({ dir, preset, target: { url: 'https://x.org' } });
    expect(byUrl.target).toEqual({ type: 'url', url: 'https://x.org' });
    expect(await get('prank.yaml')).toContain('  url: https://x.org');
    const onSpace = await init({ dir, preset, target: { space: 'me/rating' }, force: true });
    expect(onSpace.target).toEqual({ type: 'space', space: 'me/rating' });
    expect(await get('prank.yaml')).toMatch(/^argilla:\n(?: +#.*\n)* +space: me\/rating/mu);
    const wrong = init({ dir, preset, target: { space: 'rating' }, force: true });
    await expect(wrong).rejects.toMatchObject({ code: 'option_invalid', exitCode: 2 });
  });

  it('leaves the target alone when it is the same', async () => {
    const first = await init({ dir, preset: 'quickstart', target: 'local' });
    const text = (await readPreset('quickstart')).find(({ path }) => path === 'prank.yaml')?.text;
    expect(first.target).toEqual({ type: 'local' });
    expect(await get('prank.yaml')).toBe(text);
  });

  it('plans and writes nothing in a dry run', async () => {
    await put('guidelines.md', (await readPreset(preset)).find(({ path }) => path === 'guidelines.md')?.text ?? '');
    const { steps, name } = await init({ dir, preset, name: 'new', dryRun: true });
    expect(name).toBe('new');
    expect(steps.map(({ action, target }) => `${action} ${target}`)).toEqual(
      files.map((file) => `${file === 'guidelines.md' ? 'keep' : 'create'} ${file}`),
    );
    expect(await readdir(dir)).toEqual(['guidelines.md']);
  });
});

it('planInit refuses what it must not overwrite', () => {
  const plan = planInit([{ path: 'a', text: '1' }], new Map([['a', '2']]));
  expect(plan).toEqual({ steps: [{ action: 'refuse', target: 'a', why: 'is there with other content' }], writes: [] });
});
