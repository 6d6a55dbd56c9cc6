import { describe, expect, it } from 'vitest';
import { planJobs } from '../../../src/campaign/schedule/hub-plan.ts';
import { describeJob, type JobSettings, toLabel } from '../../../src/campaign/schedule/job.ts';
import type { ScheduledJob } from '../../../src/hub/jobs.ts';

const settings: JobSettings = {
  campaign: 'rating',
  backup: 'my-org/backup',
  cron: '17 */6 * * *',
  program: { path: 'program/prank-0123.tgz', sha256: '01'.repeat(32), commit: 'c0'.repeat(20) },
  files: { 'prank.yaml': '{}' },
  secrets: { HF_TOKEN: 'hf_secret', ARGILLA_API_KEY: 'owner-key' },
};
const wanted = describeJob(settings);

describe('describeJob', () => {
  it('keeps secrets out of everything that others may see', () => {
    const { secrets, ...open } = wanted;
    expect(secrets).toEqual(settings.secrets);
    for (const value of Object.values(secrets)) expect(JSON.stringify(open)).not.toContain(value);
  });

  it.each<[string, Partial<JobSettings>]>([
    ['the schedule', { cron: '17 * * * *' }],
    ['the program', { program: { ...settings.program, sha256: '02'.repeat(32) } }],
    ['the place of the program', { program: { ...settings.program, path: 'program/prank-0456.tgz' } }],
    ['a file', { files: { 'prank.yaml': '{"name":"x"}' } }],
    ['the token', { secrets: { ...settings.secrets, HF_TOKEN: 'hf_other' } }],
    ['another secret', { secrets: { ...settings.secrets, ARGILLA_API_KEY: 'other-key' } }],
    ['the backup', { backup: 'my-org/other' }],
  ])('has another label if %s has changed', (_, change) => {
    expect(describeJob(settings).labels).toEqual(wanted.labels);
    expect(describeJob({ ...settings, ...change }).labels['prank-content']).not.toBe(wanted.labels['prank-content']);
  });

  it('is the same for any commit of the backup that has the program', () => {
    const { labels, environment } = describeJob({
      ...settings,
      program: { ...settings.program, commit: 'd0'.repeat(20) },
    });
    expect(labels).toEqual(wanted.labels);
    expect(environment).toMatchObject({ PRANK_PROGRAM_COMMIT: 'd0'.repeat(20) });
  });

  it('rejects what no environment accepts', () => {
    const noise = Array.from({ length: 40_000 }, (_, index) =>
      String.fromCodePoint(0x4e00 + ((index * 7919) % 20_000)),
    );
    const files = { 'guidelines.md': noise.join('') };
    expect(() => describeJob({ ...settings, files })).toThrow(expect.objectContaining({ code: 'schedule_too_large' }));
  });
});

it.each([
  ['prompt-ranking', /^prompt-ranking$/u],
  ['my-org/backup', /^my-org-backup-[0-9a-f]{12}$/u],
  ['a b', /^a-b-[0-9a-f]{12}$/u],
  ['x'.repeat(200), /^x{80}-[0-9a-f]{12}$/u],
])('toLabel %s', (text, label) => {
  expect(toLabel(text)).toMatch(label);
});

describe('planJobs', () => {
  const job = (id: string, change: Partial<ScheduledJob> = {}): ScheduledJob => ({
    id,
    schedule: wanted.schedule,
    suspended: false,
    createdAt: '2026-11-01T00:00:00.000Z',
    labels: wanted.labels,
    command: wanted.command,
    nextRunAt: null,
    ...change,
  });
  const old = (id: string): ScheduledJob => job(id, { labels: { ...wanted.labels, 'prank-content': 'old' } });
  const foreign = job('f', { labels: { ...wanted.labels, 'prank-backup': 'other', 'prank-content': 'other' } });

  it.each<[string, ScheduledJob[], string[]]>([
    ['makes the first', [], ['create scheduled job']],
    ['keeps the one', [job('a')], ['keep scheduled job a']],
    ['lets a suspended one run again', [job('a', { suspended: true })], ['update scheduled job a']],
    ['makes the new one before the old one goes', [old('a')], ['create scheduled job', 'delete scheduled job a']],
    ['follows the schedule', [job('a', { schedule: '@daily' })], ['create scheduled job', 'delete scheduled job a']],
    [
      'keeps the oldest of several',
      [job('c', { createdAt: '2026-11-02T00:00:00.000Z' }), job('b'), job('a')],
      ['keep scheduled job a', 'delete scheduled job b', 'delete scheduled job c'],
    ],
    [
      'ends what a kill has left over',
      [old('a'), job('b', { createdAt: '2026-11-02T00:00:00.000Z' })],
      ['keep scheduled job b', 'delete scheduled job a'],
    ],
    ['leaves the job of a campaign of the same name', [foreign, old('a')], ['refuse scheduled job f']],
  ])('%s', (_, found, steps) => {
    const plan = planJobs(wanted, found, { force: false });
    expect(plan.map(({ action, target }) => `${action} ${target}`)).toEqual(steps);
  });

  it('replaces a foreign job only if forced', () => {
    expect(planJobs(wanted, [foreign], { force: true }).map(({ change }) => change)).toEqual([
      { type: 'create' },
      { type: 'delete', id: 'f' },
    ]);
  });

  it('removes all', () => {
    expect(planJobs(null, [job('a'), old('b')], { force: false }).map(({ change }) => change)).toEqual([
      { type: 'delete', id: 'a' },
      { type: 'delete', id: 'b' },
    ]);
  });
});
