import type { ScheduleResult } from '../../../campaign/schedule.ts';
import type { CommandData } from './schemas.ts';

/** `data` of `schedule --json`. */
export function toScheduleData(result: ScheduleResult): CommandData<'schedule'> {
  if (result.on === 'github') {
    const { on, file, program, cron, steps, next } = result;
    return { on, file, program, cron, steps, next };
  }
  const { on, job, cron, steps } = result;
  return { on, job: job === null ? null : { owner: job.owner, id: job.id, next_run_at: job.nextRunAt }, cron, steps };
}
