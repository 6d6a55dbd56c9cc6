import { scheduleOnGithub, unscheduleOnGithub, type WorkflowResult } from '../../campaign/schedule/github.ts';
import { scheduleOnHub, type JobResult, unscheduleOnHub } from '../../campaign/schedule/hub.ts';
import { parseCron } from '../../campaign/schedule/cron.ts';
import { renderInterval } from '../../campaign/schedule/interval.ts';
import { parseProgramChoice } from '../../campaign/schedule/program.ts';
import { UsageError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { printable } from '../../lib/text/text.ts';
import type { Campaign } from '../../model.ts';
import type { ScheduleFlags } from '../commands/schedule.ts';
import type { Context } from '../context.ts';
import { renderStep } from '../output/human/step.ts';
import { createJobPorts, createWorkflowPorts } from '../wiring/schedule.ts';

/** `prank schedule`: makes, changes or ends what runs `prank sync` by the clock, and says what is left to do. */
export async function runSchedule(context: Context, flags: ScheduleFlags): Promise<void> {
  const campaign = await context.loadCampaign();
  const cron = chooseCron(flags, campaign);
  await context.withLock(campaign, 'schedule', () =>
    flags.on === 'github' ? onGithub(context, campaign, flags, cron) : onHub(context, campaign, flags, cron),
  );
}

/** null = as it is. */
function chooseCron({ cron, every }: ScheduleFlags, { name }: Campaign): string | null {
  if (cron !== undefined) return parseCron(cron);
  return every === undefined ? null : renderInterval(every, name);
}

function switches({ dryRun = false, force = false }: ScheduleFlags) {
  return { dryRun, force };
}

async function onGithub(context: Context, campaign: Campaign, flags: ScheduleFlags, cron: string | null) {
  const program = flags.from === undefined ? null : parseProgramChoice(flags.from);
  const options = { cron, oidc: flags.oidc ?? null, program, ...switches(flags) };
  const act = flags.remove === true ? unscheduleOnGithub : scheduleOnGithub;
  const result = await act(campaign, createWorkflowPorts(context, campaign), options, context.emit);
  context.reporter.answer('schedule', { on: 'github', ...result }, () => renderWorkflowResult(result, options.dryRun));
}

function renderWorkflowResult({ file, program, cron, steps, next }: WorkflowResult, dryRun: boolean): string {
  if (dryRun) return steps.map((step) => renderStep(step)).join('\n');
  const left =
    next.length === 0 ? [] : ['Next, at the root of the repository:', ...next.map((line) => `  ${printable(line)}`)];
  if (cron === null) return [next.length === 0 ? `There is no ${file}.` : `Removed ${file}.`, ...left].join('\n');
  const done = next.length === 0 ? 'as it was' : 'written';
  const installs = program === null ? [] : [`It installs prank from ${program}, and checks its SHA-512 first.`];
  return [`prank sync on GitHub at ${cron} (UTC): ${file} is ${done}.`, ...installs, ...left].join('\n');
}

async function onHub(context: Context, campaign: Campaign, flags: ScheduleFlags, cron: string | null) {
  if (flags.oidc !== undefined || flags.from !== undefined) {
    throw new UsageError('usage', '--oidc, --no-oidc and --from belong to --on github.', {
      hint: prankCommand('schedule', '--help'),
    });
  }
  const options = { cron, ...switches(flags) };
  const act = flags.remove === true ? unscheduleOnHub : scheduleOnHub;
  const { requireSchedulable } = await import('../../campaign/schedule/needs.ts');
  requireSchedulable(campaign);
  const result = await act(campaign, await createJobPorts(context, campaign), options, context.emit);
  const { job, ...rest } = result;
  const data = { on: 'hub', job: job === null ? null : { owner: job.owner, id: job.id, next_run_at: job.nextRunAt } };
  context.reporter.answer('schedule', { ...data, ...rest }, () => renderJobResult(result, options.dryRun));
}

function renderJobResult({ job, cron, steps }: JobResult, dryRun: boolean): string {
  if (dryRun) return steps.map((step) => renderStep(step)).join('\n') || 'Nothing to do.';
  if (job === null)
    return steps.length === 0 ? 'There is no scheduled job of this campaign.' : 'No more scheduled runs.';
  const next = job.nextRunAt === null ? '' : `, next at ${printable(job.nextRunAt, 40)}`;
  return [
    `prank sync on the Hub at ${printable(cron ?? '', 80)} (UTC): scheduled job ${printable(job.id, 80)} of ${job.owner}${next}.`,
    'It works with prank.yaml, guidelines, prank.lock.json and secrets as they are now: run this again when one of them has changed.',
    'Look at it:  hf jobs scheduled ps',
  ].join('\n');
}
