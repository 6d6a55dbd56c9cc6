import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { startHub } from '../support/hub/start-hub.ts';
import { lintWorkflow } from '../support/lint-workflow.ts';
import { runJson, runPrank } from '../support/run-prank.ts';

const config = {
  name: 'rating',
  sources: [{ id: 'made', file: 'prompts.csv', prompt: 'prompt', license: 'cc0-1.0' }],
  argilla: { space: 'my-org/rating' },
  publish: { dataset: 'my-org/ranked', backup: 'my-org/backup', license: 'cc-by-4.0' },
};
// GitHub would evaluate it, it would end a YAML scalar, and a shell would run it.
const folder = `camp's \${{ secrets.HF_TOKEN }} "x" $(id) #`;

let root: string;
let dir: string;
let file: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'prank-'));
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  dir = join(root, folder);
  file = join(root, '.github', 'workflows', 'prank-rating.yml');
  await mkdir(dir);
  await writeFile(join(dir, 'prank.yaml'), JSON.stringify(config));
});
afterEach(() => rm(root, { recursive: true }));

const github = (...words: string[]) => runPrank(['schedule', '--on', 'github', ...words], { cwd: dir });
const githubJson = (...words: string[]) => runJson(['schedule', '--on', 'github', ...words], { cwd: dir });

describe('prank schedule --on github', () => {
  it('warns of a token here that ends, since it may become the secret of the runs', async () => {
    const hub = await startHub();
    try {
      const expiresAt = new Date(Date.now() + 300 * 24 * 3_600_000).toISOString();
      hub.addToken('organizer', { token: 'hf_for_a_year', role: 'write', expiresAt });
      const run = (token: string, ...words: string[]) =>
        runPrank(['schedule', '--on', 'github', ...words], {
          cwd: dir,
          env: { HF_ENDPOINT: hub.url, HF_TOKEN: token },
        });
      const warned = await run('hf_for_a_year', '--dry-run');
      expect(warned.exitCode).toBe(0);
      expect(warned.stderr).toContain('The Hugging Face token on this machine ends at 20');
      expect(warned.stderr).toContain('prank schedule --on github --oidc');
      for (const quiet of [await run('hf_organizer', '--dry-run'), await run('hf_for_a_year', '--dry-run', '--oidc')])
        expect(quiet).toMatchObject({ exitCode: 0, stderr: '' });
    } finally {
      await hub.close();
    }
  });

  it('writes a workflow at the root of the repository that runs in the folder of the campaign', async () => {
    const planned = await github('--dry-run');
    expect(planned).toMatchObject({ exitCode: 0, stderr: '' });
    expect(planned.stdout).toMatch(
      /^ {2}\+ create {2}program prank-rating\.tgz: .+\n {2}\+ create {2}workflow \S+: runs prank sync at \d+ \*\/6 \* \* \* \(UTC\)\n$/u,
    );
    expect(existsSync(file)).toBe(false);
    expect(existsSync(join(dir, 'prank-rating.tgz'))).toBe(false);

    const { stdout, exitCode } = await github();
    expect(exitCode).toBe(0);
    const text = await readFile(file, 'utf8');
    expect(await lintWorkflow(text)).toEqual([]);
    const [, , install, step] = parse(text).jobs.sync.steps;
    const packed = await readFile(join(dir, 'prank-rating.tgz'));
    expect(install.run).toContain(`'${createHash('sha512').update(packed).digest('hex')}  prank-rating.tgz'`);
    expect(install['working-directory']).toBe(step['working-directory']);
    expect(step.run).toBe('node "${RUNNER_TEMP:-/tmp}/prank-program"/bin/prank sync');
    expect(step['working-directory'].replace("${{ '${{' }}", '${{')).toBe(folder);
    for (const name of ['HF_TOKEN', 'ARGILLA_API_KEY', 'PRANK_PSEUDONYM_KEY']) {
      expect(stdout).toContain(`gh secret set ${name} `);
      expect(step.env[name]).toBe(`\${{ secrets.${name} }}`);
    }
  });

  it('the remaining steps it shows can be typed', async () => {
    const { next } = z.object({ next: z.array(z.string()) }).parse(await githubJson());
    await writeFile(join(root, '.gitignore'), '*.tgz\n');
    for (const line of next.filter((text) => text.startsWith('git add')))
      execFileSync('sh', ['-ec', line], { cwd: root });
    const staged = execFileSync('git', ['diff', '--cached', '--name-only', '-z'], { cwd: root, encoding: 'utf8' });
    expect(staged.split('\0')).toEqual([
      '.github/workflows/prank-rating.yml',
      `${folder}/prank-rating.tgz`,
      `${folder}/prank.yaml`,
      '',
    ]);
  });

  it('keeps what is right, and earlier choices', async () => {
    const cron = '7 1-23/2 * * MON-FRI';
    expect(await githubJson('--cron', cron, '--oidc')).toMatchObject({
      cron,
      steps: [{ action: 'create' }, { action: 'create' }],
    });
    const text = await readFile(file, 'utf8');
    expect(text).toContain('id-token: write');
    expect(text).not.toContain('HF_TOKEN: ');
    for (const page of ['datasets/my-org/backup', 'datasets/my-org/ranked', 'spaces/my-org/rating']) {
      expect(text).toContain(`https://huggingface.co/${page}/settings`);
    }
    expect(await githubJson()).toMatchObject({ cron, steps: [{ action: 'keep' }, { action: 'keep' }], next: [] });
    expect(await githubJson('--no-oidc', '--every', '1h')).toMatchObject({
      steps: [{ action: 'keep' }, { action: 'update' }],
    });
    expect(parse(await readFile(file, 'utf8'))).toMatchObject({ permissions: { contents: 'read' } });
    expect(await readFile(file, 'utf8')).not.toContain('id-token');
  });

  it('leaves alone what a person wrote, unless forced', async () => {
    await github();
    const changed = (await readFile(file, 'utf8')).replace('timeout-minutes: 60', 'timeout-minutes: 90');
    await writeFile(file, changed);
    for (const words of [[], ['--every', '1h'], ['--remove'], ['--dry-run']]) {
      const { exitCode, stderr } = await github(...words);
      expect(exitCode).toBe(5);
      expect(stderr).toContain('was changed by hand');
      expect(stderr).toContain('--force');
    }
    expect(await readFile(file, 'utf8')).toBe(changed);
    await githubJson('--force');
    expect(await readFile(file, 'utf8')).not.toBe(changed);

    await writeFile(file, 'on: push\njobs: {}\n');
    const { exitCode, stdout } = await github('--json');
    expect(exitCode).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'schedule_foreign_file' } });
  });

  it('replaces a workflow of an older prank that fetched whatever has that name', async () => {
    await github();
    // As prank 0.1.0 wrote it, with its checksum.
    const body =
      'name: "prank sync rating"\n\non:\n  schedule:\n    - cron: "3 */6 * * *"\nrun: npx --yes prank@0.1.0 sync\n';
    const sum = createHash('sha256').update(body).digest('hex').slice(0, 16);
    await writeFile(file, `# Made by prank schedule --on github, sum ${sum}. A change by hand is kept.\n${body}`);
    expect(await githubJson()).toMatchObject({
      cron: '3 */6 * * *',
      steps: [{ action: 'keep' }, { action: 'update' }],
    });
    expect(await readFile(file, 'utf8')).not.toContain('npx');
  });

  it('leaves a packed file alone that it did not write', async () => {
    await writeFile(join(dir, 'prank-rating.tgz'), 'mine');
    const { exitCode, stderr } = await github();
    expect(exitCode).toBe(5);
    expect(stderr).toContain('prank-rating.tgz is not from prank schedule');
    expect(await readFile(join(dir, 'prank-rating.tgz'), 'utf8')).toBe('mine');
    expect(existsSync(file)).toBe(false);
  });

  it('accepts another source, remembers it, and drops the file that nobody installs', async () => {
    const from = `git+https://example.org/me/prank.git#${'0a'.repeat(20)}`;
    await github();
    expect(await githubJson('--from', from)).toMatchObject({
      program: null,
      steps: [{ action: 'delete' }, { action: 'update' }],
    });
    expect(existsSync(join(dir, 'prank-rating.tgz'))).toBe(false);
    expect(await githubJson()).toMatchObject({ steps: [{ action: 'keep' }], next: [] });
    expect(await githubJson('--from', 'vendored')).toMatchObject({
      steps: [{ action: 'create' }, { action: 'update' }],
    });
  });

  it('passes on the login of a proxy in front of Argilla as a secret, and writes it nowhere', async () => {
    const changed = { ...config, argilla: { url: 'https://argilla.example.org' } };
    await writeFile(join(dir, 'prank.yaml'), JSON.stringify(changed));
    await writeFile(join(dir, '.env'), 'ARGILLA_API_URL=https://me:canary-1@argilla.example.org\n', { mode: 0o600 });
    const { stdout, stderr } = await github();
    expect(stdout).toContain('gh secret set ARGILLA_API_URL ');
    const text = await readFile(file, 'utf8');
    expect(text).toContain('ARGILLA_API_URL: ${{ secrets.ARGILLA_API_URL }}');
    expect(text + stdout + stderr).not.toContain('canary-1');
  });

  it('removes it, or nothing if there is none', async () => {
    await github();
    expect(await githubJson('--remove', '--dry-run')).toMatchObject({
      steps: [{ action: 'delete' }, { action: 'delete' }],
    });
    expect(existsSync(file)).toBe(true);
    const { next, ...removed } = await githubJson('--remove');
    expect(removed).toMatchObject({ cron: null, steps: [{ action: 'delete' }, { action: 'delete' }] });
    expect(next).toContain('git push');
    expect(existsSync(file)).toBe(false);
    expect(existsSync(join(dir, 'prank-rating.tgz'))).toBe(false);
    expect(await githubJson('--remove')).toMatchObject({ steps: [{ action: 'keep' }], next: [] });
  });

  it('names a campaign file of another name by its path in git, also through a link', async () => {
    await writeFile(join(dir, "b's.yaml"), JSON.stringify({ ...config, name: 'other' }));
    const link = join(root, '..', `${root.split('/').at(-1) ?? ''}-link`);
    await symlink(dir, link);
    try {
      await runJson(['-c', join(link, "b's.yaml"), 'schedule', '--on', 'github'], { cwd: tmpdir() });
    } finally {
      await rm(link);
    }
    const text = await readFile(join(root, '.github', 'workflows', 'prank-other.yml'), 'utf8');
    const [, , , step] = parse(text).jobs.sync.steps;
    expect(step.env.PRANK_CONFIG).toBe("b's.yaml");
    expect(step['working-directory'].replace("${{ '${{' }}", '${{')).toBe(folder);
  });

  it('warns if there is no repository, and writes beside prank.yaml', async () => {
    await rm(join(root, '.git'), { recursive: true });
    const { stderr } = await github();
    expect(stderr).toContain('is not in a git repository');
    const text = await readFile(join(dir, '.github', 'workflows', 'prank-rating.yml'), 'utf8');
    expect(text).not.toContain('working-directory');
  });

  it.each<[string, object, string]>([
    ['a server of this machine', { argilla: { local: true } }, 'schedule_local'],
    ['no backup', { publish: { license: 'cc-by-4.0' } }, 'schedule_needs_backup'],
  ])('refuses %s', async (_, change, code) => {
    await writeFile(join(dir, 'prank.yaml'), JSON.stringify({ ...config, ...change }));
    for (const place of ['github', 'hub']) {
      const { exitCode, stdout } = await runPrank(['schedule', '--on', place, '--json'], { cwd: dir });
      expect(exitCode).toBe(2);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code } });
    }
  });

  it.each([
    [['schedule'], "required option '--on <place>' not specified"],
    [['schedule', '--on', 'moon'], 'Allowed choices are github, hub.'],
    [['schedule', '--on', 'github', '--every', '7h'], 'Allowed choices are 10m'],
    [['schedule', '--on', 'github', '--every', '1h', '--cron', '1 1 1 1 1'], 'cannot be used with'],
    [['schedule', '--on', 'github', '--cron', '* * * * *'], 'less than 5 minutes apart'],
    [['schedule', '--on', 'hub', '--oidc'], 'belong to --on github'],
    [['schedule', '--on', 'hub', '--from', 'npm'], 'belong to --on github'],
    [['schedule', '--on', 'github', '--from', 'git+https://example.org/prank.git#main'], 'commit id of 40 hex digits'],
  ])('prank %j says what is wrong', async (words, message) => {
    const { exitCode, stderr } = await runPrank(words, { cwd: dir });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
