import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findConfig } from '../../src/config/find-config.ts';
import { loadCampaign } from '../../src/config/load-campaign.ts';
import { soundConfig } from './broken-configs.ts';

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  path = join(dir, 'prank.yaml');
});
afterEach(() => rm(dir, { recursive: true }));

describe('loadCampaign', () => {
  it('reads the config and its guidelines', async () => {
    await writeFile(path, `${soundConfig}task: {guidelines: docs/how.md}\n`);
    await mkdir(join(dir, 'docs'));
    await writeFile(join(dir, 'docs/how.md'), '\uFEFF# How\n');
    expect(await loadCampaign(path)).toMatchObject({ name: 'x', dir, task: { guidelines: '# How\n' } });
  });

  it('takes empty guidelines as none', async () => {
    await writeFile(path, `${soundConfig}task: {guidelines: how.md}\n`);
    await writeFile(join(dir, 'how.md'), ' \n');
    expect((await loadCampaign(path)).task.guidelines).toBeNull();
  });

  it('counts characters of guidelines and not bytes', async () => {
    await writeFile(path, `${soundConfig}task: {guidelines: how.md}\n`);
    await writeFile(join(dir, 'how.md'), '😀'.repeat(10_000));
    expect((await loadCampaign(path)).task.guidelines).toHaveLength(20_000);
  });

  it.each<[string, string | Uint8Array | null, string]>([
    ['missing', null, 'which does not exist; write the file, or remove the line'],
    ['in another encoding', Uint8Array.of(0x47, 0xfc), 'which is not UTF-8 text; write the file, or remove the line'],
    ['too long', 'x'.repeat(10_001), 'with 10001 characters; Argilla takes 10000 at most'],
  ])('reports guidelines that are %s together with the other faults', async (_, content, problem) => {
    await writeFile(path, `${soundConfig}task: {guidelines: how.md, overlap: 0}\n`);
    if (content !== null) await writeFile(join(dir, 'how.md'), content);
    const separator = problem.startsWith('with') ? ' ' : ', ';
    await expect(loadCampaign(path)).rejects.toMatchObject({
      code: 'config_invalid',
      message: [
        `${path}:7:20: task.guidelines is \`how.md\`${separator}${problem}`,
        `${path}:7:37: task.overlap is \`0\`; allowed: a whole number from 1`,
      ].join('\n'),
    });
  });

  it('says how to begin if there is no file', async () => {
    await expect(loadCampaign(path)).rejects.toMatchObject({
      code: 'config_missing',
      hint: 'Make a campaign here with: prank init',
    });
  });

  it('distinguishes a folder from a file', async () => {
    await expect(loadCampaign(dir)).rejects.toMatchObject({
      code: 'config_unreadable',
      message: `${dir} is a folder.`,
    });
  });

  it.each<[string, Uint8Array]>([
    ['is not UTF-8 text', Uint8Array.of(0xff, 0xfe, 0x6e, 0x00)],
    ['is larger than 1 MB', new Uint8Array(1_000_001).fill(0x23)],
  ])('refuses a file that %s', async (problem, content) => {
    await writeFile(path, content);
    await expect(loadCampaign(path)).rejects.toMatchObject({
      code: 'config_unreadable',
      message: `${path} ${problem}.`,
    });
  });
});

describe('an unreadable campaign file', () => {
  it.each([
    ['a folder', () => mkdir(path), 'is a folder'],
    ['a link to itself', () => symlink('prank.yaml', path), "can't be read: its links lead in a circle"],
  ])('is not a missing one: %s', async (_, make, problem) => {
    await make();
    await expect(loadCampaign(path)).rejects.toMatchObject({
      code: 'config_unreadable',
      message: `${path} ${problem}.`,
    });
  });

  it('is not a missing one below a file, either', async () => {
    await writeFile(path, soundConfig);
    await expect(loadCampaign(join(path, 'x.yaml'))).rejects.toMatchObject({ code: 'config_unreadable' });
  });
});

describe('findConfig', () => {
  it("does not go on to the campaign of a folder above if it can't look at this one", async () => {
    await writeFile(path, soundConfig);
    await mkdir(join(dir, 'a'));
    await symlink('prank.yaml', join(dir, 'a', 'prank.yaml'));
    await expect(findConfig(join(dir, 'a'))).rejects.toMatchObject({ code: 'file_unreadable' });
  });

  it('finds the nearest file above', async () => {
    await mkdir(join(dir, 'a/b/prank.yaml'), { recursive: true });
    await writeFile(join(dir, 'a/prank.yaml'), '');
    await writeFile(path, '');
    expect(await findConfig(join(dir, 'a/b'))).toBe(join(dir, 'a/prank.yaml'));
    expect(await findConfig(dir)).toBe(path);
  });

  it('says how to begin if there is none', async () => {
    await expect(findConfig(dir)).rejects.toMatchObject({
      code: 'config_missing',
      message: `There is no prank.yaml in ${dir} or a folder above it.`,
    });
  });
});
