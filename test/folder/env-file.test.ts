import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnvFile, updateEnvFile } from '../../src/folder/env-file.ts';
import { changeEnvText } from '../../src/folder/env-text.ts';
import { findVerdict } from '../../src/folder/gitignore.ts';

let parent: string;
let dir: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'prank-'));
  dir = join(parent, 'campaign');
  await mkdir(dir);
  await writeFile(join(dir, '.gitignore'), '.env\n');
});
afterEach(() => rm(parent, { recursive: true }));

describe('changeEnvText', () => {
  it.each([
    ['adds to nothing', '', { A: '1' }, 'A=1\n'],
    ['adds a line break first', 'B=2', { A: '1' }, 'B=2\nA=1\n'],
    ['changes in place', '# key\nA=old # why\nB=2\n', { A: 'new' }, '# key\nA=new\nB=2\n'],
    ['keeps export and indentation', '  export A = "old"\n', { A: 'new' }, '  export A=new\n'],
    ['leaves longer names alone', 'AA=1\nA_B=2\n', { A: '3' }, 'AA=1\nA_B=2\nA=3\n'],
    ['leaves comments alone', '#A=1\n', { A: '2' }, '#A=1\nA=2\n'],
    ['leaves lines inside a value alone', 'B="x\nA=1\n"\nA=2\n', { A: '3' }, 'B="x\nA=1\n"\nA=3\n'],
    ['keeps the line ends of Windows', 'B=1\r\n', { A: '2' }, 'B=1\r\nA=2\r\n'],
    ['quotes what needs it', '', { A: 'a b', B: "it's", C: '#' }, `A='a b'\nB="it's"\nC='#'\n`],
    ['takes dollars as they are', 'A=1\n', { A: '$& $1' }, "A='$& $1'\n"],
  ])('%s', (_, text, changes, expected) => {
    expect(changeEnvText(text, changes)).toBe(expected);
  });

  it('writes what reads back the same, whatever was there before', () => {
    const key = fc.constantFrom('A', 'B', 'ARGILLA_API_KEY');
    const value = fc
      .string({ unit: fc.constantFrom('a', ' ', '#', '=', "'", '"', '\\', '$', '\n', 'ü') })
      .filter((text) => !(text.includes("'") && text.includes('"')));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(key, value)),
        fc.dictionary(key, value, { noNullPrototype: true }),
        (before, changes) => {
          const text = before.reduce((written, [name, old]) => changeEnvText(written, { [name]: old }), '# mine\n');
          const changed = changeEnvText(text, changes);
          expect(parseEnv(changed)).toEqual({ ...parseEnv(text), ...changes });
          expect(changed.startsWith('# mine\n')).toBe(true);
        },
      ),
    );
  });

  it.each([
    ['env_name_invalid', { 'A-B': '1' }],
    ['env_value_invalid', { A: `'"\`` }],
    ['env_value_invalid', { A: 'a\0 b' }],
  ])('refuses with %s', (code, changes) => {
    expect(() => changeEnvText('', changes)).toThrow(expect.objectContaining({ code }));
  });
});

describe('.env of a folder', () => {
  it('is empty if it is missing', async () => {
    expect(await readEnvFile(dir)).toEqual({});
  });

  it('is readable only by its owner', async () => {
    expect(await updateEnvFile(dir, { ARGILLA_API_KEY: 'abc' })).toEqual([]);
    expect(await readEnvFile(dir)).toEqual({ ARGILLA_API_KEY: 'abc' });
    expect((await stat(join(dir, '.env'))).mode & 0o777).toBe(0o600);
  });

  it('gets tighter permissions even if nothing else changes', async () => {
    await writeFile(join(dir, '.env'), 'A=1\n');
    await chmod(join(dir, '.env'), 0o644);
    await updateEnvFile(dir, { A: '1' });
    expect((await stat(join(dir, '.env'))).mode & 0o777).toBe(0o600);
  });

  it('is not written if nothing changes', async () => {
    await updateEnvFile(dir, { A: '1' });
    const before = await stat(join(dir, '.env'));
    await updateEnvFile(dir, { A: '1' });
    expect((await stat(join(dir, '.env'))).ino).toBe(before.ino);
  });

  it('is not written through a link to elsewhere', async () => {
    await writeFile(join(parent, 'shared.env'), 'A=1\n');
    await symlink('../shared.env', join(dir, '.env'));
    await expect(updateEnvFile(dir, { A: '2' })).rejects.toMatchObject({ code: 'env_elsewhere', exitCode: 5 });
    expect(await readFile(join(parent, 'shared.env'), 'utf8')).toBe('A=1\n');
  });

  it('is not written through a link to nowhere', async () => {
    await symlink('../nowhere', join(dir, '.env'));
    await expect(updateEnvFile(dir, { A: '2' })).rejects.toMatchObject({ code: 'env_elsewhere' });
  });

  it('stays a link within its folder', async () => {
    await writeFile(join(dir, '.env.local'), 'A=1\n');
    await symlink('.env.local', join(dir, '.env'));
    await updateEnvFile(dir, { A: '2' });
    expect((await lstat(join(dir, '.env'))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(dir, '.env.local'), 'utf8')).toBe('A=2\n');
  });

  it('stays as it is when an open quote would swallow the new line', async () => {
    await writeFile(join(dir, '.env'), 'B="open\nA=1\n', { mode: 0o600 });
    await expect(updateEnvFile(dir, { C: 'x "quoted"' })).rejects.toMatchObject({ code: 'env_unwritable' });
    expect(await readFile(join(dir, '.env'), 'utf8')).toBe('B="open\nA=1\n');
    expect((await readdir(dir)).toSorted()).toEqual(['.env', '.gitignore']);
  });

  it('warns if git would commit it', async () => {
    await rm(join(dir, '.gitignore'));
    expect(await updateEnvFile(dir, { A: '1' })).toEqual([
      `${join(dir, '.env')} holds secrets and .gitignore does not cover it: add a line .env there.`,
    ]);
  });

  it('looks for rules up to the root of the repository', async () => {
    await rm(join(dir, '.gitignore'));
    await mkdir(join(parent, '.git'));
    await writeFile(join(parent, '.gitignore'), '.env\n');
    expect(await updateEnvFile(dir, { A: '1' })).toEqual([]);
  });
});

describe('an unreadable .env', () => {
  it.each([
    ['a folder', () => mkdir(join(dir, '.env')), 'it is a folder'],
    ['a link to itself', () => symlink('.env', join(dir, '.env')), 'its links lead in a circle'],
  ])('is not a missing one, and nothing is written: %s', async (_, make, reason) => {
    await make();
    await expect(readEnvFile(dir)).rejects.toMatchObject({
      code: 'env_unreadable',
      message: `${join(dir, '.env')} can't be read: ${reason}.`,
    });
    await expect(updateEnvFile(dir, { A: '1' })).rejects.toMatchObject({ code: 'env_unreadable' });
    expect((await readdir(dir)).toSorted()).toEqual(['.env', '.gitignore']);
  });
});

it.each<[string[], boolean | null]>([
  [['.env'], true],
  [['/.env'], true],
  [['**/.env'], true],
  [['.env*'], true],
  [['.*'], true],
  [['*.env  '], true],
  [['# .env'], null],
  [['.envrc', 'x.env', 'env', 'a/.env', '.env/'], null],
  [['.env*', '!.env'], false],
])('.gitignore of %j', (lines, verdict) => {
  expect(findVerdict(lines, '.env', true)).toBe(verdict);
});

it('accepts an anchored rule only for its own folder', () => {
  expect(findVerdict(['/.env'], '.env', false)).toBeNull();
});
