import { schedule, type ScheduleOptions } from '../../campaign/schedule.ts';
import type { JobResult } from '../../campaign/schedule/hub.ts';
import type { WorkflowResult } from '../../campaign/schedule/github.ts';
import { printable } from '../../lib/text/text.ts';
import type { Context } from '../context.ts';
import { renderStep } from '../output/human/step.ts';
import { toScheduleData } from '../output/json/schedule.ts';

/** Creates, changes or removes what runs `prank sync` on a schedule, and says what remains to be done. */
export async function runSchedule(context: Context, options: ScheduleOptions): Promise<void> {
  const result = await schedule(await context.openCampaign(), options, context.emit);
  const dryRun = options.dryRun === true;
  context.reporter.answer('schedule', toScheduleData(result), () =>
    result.on === 'github' ? renderWorkflowResult(result, dryRun) : renderJobResult(result, dryRun),
  );
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
