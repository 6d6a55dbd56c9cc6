import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Chalk } from 'chalk';
import fc from 'fast-check';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConnection } from '../../src/argilla/connection.ts';
import type { Check } from '../../src/campaign/doctor/check.ts';
import { examineRater } from '../../src/campaign/doctor/rater-checks.ts';
import { renderDemo } from '../../src/cli/output/human/demo.ts';
import { renderDoctor } from '../../src/cli/output/human/doctor.ts';
import { adviseAfterStop } from '../../src/cli/run-command.ts';
import { campaign } from '../release/release-input.ts';
import { hostileWords } from '../support/hostile-texts.ts';
import { runPrank } from '../support/run-prank.ts';
import { typeCommands } from '../support/typed-commands.ts';

const script = fileURLToPath(new URL('../../bin/prank.js', import.meta.url));
let cwd: string;
beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'prank-')));
});
afterEach(() => {
  nock.cleanAll();
  rmSync(cwd, { recursive: true });
});

const hostileFolders = ['my camp2 $(touch canary)', "it's `touch canary`", '; touch canary #', '-P', 'two\nlines'];

describe('the next step after init', () => {
  it.each(hostileFolders)('goes to the folder %j', async (dir) => {
    const { stdout, exitCode } = await runPrank(['init', '--local', '--', dir], { cwd });
    expect(exitCode).toBe(0);
    const [, next = ''] = stdout.split('Next: look at prank.yaml, then ');
    expect(typeCommands(next, { folders: [dir] })).toEqual([{ words: ['build'], cwd: dir }]);
  });
});

describe('the hint about a missing campaign', () => {
  it.each(hostileFolders)('makes it in %j', async (dir) => {
    const { stdout } = await runPrank(['build', '--json', '-c', `${dir}/x.yaml`], { cwd });
    const folder = dir.startsWith('-') ? `./${dir}` : dir;
    expect(typeCommands(JSON.parse(stdout).error.hint)).toEqual([{ words: ['init', folder], cwd: '' }]);
  });

  it('names no folder if it is the current one', async () => {
    const { stdout } = await runPrank(['build', '--json', '-c', 'x.yaml'], { cwd });
    expect(JSON.parse(stdout).error.hint).toBe('prank init');
  });
});

describe('what the doctor says about one rater', () => {
  const url = 'http://argilla.test';
  const [workspaceId, userId] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
  const connection = openConnection({ url, apiKey: 'owner.key', userAgent: 'prank/test' });

  async function examine(name: string, usernames: readonly string[], type: 'local' | 'url'): Promise<Check> {
    const target = type === 'local' ? { type } : { type, url };
    const [check] = await examineRater(connection, {
      campaign: { ...campaign(), target },
      workspace: { id: workspaceId, name: 'rating' },
      users: usernames.map((username) => ({ id: userId, username, firstName: '', lastName: null, role: 'annotator' })),
      log: null,
      forgotten: new Map(),
      records: null,
      url,
      name,
    });
    if (check === undefined) throw new Error('nothing was said');
    return check;
  }

  const names = hostileWords.filter((name) => name !== '');

  it('lets them in by their real name', async () => {
    nock(url).persist().get(`/api/v1/users/${userId}/workspaces`).reply(200, { items: [] });
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        const { fix } = await examine(name, [name], 'url');
        expect(typeCommands(fix ?? '')).toEqual([{ words: ['doctor', '--rater', name, '--repair'], cwd: '' }]);
      }),
      { numRuns: 20 },
    );
  });

  it('makes their account by the name that was asked for', async () => {
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        const { fix } = await examine(name, [], 'local');
        expect(typeCommands(fix ?? '')).toEqual([{ words: ['serve', '--rater', name], cwd: '' }]);
      }),
      { numRuns: 20 },
    );
  });

  it('finds them by a name from the server that differs in case', async () => {
    const there = "ADA $(touch canary) 'X\n";
    const { fix } = await examine(there.toLowerCase(), [there], 'url');
    expect(typeCommands(fix ?? '')).toEqual([{ words: ['doctor', '--rater', there], cwd: '' }]);
  });

  it('is on one line that can be copied, however narrow the terminal', async () => {
    const name = `ada ${'$(touch canary) '.repeat(5)}`;
    const check = await examine(name, [], 'local');
    const style = { width: 40, unicode: false, paint: new Chalk({ level: 0 }) };
    const shown = renderDoctor({ checks: [check], repairs: [] }, { dryRun: false }, style);
    const [, command = ''] = /-> (prank .*)/u.exec(shown) ?? [];
    expect(typeCommands(command)).toEqual([{ words: ['serve', '--rater', name], cwd: '' }]);
  });
});

it('after a stop the same command line is shown', () => {
  fc.assert(
    fc.property(fc.array(hostileWords, { maxLength: 4 }), (words) => {
      const [, command = ''] = adviseAfterStop('rank', ['rank', ...words]).split('To go on: ');
      expect(typeCommands(command)).toEqual([{ words: ['rank', ...words], cwd: '' }]);
    }),
    { numRuns: 20 },
  );
});

it.each(hostileFolders)('a demo in %j shows commands for that folder', (dir) => {
  const text = renderDemo(
    {
      prompts: 1,
      raters: 1,
      answers: {
        new: 0,
        changed: 0,
        deleted: 0,
        total: 3,
        raters: 1,
        unmatched: 0,
        mismatched: 0,
        unchanged: false,
        backup: null,
      },
      release: {
        dir,
        rows: 1,
        changed: true,
        tag: null,
        commit: null,
        held: null,
        foreignFiles: [],
        dashboard: { file: 'dashboard.html', space: null },
      },
    },
    dir,
  );
  const commands = text.split(/^ {2}(?=cd |prank )/mu).slice(1);
  const typed = commands.flatMap((line) => typeCommands(line.split('\n')[0] ?? '', { folders: [dir] }));
  expect(typed).toEqual([
    { words: ['rank', '--top', '10'], cwd: dir },
    { words: ['serve', '--rater', 'me'], cwd: dir },
    { words: ['init', 'my-campaign'], cwd: '' },
  ]);
});

it('started by the path of its file, prank shows commands of that form', () => {
  const { stdout } = spawnSync(process.execPath, [script, 'biuld', '--json'], { cwd, encoding: 'utf8', env: {} });
  const { hint } = JSON.parse(stdout).error;
  expect(hint).toBe(`node ${script} --help`);
  expect(execFileSync('bash', ['-c', hint], { cwd, encoding: 'utf8' })).toContain('Usage: prank');
});
