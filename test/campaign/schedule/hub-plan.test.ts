import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JobStep, planJobs } from '../../../src/campaign/schedule/hub-plan.ts';
import type { NewScheduledJob, ScheduledJob } from '../../../src/hub/jobs.ts';

const labels = { prank: 'campaign', 'prank-backup': 'o-backup', 'prank-content': 'c1' };
const wanted: NewScheduledJob = {
  schedule: '0 * * * *',
  dockerImage: 'node:22-slim',
  command: ['sh'],
  environment: {},
  secrets: {},
  flavor: 'cpu-basic',
  timeoutSeconds: 3600,
  labels,
};

function job(id: string, more: Partial<ScheduledJob> = {}): ScheduledJob {
  return {
    id,
    schedule: wanted.schedule,
    suspended: false,
    createdAt: '2026-01-01T00:00:00Z',
    labels,
    command: [],
    nextRunAt: null,
    ...more,
  };
}
const changed = { labels: { ...labels, 'prank-content': 'c0' } };
const foreign = { labels: { ...labels, 'prank-backup': 'other' } };
const plan = (found: ScheduledJob[], force = false, target: NewScheduledJob | null = wanted): JobStep[] =>
  planJobs(target, found, { force });
const remove = (id: string, why: string): JobStep => ({
  action: 'delete',
  target: `scheduled job ${id}`,
  why,
  change: { type: 'delete', id },
});
const keep = (id: string): JobStep => ({
  action: 'keep',
  target: `scheduled job ${id}`,
  why: 'is as it should be',
  change: null,
});
const create: JobStep = {
  action: 'create',
  target: 'scheduled job',
  why: 'runs prank sync at 0 * * * * (UTC), in node:22-slim on cpu-basic',
  change: { type: 'create' },
};
const contentChanged = 'a file of the campaign, a secret or prank itself has changed since';

describe('planJobs', () => {
  it.each<[string, ScheduledJob[], JobStep[]]>([
    ['creates the first one', [], [create]],
    ['keeps the one that is as wanted', [job('a')], [keep('a')]],
    [
      'resumes one that is suspended',
      [job('a', { suspended: true })],
      [
        {
          action: 'update',
          target: 'scheduled job a',
          why: 'is suspended; it runs again',
          change: { type: 'resume', id: 'a' },
        },
      ],
    ],
    ['replaces one with other files', [job('a', changed)], [create, remove('a', contentChanged)]],
    ['replaces one with another schedule', [job('a', { schedule: '@daily' })], [create, remove('a', 'ran at @daily')]],
    [
      'replaces one with another schedule and other files',
      [job('a', { schedule: '@daily', ...changed })],
      [create, remove('a', 'ran at @daily')],
    ],
    [
      'keeps the oldest of two',
      [job('a', { createdAt: '2026-01-02T00:00:00Z' }), job('b')],
      [keep('b'), remove('a', 'the campaign has another one')],
    ],
    [
      'keeps the first by id of two of one age',
      [job('b'), job('a')],
      [keep('a'), remove('b', 'the campaign has another one')],
    ],
    [
      'keeps a newer one that is as wanted, whatever else there is',
      [job('a', changed), job('c', { createdAt: '2026-01-02T00:00:00Z' }), job('b', { schedule: '@daily' })],
      [keep('c'), remove('a', 'the campaign has another one'), remove('b', 'the campaign has another one')],
    ],
    [
      'takes a job without a note of its backup for its own',
      [job('a', { labels: { 'prank-content': 'c1' } })],
      [keep('a')],
    ],
  ])('%s', (_, found, steps) => {
    expect(plan(found)).toEqual(steps);
  });

  it('refuses to touch the jobs of a campaign with another backup, unless forced', () => {
    expect(plan([job('a'), job('b', foreign)])).toEqual([
      {
        action: 'refuse',
        target: 'scheduled job b',
        why: 'is of a campaign of the same name with another backup (other)',
        change: null,
      },
    ]);
    // It runs the same command, so it becomes ours.
    expect(plan([job('b', foreign)], true)).toEqual([keep('b')]);
  });

  it('removes all jobs, also those of others', () => {
    const found = [job('b', foreign), job('a')];
    expect(plan(found, false, null)).toEqual([remove('a', 'no more runs'), remove('b', 'no more runs')]);
    expect(plan([], false, null)).toEqual([]);
  });

  it('shows what the Hub sent without control characters', () => {
    const found = [job('a\u001b', { schedule: '@x\n' })];
    expect(plan(found).at(-1)).toMatchObject({ target: 'scheduled job a\\u001b', why: 'ran at @x⏎' });
    expect(plan([job('a', { labels: { 'prank-backup': 'o\u0007' } })])[0]?.why).toContain('(o\\u0007)');
  });

  it('leaves exactly one job that runs as intended, and creates a new one before it ends others', () => {
    const one = fc.record({
      id: fc.string({ minLength: 1, maxLength: 3 }),
      schedule: fc.constantFrom(wanted.schedule, '@daily'),
      suspended: fc.boolean(),
      createdAt: fc.constantFrom('', '2026-01-01', '2026-01-02'),
      labels: fc.constantFrom(labels, changed.labels),
    });
    fc.assert(
      fc.property(fc.uniqueArray(one, { selector: ({ id }) => id }), (drawn) => {
        const found = drawn.map(({ id, ...more }) => job(id, more));
        const steps = plan(found);
        const deleted = steps.flatMap(({ change }) => (change?.type === 'delete' ? [change.id] : []));
        const left = found.filter(({ id }) => !deleted.includes(id));
        const created = steps.filter(({ action }) => action === 'create').length;
        expect(left.length + created).toBe(1);
        for (const kept of left) expect([kept.schedule, kept.labels]).toEqual([wanted.schedule, labels]);
        expect(created === 0 || steps[0]?.action === 'create').toBe(true);
      }),
    );
  });
});
