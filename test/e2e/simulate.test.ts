import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { simulateData } from '../../src/cli/output/json/schemas/simulate.ts';
import { makeCampaignFolder, removeFolder } from '../support/campaign-folder.ts';
import { runJson, runPrank } from '../support/run-prank.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'prank-'));
});
afterEach(() => rm(cwd, { recursive: true }));

const small = ['--prompts', '60', '--raters', '8', '--runs', '1'];

describe('prank simulate', () => {
  it('needs no campaign, gives the same result again, and writes its table', async () => {
    const words = ['simulate', ...small, '--overlap', '3,1', '--answers', '90', '--wave', '20', '--out', 'plan.csv'];
    const data = await runJson(words, { cwd });
    expect(data).toMatchObject({
      prompts: 60,
      raters: 8,
      answers_a_day: 16,
      fitted_to_answers: null,
      designs: [
        { overlap: 1, answers: 60, finished: 60, rated: 60 },
        { overlap: 3, answers: 180, finished: 60, rated: 60 },
      ],
      cut: {
        asked: true,
        answers: 90,
        designs: [
          { wave: 20, answers: 90 },
          { wave: 'all', answers: 90 },
        ],
      },
    });
    const table = await readFile(join(cwd, 'plan.csv'), 'utf8');
    expect(table.split('\r\n')).toHaveLength(6);
    expect(await runJson(words, { cwd })).toEqual(data);
  });

  it('includes raters at work at the same time, whose pages show what others have completed', async () => {
    const words = ['simulate', '--prompts', '400', '--raters', '60', '--runs', '1', '--overlap', '3', '--wave'];
    const wasted = async (wave: string, atOnce: string): Promise<number> => {
      const data = await runJson([...words, wave, '--at-once', atOnce], { cwd });
      expect(data).toMatchObject({ raters_at_once: Number(atOnce), wave: wave === 'auto' ? wave : Number(wave) });
      const [design] = simulateData.parse(data).designs;
      return design?.beyond_overlap ?? -1;
    };
    expect(await wasted('100', '1')).toBe(0);
    expect(await wasted('100', '20')).toBeGreaterThan(100);
    expect(await wasted('auto', '20')).toBeLessThan((await wasted('100', '20')) * 0.9);
  });

  it('prints a table and a sentence within 80 columns', async () => {
    const { stdout, exitCode } = await runPrank(['simulate', ...small], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('60 prompts, 8 raters');
    expect(stdout).toMatch(/Recommended: \d answers? a prompt/u);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('uses prank.yaml before anything is built', async () => {
    const dir = await makeCampaignFolder({ url: 'http://127.0.0.1:9', name: 'mine', prompts: ['One?'], overlap: 2 });
    const path = join(dir, 'prank.yaml');
    const all = await readFile(path, 'utf8');
    expect(await runJson(['simulate', '--runs', '1', '--overlap', '1'], { cwd: dir })).toMatchObject({ prompts: 1000 });
    await writeFile(path, all.replace('"take": "all"', '"take": 80'));
    expect(await runJson(['simulate', '--runs', '1', '--overlap', '1'], { cwd: dir })).toMatchObject({
      prompts: 80,
      overlap: 2,
      wave: 'all',
    });
    await writeFile(join(dir, 'prank.yaml'), 'nonsense: 1\n');
    expect(await runPrank(['simulate'], { cwd: dir })).toMatchObject({ exitCode: 2, stdout: '' });
    await removeFolder(dir);
  });

  it.each([
    [['--overlap', '5', '--raters', '3'], '5 answers a prompt need 5 raters or more'],
    [['--overlap', 'many'], 'whole numbers from 1 to 50'],
    [['--prompts', '0'], 'a whole number from 1'],
    [['--careless', '2'], 'a share from 0 to 1'],
    [['--wave', '-1'], 'a whole number from 1'],
    [['--out', 'plan.txt'], 'plan.txt does not say which format'],
    [['--config', 'missing.yaml'], 'missing.yaml'],
  ])('explains why it rejects %j', async (words, sentence) => {
    const { exitCode, stderr, stdout } = await runPrank(['simulate', ...words], { cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(sentence);
  });
});
