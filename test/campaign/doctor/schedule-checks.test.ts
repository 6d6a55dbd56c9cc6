import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkWorkflows, examineJobs } from '../../../src/campaign/doctor/schedule-checks.ts';
import { sha512Of } from '../../../src/campaign/schedule/program.ts';
import { renderWorkflow, type WorkflowSettings } from '../../../src/campaign/schedule/workflow.ts';
import { getAccount } from '../../../src/hub/account.ts';
import { openHub } from '../../../src/hub/connection.ts';
import { createScheduledJob } from '../../../src/hub/jobs.ts';
import { type StandInHub, startHub } from '../../support/hub/start-hub.ts';

const campaign = { name: 'rating' };
const program = Buffer.from('a packed program');
const settings: WorkflowSettings = {
  campaign: 'rating',
  cron: '17 */6 * * *',
  program: { from: 'vendored', file: 'prank-rating.tgz', sha512: sha512Of(program) },
  folder: '',
  configName: null,
  secrets: [],
  trusted: null,
};
const ours = '.github/workflows/prank-rating.yml';
const old = '      - run: npx --yes prank@0.1.0 sync\n';

function check(files: Record<string, string>, packed: Buffer | null = program) {
  return checkWorkflows(campaign, { workflows: new Map(Object.entries(files)), program: packed });
}

describe('checkWorkflows', () => {
  it('has nothing to say if nothing is scheduled', () => {
    expect(check({}, null)).toEqual([]);
    expect(check({ '.github/workflows/tests.yml': 'run: npm test\n' }, null)).toEqual([]);
  });

  it('accepts a workflow that installs the program beside it', () => {
    expect(check({ [ours]: renderWorkflow(settings) })).toMatchObject([{ name: 'workflow', ok: true }]);
  });

  it.each([
    ['is not there', null],
    ['is another one', Buffer.from('another program')],
  ])('says how to replace a program that %s', (_, packed) => {
    const [found] = check({ [ours]: renderWorkflow(settings) }, packed);
    expect(found).toMatchObject({ ok: false, fix: 'prank schedule --on github, then commit what it writes' });
  });

  it('finds the line that fetches prank by its name, and says how to replace it', () => {
    const [found, ...rest] = check({ [ours]: `on: push\n${old}` });
    expect(rest).toEqual([]);
    expect(found).toMatchObject({ ok: false, fix: 'prank schedule --on github --force, then commit what it writes' });
    expect(found?.why).toContain('fetches prank by its name from the registry of npm');
  });

  it('finds it in a workflow that somebody else wrote, too', () => {
    const checks = check({ '.github/workflows/nightly.yml': old, [ours]: renderWorkflow(settings) });
    expect(checks.map(({ ok }) => ok)).toEqual([false, true]);
    expect(checks[0]?.fix).toContain('Remove that line');
  });
});

describe('examineJobs', () => {
  let hub: StandInHub;
  beforeAll(async () => {
    hub = await startHub();
  });
  afterAll(() => hub.close());

  it.each([
    ['fetches prank by its name', "exec npx --yes 'prank@0.1.0' sync", { ok: false, fix: 'prank schedule --on hub' }],
    ['verifies its program', 'exec node ../program/bin/prank sync', { ok: true }],
  ])('reports a job that %s', async (name, line, expected) => {
    const connection = openHub({ endpoint: hub.url, token: 'hf_organizer', userAgent: 'prank/test' });
    const label = name.replaceAll(' ', '-');
    await createScheduledJob(connection, 'organizer', {
      schedule: '17 */6 * * *',
      dockerImage: 'node:22-slim',
      command: ['sh', '-ec', `cd x\n${line}`],
      environment: {},
      secrets: {},
      flavor: 'cpu-basic',
      timeoutSeconds: 60,
      labels: { prank: label },
    });
    const sight = { checks: [], hub: connection, account: await getAccount(connection) };
    expect(await examineJobs({ name: label, backup: 'organizer/backup' }, sight)).toMatchObject([
      { name: 'scheduled_job', ...expected },
    ]);
  });
});
