import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runPrank } from '../support/run-prank.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'prank-'));
});
afterEach(() => rm(cwd, { recursive: true }));

describe('the command line', () => {
  it('prints its version and nothing else', async () => {
    const run = await runPrank(['--version'], { cwd });
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('lists every command in its help', async () => {
    const { stdout, exitCode } = await runPrank(['--help'], { cwd });
    expect(exitCode).toBe(0);
    for (const command of ['init', 'build', 'deploy', 'push', 'pull', 'rank', 'publish', 'serve', 'demo']) {
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    }
  });

  const mistakes: [string, string[], string][] = [
    ['an unknown command', ['biuld'], "unknown command 'biuld'\n(Did you mean build?)"],
    ['an unknown option', ['build', '--chek'], "unknown option '--chek'\n(Did you mean --check?)"],
    ['a missing value', ['rank', '--out'], "option '--out <file>' argument missing"],
    [
      'a bad number',
      ['rank', '--top', 'many'],
      "option '--top <n>' argument 'many' is invalid. It must be a whole number.",
    ],
    [
      'a bad port',
      ['serve', '--port', '70000'],
      "option '--port <n>' argument '70000' is invalid. It must be a number from 0 to 65535.",
    ],
    [
      'an unknown preset',
      ['init', '--preset', 'big'],
      "option '--preset <name>' argument 'big' is invalid. Allowed choices are quickstart, dibt-10k, blank.",
    ],
    [
      'two servers',
      ['init', '--local', '--url', 'http://x'],
      'A campaign has one server: give one of --space, --url and --local.',
    ],
    ['a campaign that is not there', ['build', '-c', 'none.yaml'], 'There is no '],
    ['a folder without a campaign', ['push'], 'prank.yaml'],
    ['a ranking in no known form', ['rank', '--out', 'ranking.xls'], 'ranking.xls'],
  ];
  it.each(mistakes)('names %s and exits with 2', async (_, words, message) => {
    const run = await runPrank(words, { cwd });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain(message);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect(run.stdout).toBe('');
    expect(await readdir(cwd)).toEqual([]);
  });

  it.each(mistakes)('reports %s as one JSON document, too', async (_, words, message) => {
    const run = await runPrank([...words, '--json'], { cwd });
    const document: unknown = JSON.parse(run.stdout);
    expect(run.exitCode).toBe(2);
    expect(document).toMatchObject({ ok: false, error: { message: expect.stringContaining(message) } });
  });

  it.each([
    [['init', 'Mein Projekt 2!'], 'mein-projekt-2'],
    [['init', 'Mine_2'], 'Mine_2'],
    [['init', 'x', '--name', 'other'], 'other'],
    [['init', '!!!'], 'quickstart'],
  ])('names a campaign after its folder: prank %j', async (words, name) => {
    const run = await runPrank([...words, '--json'], { cwd });
    const { data } = JSON.parse(run.stdout);
    expect(data).toMatchObject({ name, target: { type: 'local' } });
    expect(await readFile(join(cwd, words[1] ?? '', 'prank.yaml'), 'utf8')).toMatch(
      new RegExp(`^name: ${name} `, 'mu'),
    );
    const says =
      /The campaign is named mein-projekt-2, after its folder "Mein Projekt 2!"|keeps the name of the preset/u;
    expect(says.test(run.stderr)).toBe(/[!]/u.test(words[1] ?? ''));
  });

  it('says which target a new campaign has, how to change it, and what to type next', async () => {
    const first = await runPrank(['init', 'my ranking', '--space', 'me/rating'], { cwd });
    expect(first.stdout).toContain('Campaign my-ranking: ');
    expect(first.stdout).toContain(
      'Raters answer on the Space me/rating (argilla: {space: …}), which prank deploy creates.',
    );
    expect(first.stdout).toContain(
      'edit `argilla` in prank.yaml, or run prank init again with --force and --url or --local',
    );
    expect(first.stdout).toContain("cd 'my ranking' && prank build");
    const dir = join(cwd, 'my ranking');
    const here = await runPrank(['init', '.', '--force'], { cwd: dir });
    expect(here.stdout).toContain('Campaign my-ranking: ');
    expect(here.stdout).toContain('Raters answer on this machine (argilla: {local: true}).');
    expect(here.stdout).toMatch(/then prank build\n$/u);
  });

  it('never prints the key that it was given', async () => {
    const key = 'very-secret-key-0123456789';
    await writeFile(join(cwd, 'prompts.csv'), 'prompt\nWhat is the answer to this question?\n');
    const config =
      'name: x\nsources: [{id: a, file: prompts.csv, prompt: prompt, kind: human, take: all}]\nargilla: {url: "http://127.0.0.1:9"}\n';
    await writeFile(join(cwd, 'prank.yaml'), config);
    const run = await runPrank(['deploy', '--json', '-v'], { cwd, env: { ARGILLA_API_KEY: key } });
    expect(run.exitCode).toBe(4);
    expect(run.stdout + run.stderr).not.toContain(key);
    expect(JSON.parse(run.stdout)).toMatchObject({
      ok: false,
      error: { code: 'argilla_unreachable', hint: expect.stringContaining('prank serve') },
    });
  });
});
