import { execFileSync } from 'node:child_process';
import { appendFile, chmod, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkClock, checkVersions } from '../../src/campaign/doctor/machine-checks.ts';
import { makeCampaignFolder, removeFolder } from '../support/campaign-folder.ts';
import { askDoctor, type DoctorRun, follow } from '../support/doctor-runs.ts';
import { type PrankRun, runPrank } from '../support/run-prank.ts';

let dir: string;
const run = (words: string[]): Promise<PrankRun> => runPrank(words, { cwd: dir });
const ask = (...words: string[]): Promise<DoctorRun> => askDoctor(run, words);
const shell = (command: string | null): Buffer => execFileSync('sh', ['-c', command ?? 'false'], { cwd: dir });
const at = (...parts: string[]): string => join(dir, ...parts);

async function change(edit: (config: Record<string, unknown>) => object): Promise<void> {
  await writeFile(at('prank.yaml'), JSON.stringify(edit(JSON.parse(await readFile(at('prank.yaml'), 'utf8')))));
}

beforeAll(async () => {
  dir = await makeCampaignFolder({ argilla: { local: true }, name: 'folder', prompts: ['Why?', 'How?'] });
  for (const command of ['build', 'deploy', 'push']) await run([command]);
  shell('git init --quiet && printf ".prank/\\n.env\\n" > .gitignore');
});
afterAll(() => removeFolder(dir));

interface Case {
  title: string;
  finding: string;
  says: RegExp;
  break: () => Promise<unknown>;
  /** Default: the commands that the fix names. */
  cure?: (fix: string | null) => unknown;
}

const past = new Date(Date.now() - 86_400_000);
const leftover = (): string => at('.prank', '.tmp-0123456789ab');

const cases: Case[] = [
  {
    title: 'a prank.yaml with faults',
    finding: 'config',
    says: /prank\.yaml:1:\d+: sed is not known|prank\.yaml:\d+:\d+: .*sed/u,
    break: () => change((config) => ({ ...config, sed: 1 })),
    cure: async (fix) => {
      expect(fix).toContain('Correct this');
      await change((config) => ({ ...config, sed: undefined }));
    },
  },
  {
    title: 'prompts of other settings',
    finding: 'prompts',
    says: /settings of prank\.yaml changed after the prompts were built/u,
    break: () => change((config) => ({ ...config, seed: 7 })),
  },
  {
    title: 'prompts that are not the locked ones',
    finding: 'prompts',
    says: /not those that prank\.lock\.json names/u,
    break: async () => {
      const lock = JSON.parse(await readFile(at('prank.lock.json'), 'utf8'));
      const prompts = { ...lock.prompts, sha256: 'a'.repeat(64) };
      await writeFile(at('prank.lock.json'), JSON.stringify({ ...lock, prompts, sha256: undefined }));
    },
  },
  {
    title: 'a lock that is missing',
    finding: 'prompts',
    says: /prank\.lock\.json is not there/u,
    break: () => rm(at('prank.lock.json')),
    cure: () => run(['build']),
  },
  {
    title: 'a lock after a merge',
    finding: 'prompts',
    says: /^prank\.lock\.json:1: a conflict marker of git/u,
    break: async () => {
      const lock = await readFile(at('prank.lock.json'), 'utf8');
      await writeFile(at('prank.lock.json'), `<<<<<<< HEAD\n${lock}=======\n>>>>>>> other\n`);
    },
    cure: async (fix) => {
      expect(fix).toContain('git checkout --ours prank.lock.json');
      await rm(at('prank.lock.json'));
      await run(['build']);
    },
  },
  {
    title: 'a lock of the folder that can not be read',
    finding: 'lock',
    says: /its lock \S+ can't be read \(it is a folder\)/u,
    break: () => mkdir(at('.prank', 'lock')),
    cure: () => rm(at('.prank', 'lock'), { recursive: true }),
  },
  {
    title: 'a damaged state of the last pull',
    finding: 'pull_state',
    says: /state\.json is damaged/u,
    break: async () => {
      await mkdir(at('.prank', 'ratings'), { recursive: true });
      await writeFile(at('.prank', 'ratings', 'state.json'), '{"at": "2026');
    },
    cure: async (fix) => {
      expect(fix).toContain('prank pull --full');
      await rm(at('.prank', 'ratings', 'state.json'));
      await run(['pull', '--full']);
    },
  },
  {
    title: 'a manifest that is missing',
    finding: 'manifest',
    says: /manifest of the build is missing/u,
    break: () => rm(at('.prank', 'manifest.json')),
  },
  {
    title: 'damaged prompts',
    finding: 'prompts',
    says: /is damaged: it is not the file that prank wrote/u,
    break: () => writeFile(at('.prank', 'prompts.parquet'), 'PAR1 no more'),
    cure: (fix) => {
      expect(fix).toContain('prank build');
      return run(['build']);
    },
  },
  {
    title: 'a .env that others can read',
    finding: 'env_file',
    says: /Others of this machine can read \.env/u,
    break: () => chmod(at('.env'), 0o644),
    cure: shell,
  },
  {
    title: 'a .env that others can read, to a repair',
    finding: 'env_file',
    says: /Others of this machine can read \.env/u,
    break: () => chmod(at('.env'), 0o644),
    cure: () => follow(run, 'prank doctor --repair'),
  },
  {
    title: 'a .env that git would take',
    finding: 'env_file',
    says: /\.gitignore does not cover \.env/u,
    break: () => writeFile(at('.gitignore'), '.prank/\n'),
    cure: shell,
  },
  {
    title: 'a lock of a process that is gone',
    finding: 'lock',
    says: /A lock was left behind by prank sync, process 4194305 on/u,
    break: () => {
      const holder = { pid: 4_194_305, host: hostname(), command: 'sync', startedAt: past.toISOString() };
      return writeFile(at('.prank', 'lock'), JSON.stringify(holder));
    },
  },
  {
    title: 'what a killed write left',
    finding: 'leftovers',
    says: /1 temporary file of killed writes/u,
    break: async () => {
      await writeFile(leftover(), 'half');
      await utimes(leftover(), past, past);
    },
  },
  {
    title: 'a damaged file of the ratings log',
    finding: 'ratings_log',
    says: /000001-damaged\.parquet in the ratings log is damaged/u,
    break: async () => {
      await mkdir(at('.prank', 'ratings'), { recursive: true });
      await writeFile(at('.prank', 'ratings', '000001-damaged.parquet'), 'PAR1 no more');
    },
    cure: async (fix) => {
      expect(fix).toContain('move it away and run `prank pull --full`.');
      await rm(at('.prank', 'ratings', '000001-damaged.parquet'));
      await run(['pull', '--full']);
    },
  },
];

describe('a finding', () => {
  it.each(cases)('of $title is reported and fixed by what it names', async (one) => {
    await one.break();
    const found = await ask();
    expect(found.names).toContain(one.finding);
    const { why, fix } = found.check(one.finding);
    expect(why).toMatch(one.says);
    expect(found.exitCode).toBe(6);
    await (one.cure ?? ((named) => follow(run, named)))(fix);
    expect((await ask()).names).not.toContain(one.finding);
  });
});

describe('a lock', () => {
  it('of somebody at work is not a finding, and stops a repair', async () => {
    const holder = { pid: process.pid, host: hostname(), command: 'sync', startedAt: new Date().toISOString() };
    await writeFile(at('.prank', 'lock'), JSON.stringify(holder));
    await chmod(at('.env'), 0o644);
    const { check } = await ask();
    expect(check('lock')).toMatchObject({ ok: null, fix: null });
    expect(check('lock').why).toContain('is at work here');
    const { exitCode, stdout } = await run(['doctor', '--repair', '--json']);
    expect(exitCode).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'lock_held' } });
    await rm(at('.prank', 'lock'));
    expect((await ask('--repair')).names).not.toContain('env_file');
  });
});

describe('a write in progress', () => {
  it('is not a leftover', async () => {
    await writeFile(leftover(), 'half');
    const { names, repairs } = await ask('--repair');
    expect(names).not.toContain('leftovers');
    expect(repairs).toEqual([]);
    expect(await readdir(at('.prank'))).toContain('.tmp-0123456789ab');
    await rm(leftover());
  });
});

describe('text from others', () => {
  it('moves no cursor of a terminal, and starts no command of CI', async () => {
    const holder = { pid: 4_194_305, host: hostname(), command: '\u001b[2Jsync\n::error::x', startedAt: '' };
    await writeFile(at('.prank', 'lock'), JSON.stringify(holder));
    const name = `\u001b[2J\n${'a '.repeat(20)}::error::y`;
    const { stdout, stderr } = await runPrank(['doctor', '--rater', name], { cwd: dir, env: { COLUMNS: '40' } });
    await rm(at('.prank', 'lock'));
    expect(`${stdout}${stderr}`).not.toContain('\u001b');
    expect(`${stdout}${stderr}`).not.toMatch(/^\s*::/mu);
  });
});

describe('without prank.yaml', () => {
  it('machine and token are checked, and the result says so', async () => {
    const bare = at('bare');
    await mkdir(bare);
    const { names, checks } = await askDoctor((words) =>
      runPrank([...words, '--config', 'none.yaml'], { cwd: bare, env: { HF_TOKEN: '' } }),
    );
    expect(names).toEqual(['config', 'token']);
    expect(checks.map(({ name }) => name)).toEqual(['versions', 'clock', 'config', 'token']);
  });
});

describe('the machine', () => {
  const machine = { version: '1.0.0', wantedNode: '>=20.19' };

  it.each([
    ['20.19.0', true],
    ['22.1.0', true],
    ['20.18.3', false],
    ['18.20.0', false],
  ])('with Node %s', (node, ok) => {
    const check = checkVersions({ ...machine, node });
    expect(check.ok).toBe(ok);
    expect(check.fix).toBe(ok ? null : 'https://nodejs.org/en/download');
  });

  it('whose clock agrees with one server knows which of them is wrong', () => {
    const check = checkClock(
      new Map([
        ['the Hub', { theirsMs: 1_000, oursMs: 2_000 }],
        ['Argilla', { theirsMs: 0, oursMs: 90_000 }],
      ]),
    );
    expect(check).toMatchObject({ ok: false, why: 'The clock here is 90 s ahead of that of Argilla.' });
    expect(check.fix).toBe('Set the clock of Argilla.');
  });
});

it('a report says what was repaired', async () => {
  await chmod(at('.env'), 0o644);
  await appendFile(at('.gitignore'), '');
  const { stdout } = await run(['doctor', '--repair', '--dry-run']);
  expect(stdout).toContain('Would be mended\n  ~ update  rights of .env: only you may read it (0600)');
  const { stdout: after } = await run(['doctor', '--repair']);
  expect(after).toContain('Mended\n  ~ update  rights of .env');
  expect(after).toMatch(/✓ env file: Only you can read \.env/u);
});
