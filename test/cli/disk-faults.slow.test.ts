import { spawn, spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bin, runJson } from '../support/run-prank.ts';

let made: string;
let dir: string;
beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'prank-'));
  await runJson(['init', '--preset', 'quickstart', '--local'], { cwd: made });
  await runJson(['build'], { cwd: made });
  dir = await mkdtemp(join(tmpdir(), 'prank-disk-'));
});
afterAll(async () => {
  await rm(made, { recursive: true });
  await rm(dir, { recursive: true });
});

/** Runs a shell command in which `$prank` is the program, and returns its exit code and standard error. */
function shell(command: string): Promise<{ exitCode: number | null; stderr: string }> {
  const env = { PATH: process.env['PATH'], HOME: dir, prank: `${process.execPath} ${bin}` };
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', command], { cwd: dir, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('close', (exitCode) => resolve({ exitCode, stderr }));
  });
}

describe('standard output', () => {
  it.each([
    ['on a full disk', '$prank explain > /dev/full', 'the disk is full'],
    ['on a full disk, with the help', '$prank --help > /dev/full', 'the disk is full'],
    ['on a full disk, as JSON', '$prank explain lock_held --json > /dev/full', 'the disk is full'],
  ])('%s is no bug', async (_, command, why) => {
    const run = await shell(command);
    expect(run.exitCode, run.stderr).toBe(2);
    expect(run.stderr.split('\n')[0]).toBe(`error: Standard output can't be written: ${why}.`);
    expect(run.stderr).toMatch(/next: .*\nmore: .*prank explain output_failed\n$/u);
  });
});

describe('a reader that has seen enough, as head has', () => {
  const commands = ['--help', '--version', 'status --help', 'explain', 'explain lock_held --json', 'completion bash'];
  it.each(commands)('ends prank %s without a word', async (words) => {
    const command = `{ sleep 1; $prank ${words}; echo $? > code; } | true; exit $(cat code)`;
    expect(await shell(command)).toEqual({ exitCode: 0, stderr: '' });
    expect(await shell(`$prank ${words} | head -1`)).toEqual({ exitCode: 0, stderr: '' });
  });

  it('ends prank status --watch, which would go on otherwise', async () => {
    const watch = `cd ${made} && { sleep 1; timeout 60 $prank status --watch 2; echo $? > code; } | true; exit $(cat code)`;
    expect(await shell(watch)).toEqual({ exitCode: 0, stderr: '' });
  });
});

const mayMount =
  spawnSync('sh', ['-c', 'd=$(mktemp -d) && mount -t tmpfs tmpfs $d && umount $d; rmdir $d']).status === 0;

/** Returns the exit code. */
function asRoot(command: string, disk: string): number | null {
  return spawnSync('sh', ['-c', command, disk]).status;
}

/** A campaign on a disk of its own. */
async function withDisk(options: string, work: (disk: string) => Promise<void>): Promise<void> {
  const disk = join(dir, 'disk');
  await mkdir(disk, { recursive: true });
  asRoot('mount -t tmpfs tmpfs "$0"', disk);
  try {
    await cp(made, disk, { recursive: true });
    expect(asRoot(`mount -o remount,${options} "$0"`, disk)).toBe(0);
    await work(disk);
  } finally {
    asRoot('umount "$0"', disk);
  }
}

describe.skipIf(!mayMount)('a read-only disk', () => {
  it('refuses what writes, and lets everything else through', async () => {
    await withDisk('ro', async (disk) => {
      const at = (...parts: string[]): string => join(disk, ...parts);
      const readOnly = 'the disk can only be read';
      const rows: [string, string][] = [
        ['build', `error: ${at('.prank', 'lock')} can't be written: ${readOnly}.`],
        ['push', `error: ${at('.prank', 'lock')} can't be written: ${readOnly}.`],
        ['pull', `error: ${at('.prank', 'lock')} can't be written: ${readOnly}.`],
        ['init x', `error: ${at('x', '.gitignore')} can't be written: ${readOnly}.`],
        ['build --plan', ''],
        ['build --check', ''],
        ['build --explain', ''],
        ['status --no-server', ''],
        ['deploy --dry-run', ''],
      ];
      for (const [words, sentence] of rows) {
        const run = await shell(`cd disk && $prank ${words}`);
        expect(run.stderr.split('\n').find((line) => line.startsWith('error:')) ?? '', words).toBe(sentence);
        expect(run.exitCode, words).toBe(sentence === '' ? 0 : 2);
      }
    });
  });
});

describe.skipIf(!mayMount)('a full disk', () => {
  it('stops a build, which leaves everything as it was', async () => {
    await withDisk('size=1m', async (disk) => {
      await rm(join(disk, '.prank'), { recursive: true });
      await shell('dd if=/dev/zero of=disk/filler bs=4k');
      const before = await readdir(disk, { recursive: true });
      const run = await shell('cd disk && $prank build');
      expect(run.stderr.split('\n')[0]).toMatch(/^error: \S+ can't be written: the disk is full\.$/u);
      expect(run.exitCode).toBe(2);
      expect(await readdir(disk, { recursive: true })).toEqual(before);
      await writeFile(join(disk, 'filler'), '');
      expect((await shell('cd disk && $prank build')).exitCode).toBe(0);
    });
  });
});

const caps = '-dac_override,-dac_read_search';
const plainUser = process.getuid?.() === 0 ? `setpriv --bounding-set=${caps} --inh-caps=${caps}` : '';
const mayDrop = plainUser === '' || spawnSync('sh', ['-c', `${plainUser} true`]).status === 0;

describe.skipIf(!mayDrop)('a missing permission', () => {
  it.each([
    ['for a source', 'data/classics.csv', "data/classics.csv can't be read: permission denied."],
    ['for prank.yaml', 'prank.yaml', /^error: \S+prank\.yaml can't be read/u],
    ['for the folder', '.', /^error: \S+ can't be written: you may not write there\.$/u],
    ['for .prank', '.prank', /^error: \S+\.prank\S* can't be written: you may not write there\.$/u],
  ])('%s is for the user to fix', async (_, path, sentence) => {
    const copy = join(dir, 'copy');
    await cp(made, copy, { recursive: true });
    if (path === '.') await rm(join(copy, '.prank'), { recursive: true });
    const isFolder = path.startsWith('.');
    const run = await shell(
      `cd copy && chmod ${isFolder ? '555' : '0'} ${path} && ${plainUser} $prank build; code=$?; chmod 755 ${path}; exit $code`,
    );
    await rm(copy, { recursive: true });
    const [first = ''] = run.stderr.split('\n');
    expect(first).toMatch(sentence);
    expect(run.exitCode).toBe(2);
  });
});
