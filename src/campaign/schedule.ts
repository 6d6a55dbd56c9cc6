import { UsageError } from '../lib/errors.ts';
import { prankCommand } from '../lib/text/shell-command.ts';
import type { Emit } from '../model.ts';
import type { OpenCampaign } from './open/types.ts';
import { parseCron } from './schedule/cron.ts';
import { scheduleOnGithub, unscheduleOnGithub, type WorkflowResult } from './schedule/github.ts';
import { type JobResult, scheduleOnHub, unscheduleOnHub } from './schedule/hub.ts';
import { type intervals, renderInterval } from './schedule/interval.ts';
import { parseProgramChoice } from './schedule/program.ts';

export interface ScheduleOptions {
  /** What runs `prank sync`: a workflow of GitHub Actions, or a scheduled job on the Hub. */
  on: 'github' | 'hub';
  /** How often; unless given, as before, or every six hours. */
  every?: (typeof intervals)[number];
  /** When, as five fields of cron in UTC; replaces `every`. */
  cron?: string;
  /** GitHub only: trusted publishers instead of a token of the Hub. */
  oidc?: boolean;
  /** GitHub only: where runs get prank from: `vendored`, `npm`, or `git+https://…#COMMIT`. */
  from?: string;
  /** Remove the schedule. */
  remove?: boolean;
  dryRun?: boolean;
  /** Also replace a file that was changed by hand, or a job of another campaign with this name. */
  force?: boolean;
}

export type ScheduleResult = ({ on: 'github' } & WorkflowResult) | ({ on: 'hub' } & JobResult);

/**
 * Creates, changes or removes what runs `prank sync` on a schedule. Throws UsageError `schedule_local`,
 * `schedule_needs_backup`, UnsafeError `schedule_changed_by_hand` and others.
 */
export async function schedule(
  campaign: OpenCampaign,
  options: ScheduleOptions,
  emit: Emit = campaign.emit,
): Promise<ScheduleResult> {
  const { on, every, oidc, from, remove = false, dryRun = false, force = false } = options;
  const cron =
    options.cron !== undefined
      ? parseCron(options.cron)
      : every === undefined
        ? null
        : renderInterval(every, campaign.name);
  return campaign.withLock(
    'schedule',
    async () => {
      if (on === 'github') {
        const program = from === undefined ? null : parseProgramChoice(from);
        const act = remove ? unscheduleOnGithub : scheduleOnGithub;
        return { on, ...(await act(campaign, { cron, oidc: oidc ?? null, program, dryRun, force }, emit)) };
      }
      if (oidc !== undefined || from !== undefined) {
        throw new UsageError('usage', '--oidc, --no-oidc and --from belong to --on github.', {
          hint: prankCommand('schedule', '--help'),
        });
      }
      const act = remove ? unscheduleOnHub : scheduleOnHub;
      return { on, ...(await act(campaign, { cron, dryRun, force }, emit)) };
    },
    { readOnly: dryRun },
  );
}
