import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCampaign } from '../../src/config/load-campaign.ts';
import { startHub, type StandInHub } from '../support/hub/start-hub.ts';
import { collect, type PrankRun, runJson, runPrank, startPrank } from '../support/run-prank.ts';

const config = {
  name: 'rating',
  sources: [{ id: 'made', file: 'prompts.csv', prompt: 'prompt', license: 'cc0-1.0' }],
  task: { guidelines: '../shared/guidelines.md', overlap: 3 },
  argilla: { space: 'organizer/rating' },
  publish: { dataset: 'organizer/ranked', backup: 'organizer/backup', license: 'cc-by-4.0' },
};
const createPath = 'POST /api/scheduled-jobs/organizer';
const secrets = { HF_TOKEN: 'hf_organizer', ARGILLA_API_KEY: 'owner-key-1', PRANK_PSEUDONYM_KEY: 'ab'.repeat(32) };

let hub: StandInHub;
let root: string;
let dir: string;

beforeEach(async () => {
  hub = await startHub();
  root = await mkdtemp(join(tmpdir(), 'prank-'));
  dir = join(root, 'campaign');
  await mkdir(dir);
  await mkdir(join(root, 'shared'));
  await writeFile(join(root, 'shared', 'guidelines.md'), '# Rate it\'s `quality`\n$(id) "x"\n');
  await writeConfig({});
});
afterEach(async () => {
  expect(hub.unknown).toEqual([]);
  await hub.close();
  await rm(root, { recursive: true });
});

function writeConfig(change: object): Promise<void> {
  return writeFile(join(dir, 'prank.yaml'), JSON.stringify({ ...config, ...change }));
}

const options = (env: Record<string, string> = {}) => ({ cwd: dir, env: { HF_ENDPOINT: hub.url, ...secrets, ...env } });
const onHub = (words: string[] = [], env?: Record<string, string>) =>
  runJson(['schedule', '--on', 'hub', ...words], options(env));

async function fail(words: string[] = [], env?: Record<string, string>) {
  const { exitCode, stdout, stderr } = await runPrank(['schedule', '--on', 'hub', ...words, '--json'], options(env));
  for (const value of Object.values(secrets)) expect(stdout + stderr).not.toContain(value);
  return { exitCode, ...JSON.parse(stdout).error };
}

/** The step that comes with every job. */
const stored = expect.objectContaining({ target: 'program in organizer/backup' });
const jobs = () => hub.jobs('organizer');

/** Runs the job like the Hub, with an npm that installs only the packages of this checkout. */
function runJob(folder: string): Promise<PrankRun> {
  const bin = join(root, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(
    join(bin, 'npm'),
    `#!/bin/sh\nenv > "$TMPDIR/npm-env"\nln -sfn ${resolve('node_modules')} node_modules\n`,
    {
      mode: 0o755,
    },
  );
  const { command = [], environment = {}, secrets: given } = jobs()[0]?.spec ?? {};
  const [program = '', ...words] = command;
  const PATH = `${bin}:${dirname(process.execPath)}:/usr/bin:/bin`;
  const env = { ...environment, ...given, PATH, TMPDIR: folder, HOME: folder, HF_ENDPOINT: hub.url };
  return collect(spawn(program, words, { env, stdio: ['ignore', 'pipe', 'pipe'] }));
}

describe('prank schedule --on hub', () => {
  it('gives no secret to npm, and stops before any is set if one byte of the program differs', async () => {
    await onHub();
    await runJob(root);
    const seen = await readFile(join(root, 'npm-env'), 'utf8');
    for (const [name, value] of Object.entries(secrets))
      expect(seen).not.toMatch(new RegExp(`^${name}=|${value}`, 'mu'));

    const repo = hub.repo('dataset', 'organizer/backup');
    const path = repo.files().find((name) => name.startsWith('program/')) ?? '';
    const bytes = Buffer.from(repo.read(path));
    bytes[1000] = (bytes[1000] ?? 0) ^ 1;
    repo.commit({ [path]: bytes });
    const job = jobs()[0];
    if (job !== undefined) job.spec.environment['PRANK_PROGRAM_COMMIT'] = repo.head;
    await rm(join(root, 'npm-env'));
    const { exitCode, stderr } = await runJob(root);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      `${path} of organizer/backup is not the program that was scheduled. Run prank schedule --on hub again.\n`,
    );
    expect(existsSync(join(root, 'npm-env'))).toBe(false);
  });

  it('refuses a token that ends, and a login, which a job could not renew', async () => {
    const endMs = Date.now() + 300 * 24 * 3_600_000;
    const expiresAt = new Date(endMs).toISOString();
    hub.addToken('organizer', { token: 'hf_for_a_year', role: 'write', expiresAt });
    const refused = { exitCode: 2, code: 'schedule_token_ends', details: { ends_at: expiresAt } };
    expect(await fail([], { HF_TOKEN: 'hf_for_a_year' })).toMatchObject(refused);
    expect(await fail(['--dry-run'], { HF_TOKEN: 'hf_for_a_year' })).toMatchObject(refused);

    hub.addLogin('organizer', { token: 'hf_oauth_login', refreshToken: 'refresh', expiresAt });
    const home = join(root, 'hf');
    await mkdir(home);
    await writeFile(join(home, 'token'), 'hf_oauth_login');
    const section = [
      'hf_token = hf_oauth_login',
      'refresh_token = refresh',
      `expires_at = ${Math.floor(endMs / 1000)}`,
    ];
    await writeFile(join(home, 'stored_tokens'), ['[organizer]', ...section, ''].join('\n'));
    const login = await fail([], { HF_TOKEN: '', HF_HOME: home });
    expect(login).toMatchObject(refused);
    expect(login.message).toContain('a job could not renew your login');
    expect(login.hint).toContain('a token of type write that never expires');
    expect(hub.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('creates one job with its secrets in the right place, and finds it again', async () => {
    expect(await onHub(['--dry-run'])).toMatchObject({ job: null, steps: [stored, { action: 'create' }] });
    expect(jobs()).toEqual([]);
    const made = await onHub(['--cron', '17 */6 * * *']);
    expect(made).toMatchObject({ job: { owner: 'organizer', id: jobs()[0]?.id }, cron: '17 */6 * * *' });
    const [job] = jobs();
    expect(jobs()).toHaveLength(1);
    expect(job).toMatchObject({
      schedule: '17 */6 * * *',
      suspend: false,
      concurrency: false,
      spec: { secrets, flavor: 'cpu-basic', timeoutSeconds: 3600, labels: { prank: 'rating' } },
    });
    const { secrets: _, ...open } = job?.spec ?? {};
    for (const value of Object.values(secrets)) expect(JSON.stringify([open, made])).not.toContain(value);

    hub.clearRequests();
    expect(await onHub()).toMatchObject({
      steps: [stored, { action: 'keep' }],
      job: made['job'],
      cron: '17 */6 * * *',
    });
    expect(hub.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
  });

  it('stores the program in the backup, with a campaign that differs only in its folder', async () => {
    await writeFile(join(dir, 'prank.lock.json'), '{"version": 1}\n');
    await onHub();
    const there = join(root, 'job');
    await mkdir(there);
    const { stderr } = await runJob(there);
    // Nothing was deployed, and it is prank that says so, from its own folder.
    expect(stderr).toContain('error:');
    const brought = await loadCampaign(join(there, 'prank-job', 'campaign', 'prank.yaml'));
    expect(await readFile(join(there, 'prank-job', 'campaign', 'prank.lock.json'), 'utf8')).toBe('{"version": 1}\n');
    const original = await loadCampaign(join(dir, 'prank.yaml'));
    expect({ ...brought, dir }).toEqual({ ...original, dir });
    expect(original.task.guidelines).toContain('$(id)');
  });

  it('works in a container that is used again', async () => {
    await onHub();
    for (const _ of ['first', 'second']) expect((await runJob(root)).stderr).toContain('error:');
  });

  it('finds its program in a job after the history of the backup was dropped', async () => {
    await onHub();
    const headers = { authorization: 'Bearer hf_organizer', 'content-type': 'application/json' };
    const { head } = hub.repo('dataset', 'organizer/backup');
    await fetch(`${hub.url}/api/datasets/organizer/backup/super-squash/main`, { method: 'POST', headers, body: '{}' });
    expect(hub.repo('dataset', 'organizer/backup').head).not.toBe(head);
    expect((await runJob(root)).stderr).toContain('error:');
  });

  it.each<[string, () => Promise<void>, Record<string, string>]>([
    ['prank.yaml', () => writeConfig({ seed: 7 }), {}],
    ['the guidelines', () => writeFile(join(root, 'shared', 'guidelines.md'), 'Anew'), {}],
    ['the lock', () => writeFile(join(dir, 'prank.lock.json'), '{}'), {}],
    ['a secret', async () => {}, { ARGILLA_API_KEY: 'owner-key-2' }],
  ])('creates a new job if %s has changed, and keeps the time', async (_, change, env) => {
    await onHub(['--every', '1h']);
    const [before] = jobs();
    await change();
    const data = await onHub([], env);
    expect(data).toMatchObject({ steps: [stored, { action: 'create' }, { action: 'delete' }] });
    expect(jobs()).toHaveLength(1);
    expect(jobs()[0]?.id).not.toBe(before?.id);
    expect(jobs()[0]?.schedule).toBe(before?.schedule);
    expect(jobs()[0]?.spec.secrets).toEqual({ ...secrets, ...env });
  });

  it('creates no new job after changes in the layout of prank.yaml', async () => {
    await onHub();
    await writeFile(join(dir, 'prank.yaml'), `# A comment\n${JSON.stringify(config, null, 4)}\n`);
    expect(await onHub()).toMatchObject({ steps: [stored, { action: 'keep' }] });
  });

  it('lets a suspended job run again', async () => {
    await onHub();
    for (const job of jobs()) job.suspend = true;
    expect(await onHub()).toMatchObject({ steps: [stored, { action: 'update' }] });
    expect(jobs().map(({ suspend }) => suspend)).toEqual([false]);
  });

  it.each(['reset-after', 'error-after', 'cut-body'] as const)(
    'creates no second job if the response is lost (%s)',
    async (kind) => {
      const fault = hub.fault({ match: createPath, kind });
      await onHub();
      expect(fault.hits()).toBe(1);
      expect(jobs()).toHaveLength(1);
    },
  );

  it.each(['reset-before', 'error-before', 'rate-limit'] as const)(
    'sends again what never arrived (%s)',
    async (kind) => {
      hub.fault({ match: createPath, kind });
      await onHub();
      expect(jobs()).toHaveLength(1);
    },
  );

  it('after a kill between the new job and the old one, the next run ends the old one', async () => {
    await onHub();
    const [old] = jobs();
    await writeConfig({ seed: 8 });
    const child = startPrank(['schedule', '--on', 'hub'], options());
    hub.beforeNext('DELETE /api/scheduled-jobs/organizer/.*', () => void child.kill('SIGKILL'));
    hub.fault({ match: 'DELETE /api/scheduled-jobs/organizer/.*', kind: 'reset-before' });
    await collect(child);
    expect(jobs()).toHaveLength(2);
    expect(await onHub(['-v'])).toMatchObject({
      steps: [stored, { action: 'keep' }, { action: 'delete', target: `scheduled job ${old?.id ?? ''}` }],
    });
    expect(jobs()).toHaveLength(1);
    expect(jobs()).not.toContain(old);
  });

  it('says which of several jobs it ends', async () => {
    await onHub();
    const [job] = jobs();
    if (job === undefined) throw new Error('no job');
    const { schedule, spec, ...more } = job;
    const body = { jobSpec: spec, schedule, suspend: false, concurrency: more.concurrency };
    const headers = { authorization: 'Bearer hf_organizer', 'content-type': 'application/json' };
    await fetch(`${hub.url}/api/scheduled-jobs/organizer`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(jobs()).toHaveLength(2);
    const { stderr } = await runPrank(['schedule', '--on', 'hub'], options());
    expect(stderr).toMatch(/- delete {2}scheduled job \w+: the campaign has another one/u);
    expect(jobs()).toHaveLength(1);
  });

  it('leaves jobs of other campaigns alone, even of one with the same name', async () => {
    await onHub();
    await writeConfig({ name: 'other', publish: { ...config.publish, backup: 'organizer/other-backup' } });
    await onHub();
    expect(jobs()).toHaveLength(2);
    await writeConfig({ publish: { ...config.publish, backup: 'organizer/elsewhere' } });
    expect(await fail()).toMatchObject({ exitCode: 5, code: 'schedule_foreign_job' });
    expect(jobs()).toHaveLength(2);
    await onHub(['--force']);
    expect(jobs().map(({ spec }) => spec.labels['prank'])).toEqual(['other', 'rating']);
  });

  it('removes every job of the campaign', async () => {
    await onHub();
    expect(await onHub(['--remove', '--dry-run'])).toMatchObject({ steps: [{ action: 'delete' }] });
    expect(jobs()).toHaveLength(1);
    expect(await onHub(['--remove'])).toMatchObject({ job: null, cron: null, steps: [{ action: 'delete' }] });
    expect(jobs()).toEqual([]);
    expect(await onHub(['--remove'])).toMatchObject({ steps: [] });
  });

  it('says what is missing before it asks for anything', async () => {
    const { ARGILLA_API_KEY: _, PRANK_PSEUDONYM_KEY: __, ...token } = secrets;
    const { exitCode, stderr } = await runPrank(['schedule', '--on', 'hub'], {
      cwd: dir,
      env: { HF_ENDPOINT: hub.url, ...token },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('neither in the environment nor in .env: ARGILLA_API_KEY, PRANK_PSEUDONYM_KEY');
    expect(jobs()).toEqual([]);
  });
});

describe('rights', () => {
  const user = { type: 'user', name: 'organizer' };
  const scoped = (permissions: string[]) => [{ entity: user, permissions }];

  it.each<[string, Parameters<StandInHub['addToken']>[1], string]>([
    ['may only read', { token: 'hf_r', role: 'read' }, 'may only read'],
    [
      'may write, but start no jobs',
      { token: 'hf_w', role: 'fineGrained', scoped: scoped(['repo.write']) },
      'may not start jobs of organizer',
    ],
    [
      'may start jobs that could write nothing',
      { token: 'hf_j', role: 'fineGrained', scoped: scoped(['job.write']) },
      'has no write access to organizer/backup',
    ],
  ])('a token that %s is rejected before anything is created', async (_, token, why) => {
    hub.addToken('organizer', token);
    const failed = await fail([], { HF_TOKEN: token.token });
    expect(failed).toMatchObject({ exitCode: 3, code: 'hub_not_allowed' });
    expect(failed.message).toContain(why);
    expect(hub.requests.map(({ path }) => path)).toEqual(['/api/whoami-v2']);
  });

  it('a fine-grained token with both rights is enough', async () => {
    const both = scoped(['repo.write', 'job.write']);
    hub.addToken('organizer', { token: 'hf_b', role: 'fineGrained', scoped: both });
    await onHub([], { HF_TOKEN: 'hf_b' });
    expect(jobs()[0]?.spec.secrets['HF_TOKEN']).toBe('hf_b');
  });

  it('explains 402 and 403 in words', async () => {
    hub.addUser({ name: 'poor', isPro: false });
    await writeConfig({ publish: { ...config.publish, dataset: 'poor/ranked', backup: 'poor/backup' } });
    const poor = await fail([], { HF_TOKEN: 'hf_poor' });
    expect(poor).toMatchObject({ exitCode: 3, code: 'jobs_need_credit' });
    expect(poor.hint).toContain('--on github');

    await writeConfig({});
    hub.fault({ match: createPath, kind: 'error-before', status: 403 });
    const refused = await fail();
    expect(refused).toMatchObject({ exitCode: 3, code: 'hub_not_allowed' });
    expect(refused.hint).toContain('job.write');
  });
});
