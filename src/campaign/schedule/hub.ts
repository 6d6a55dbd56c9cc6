import { buildFiles } from '../../build/build-files.ts';
import { type Account, findJobRefusal, findRefusal, getAccount } from '../../hub/account.ts';
import { hasUnknownOutcome } from '../../hub/repos/commit.ts';
import type { HubConnection } from '../../hub/connection.ts';
import {
  createScheduledJob,
  deleteScheduledJob,
  listScheduledJobs,
  type NewScheduledJob,
  resumeScheduledJob,
  type ScheduledJob,
} from '../../hub/jobs.ts';
import { splitName } from '../../hub/repos/repositories.ts';
import { PermissionError, UnsafeError, UsageError } from '../../lib/errors.ts';
import { readTextIfPresent } from '../../lib/files/read-text.ts';
import { packProgram } from '../../lib/npm-pack.ts';
import type { Clock } from '../../lib/retry.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { compareText } from '../../lib/text/text.ts';
import type { Campaign, Emit, Step } from '../../model.ts';
import { readLastingToken } from '../open/hub.ts';
import { findTokenEnd, showEnd } from '../open/token-end.ts';
import { hasServerLogin } from '../open/server-address.ts';
import type { OpenCampaign } from '../open/types.ts';
import { type JobStep, planJobs } from './hub-plan.ts';
import { describeJob, jobLabels, type StoredProgram, toLabel } from './job.ts';
import { listNeededSecrets, listWritten, requireSchedulable, type ScheduledCampaign } from './needs.ts';
import { defaultInterval, renderInterval } from './interval.ts';
import { describeStorage, findProgram, storeProgram } from './store-program.ts';

export interface JobOptions {
  /** Five fields, UTC; null = as before, or every six hours. */
  cron: string | null;
  dryRun: boolean;
  force: boolean;
}

export interface JobResult {
  /** null = none is left, or none was created yet. */
  job: { owner: string; id: string; nextRunAt: string | null } | null;
  /** null = removed. */
  cron: string | null;
  steps: Step[];
}

/**
 * Makes sure that the campaign has exactly one scheduled job, in the account that owns its backup. It is safe to
 * interrupt it and run it again. Throws PermissionError `hub_not_allowed`, `jobs_need_credit`, UsageError
 * `schedule_secret_missing`, `schedule_token_ends`, UnsafeError `schedule_foreign_job`.
 */
export async function scheduleOnHub(campaign: OpenCampaign, options: JobOptions, emit: Emit): Promise<JobResult> {
  const scheduled = requireSchedulable(campaign);
  const [owner] = splitName(scheduled.backup);
  const hub = await campaign.openHub({ resource: `datasets/${scheduled.backup}` });
  const account = await getAccount(hub);
  assertMaySchedule(account, owner, scheduled);
  await assertTokenLasts(campaign, account);
  const secrets = await readSecrets(campaign);
  const found = await findJobs(hub, owner, campaign);
  const cron = options.cron ?? findNewest(found)?.schedule ?? renderInterval(defaultInterval, campaign.name);
  const files = await readFiles(campaign);
  const { bytes } = await packProgram(campaign.env);
  const place = { hub, campaign, backup: scheduled.backup };
  const program = await findProgram(place, bytes);
  const describe = (stored: StoredProgram): NewScheduledJob =>
    describeJob({ campaign: campaign.name, ...scheduled, cron, program: stored, files, secrets });
  const steps = planJobs(describe(program), found, options);
  assertNotForeign(steps, owner);
  const storing = describeStorage(scheduled.backup, program);
  if (!options.dryRun) emit({ type: 'step', step: storing });
  // The job names the program's commit, so the program comes first.
  const stored = options.dryRun || program.commit !== null ? program : await storeProgram(place, bytes);
  const kept = await applyJobs(
    { owner, wanted: describe(stored), steps, found },
    { hub, clock: campaign.clock },
    options,
    emit,
  );
  const job = kept === null ? null : { owner, id: kept.id, nextRunAt: kept.nextRunAt };
  return { job, cron, steps: [storing, ...steps.map(toStep)] };
}

/** Removes every scheduled job of the campaign, if there are any. */
export async function unscheduleOnHub(campaign: OpenCampaign, options: JobOptions, emit: Emit): Promise<JobResult> {
  const { backup } = requireSchedulable(campaign);
  const [owner] = splitName(backup);
  const hub = await campaign.openHub({ resource: `datasets/${backup}` });
  const refusal = findJobRefusal(await getAccount(hub), owner);
  if (refusal !== null) throw notAllowed(`remove scheduled jobs of ${owner}`, refusal);
  const found = await findJobs(hub, owner, campaign);
  const steps = planJobs(null, found, options);
  await applyJobs({ owner, wanted: null, steps, found }, { hub, clock: campaign.clock }, options, emit);
  return { job: null, cron: null, steps: steps.map(toStep) };
}

function findJobs(hub: HubConnection, owner: string, { name }: Campaign): Promise<ScheduledJob[]> {
  return listScheduledJobs(hub, owner, { key: jobLabels.campaign, value: toLabel(name) });
}

function findNewest(found: readonly ScheduledJob[]): ScheduledJob | undefined {
  return found.toSorted((a, b) => compareText(b.createdAt, a.createdAt)).at(0);
}

/** A job whose token may not write would fail at night, with nobody there. */
function assertMaySchedule(account: Account, owner: string, scheduled: ScheduledCampaign): void {
  const jobRefusal = findJobRefusal(account, owner);
  if (jobRefusal !== null) throw notAllowed(`schedule jobs for ${owner}`, jobRefusal);
  for (const { type, name: repository } of listWritten(scheduled)) {
    const [repositoryOwner, name] = splitName(repository);
    const refusal = findRefusal(account, { owner: repositoryOwner, type, name, create: false });
    if (refusal !== null) throw notAllowed(`change the ${type} ${repository}, as the job must`, refusal);
  }
}

/** A job keeps the token that it was given: nobody renews it there. */
async function assertTokenLasts(campaign: OpenCampaign, account: Account): Promise<void> {
  const end = await findTokenEnd(campaign, account);
  if (end === null) return;
  const why = end.isRenewable ? ', and a job could not renew your login' : '';
  throw new UsageError('schedule_token_ends', `The job would keep a token that ends at ${showEnd(end)}${why}.`, {
    details: { ends_at: new Date(end.endsMs).toISOString() },
  });
}

function notAllowed(what: string, why: string): PermissionError {
  return new PermissionError('hub_not_allowed', `This token may not ${what}: ${why}.`);
}

/** The campaign's files in a form that needs no folder: name → text. */
async function readFiles({ dir, configPath, task }: OpenCampaign): Promise<Record<string, string>> {
  const { readPortableConfig } = await import('../../config/portable-config.ts');
  const files = await readPortableConfig(configPath, task.guidelines);
  // With the lock, a run notices if its prompts are not those of the last build.
  const lock = await readTextIfPresent(buildFiles(dir).lock.absolutePath);
  return lock === null ? files : { ...files, 'prank.lock.json': lock };
}

async function readSecrets(campaign: OpenCampaign): Promise<Record<string, string>> {
  const needed = listNeededSecrets(campaign, { oidc: false, login: await hasServerLogin(campaign) });
  const read = await Promise.all(
    needed.map(async (secret) => ({ ...secret, value: await readSecret(campaign, secret.name) })),
  );
  const missing = read.filter(({ value }) => value === undefined);
  if (missing.length > 0) {
    throw new UsageError(
      'schedule_secret_missing',
      `The job needs what is neither in the environment nor in .env: ${missing.map(({ name }) => name).join(', ')}.`,
      { hint: `Put into .env:\n${missing.map(({ name, what }) => `  ${name}=…  (${what})`).join('\n')}` },
    );
  }
  return Object.fromEntries(read.map(({ name, value }) => [name, value ?? '']));
}

async function readSecret(campaign: OpenCampaign, name: string): Promise<string | undefined> {
  return name === 'HF_TOKEN' ? (await readLastingToken(campaign))?.token : campaign.readSetting(name);
}

function assertNotForeign(steps: readonly JobStep[], owner: string): void {
  const refused = steps.find(({ action }) => action === 'refuse');
  if (refused === undefined) return;
  throw new UnsafeError('schedule_foreign_job', `The ${refused.target} of ${owner} ${refused.why}.`);
}

interface Work {
  owner: string;
  /** null = no job is to remain. */
  wanted: NewScheduledJob | null;
  steps: readonly JobStep[];
  found: readonly ScheduledJob[];
}

/** Carries out the plan in order; returns the one job that remains. */
async function applyJobs(
  { owner, wanted, steps, found }: Work,
  { hub, clock }: { hub: HubConnection; clock: Pick<Clock, 'sleep'> },
  { dryRun }: { dryRun: boolean },
  emit: Emit,
): Promise<ScheduledJob | null> {
  const gone = new Set(steps.flatMap(({ change }) => (change?.type === 'delete' ? [change.id] : [])));
  let kept = found.find(({ id }) => !gone.has(id)) ?? null;
  if (dryRun) return kept;
  for (const step of steps) {
    emit({ type: 'step', step: toStep(step) });
    const { change } = step;
    if (change?.type === 'create' && wanted !== null) kept = await createOnce(hub, owner, wanted, clock);
    if (change?.type === 'resume') await resumeScheduledJob(hub, owner, change.id);
    if (change?.type === 'delete') await deleteScheduledJob(hub, owner, change.id);
  }
  return kept;
}

const maxTries = 4;

/** Looks for the job before requesting it again, because the response may have been lost. */
async function createOnce(
  hub: HubConnection,
  owner: string,
  wanted: NewScheduledJob,
  clock: Pick<Clock, 'sleep'>,
): Promise<ScheduledJob> {
  const key = jobLabels.content;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await createScheduledJob(hub, owner, wanted);
    } catch (error) {
      if (!hasUnknownOutcome(error)) throw explainRefusal(error, owner);
      const [landed] = await listScheduledJobs(hub, owner, { key, value: wanted.labels[key] ?? '' });
      if (landed !== undefined) return landed;
      if (attempt === maxTries) throw error;
      await clock.sleep(attempt * 1000);
    }
  }
}

function onGithub(): string {
  return prankCommand('schedule', '--on', 'github');
}

function explainRefusal(error: unknown, owner: string): unknown {
  if (!(error instanceof PermissionError)) return error;
  if (error.code === 'hub_payment_needed') {
    return new PermissionError(
      'jobs_need_credit',
      `${owner} has no credit for jobs of the Hub, which cost by the minute.`,
      { details: error.details, cause: error },
    );
  }
  if (error.code !== 'hub_not_allowed') return error;
  return new PermissionError('hub_not_allowed', `The Hub does not let this token schedule jobs for ${owner}.`, {
    hint: `Give it the right to start jobs of ${owner} (job.write) at https://huggingface.co/settings/tokens, or let GitHub run it:  ${onGithub()}`,
    details: error.details,
    cause: error,
  });
}

function toStep({ action, target, why }: JobStep): Step {
  return { action, target, why };
}
