import { describe, expect, it } from 'vitest';
import { dryRunInit, init, planInit } from '../../src/campaign/init.ts';
import type { InitOptions, InitPorts } from '../../src/campaign/init.ts';
import type { Event } from '../../src/model.ts';

const config = `# top
name: old   # the name
sources:
  - {id: a, file: a.csv, prompt: text}
argilla:
  # here
  local: true
`;
const preset = [
  { path: '.gitignore', text: '# keys\n.env\n.prank/\n' },
  { path: 'data/a.csv', text: 'text\n' },
  { path: 'prank.yaml', text: config },
];
const options: InitOptions = { dir: 'here', preset: 'blank', force: false };

/** An in-memory folder that counts writes. */
function createFolder(files: Record<string, string> = {}) {
  const folder = new Map(Object.entries(files));
  const writes: string[] = [];
  const ports: InitPorts = {
    readPreset: () => Promise.resolve(preset),
    read: (path) => Promise.resolve(folder.get(path) ?? null),
    write: (path, text) => {
      writes.push(path);
      folder.set(path, text);
      return Promise.resolve();
    },
  };
  return { folder, writes, ports };
}

describe('init', () => {
  it('writes all files of the preset and lists each', async () => {
    const { folder, ports } = createFolder();
    const events: Event[] = [];
    const result = await init(options, ports, (event) => events.push(event));
    const files = ['.gitignore', 'data/a.csv', 'prank.yaml'];
    expect(result).toEqual({ files, name: 'old', target: { type: 'local' } });
    expect(folder.get('here/prank.yaml')).toBe(config);
    expect(events.map((event) => event.type === 'step' && `${event.step.action} ${event.step.target}`)).toEqual([
      'create .gitignore',
      'create data/a.csv',
      'create prank.yaml',
    ]);
  });

  it('does the rest after an interruption, and writes nothing the third time', async () => {
    const { writes, ports } = createFolder({ 'here/data/a.csv': 'text\n' });
    await init(options, ports, () => {});
    expect(writes).toEqual(['here/.gitignore', 'here/prank.yaml']);
    await init(options, ports, () => {});
    expect(writes).toHaveLength(2);
  });

  it('writes nothing when one file would be overwritten', async () => {
    const { writes, ports } = createFolder({ 'here/prank.yaml': 'name: mine\n' });
    await expect(init(options, ports, () => {})).rejects.toMatchObject({
      code: 'files_exist',
      message: 'here has other files of these names: prank.yaml. Nothing was written.',
      details: { files: ['prank.yaml'] },
    });
    expect(writes).toEqual([]);
  });

  it('overwrites with force', async () => {
    const { folder, ports } = createFolder({ 'here/prank.yaml': 'name: mine\n' });
    await init({ ...options, force: true }, ports, () => {});
    expect(folder.get('here/prank.yaml')).toBe(config);
  });

  it.each([true, false])('adds to an existing .gitignore, force %s', async (force) => {
    const { folder, ports } = createFolder({ 'here/.gitignore': 'dist\n.env' });
    await init({ ...options, force }, ports, () => {});
    expect(folder.get('here/.gitignore')).toBe('dist\n.env\n.prank/\n');
  });

  it.each([
    ['my-ranking', 'name: my-ranking   # the name'],
    ['2024', 'name: "2024"   # the name'],
    ['true', 'name: "true"   # the name'],
    ['1e3', 'name: "1e3"   # the name'],
  ])('names the campaign %s', async (name, line) => {
    const { folder, ports } = createFolder();
    await init({ ...options, name }, ports, () => {});
    expect(folder.get('here/prank.yaml')).toBe(config.replace('name: old   # the name', line));
  });

  it.each(['', 'my ranking', 'a/b', '$&', 'x\nseed: 1', '-x', 'x'.repeat(97)])('refuses the name %j', async (name) => {
    const { writes, ports } = createFolder();
    await expect(init({ ...options, name }, ports, () => {})).rejects.toMatchObject({
      code: 'option_invalid',
      exitCode: 2,
    });
    expect(writes).toEqual([]);
  });

  it('replaces the existing target with another one', async () => {
    const { folder, ports } = createFolder();
    await init({ ...options, target: { url: 'https://x.org/#top' } }, ports, () => {}).catch(() => {});
    expect(folder.size).toBe(0);
    const byUrl = await init({ ...options, target: { url: 'https://x.org' } }, ports, () => {});
    expect(byUrl.target).toEqual({ type: 'url', url: 'https://x.org' });
    expect(folder.get('here/prank.yaml')).toBe(config.replace('  # here\n  local: true', '  url: https://x.org'));
    const onSpace = await init({ ...options, target: { space: 'me/rating' }, force: true }, ports, () => {});
    expect(onSpace.target).toEqual({ type: 'space', space: 'me/rating' });
    expect(folder.get('here/prank.yaml')).toBe(config.replace('  # here\n  local: true', '  space: me/rating'));
    const wrong = init({ ...options, target: { space: 'rating' }, force: true }, ports, () => {});
    await expect(wrong).rejects.toMatchObject({ code: 'option_invalid', exitCode: 2 });
  });

  it('leaves the target alone when it is the same', async () => {
    const { folder, ports } = createFolder();
    await init({ ...options, target: 'local' }, ports, () => {});
    expect(folder.get('here/prank.yaml')).toBe(config);
  });
});

it('dryRunInit plans and writes nothing', async () => {
  const { writes, ports } = createFolder({ 'here/data/a.csv': 'text\n' });
  const { steps, ...choice } = await dryRunInit({ ...options, name: 'new' }, ports);
  expect(choice).toEqual({ name: 'new', target: { type: 'local' } });
  expect(steps.map(({ action, target }) => `${action} ${target}`)).toEqual([
    'create .gitignore',
    'keep data/a.csv',
    'create prank.yaml',
  ]);
  expect(writes).toEqual([]);
});

it('planInit rejects what it must not overwrite', () => {
  const plan = planInit([{ path: 'a', text: '1' }], new Map([['a', '2']]), false);
  expect(plan).toEqual({ steps: [{ action: 'refuse', target: 'a', why: 'is there with other content' }], writes: [] });
});
