import type { NewScheduledJob, ScheduledJob } from '../../hub/jobs.ts';
import { compareText, printable } from '../../lib/text/text.ts';
import type { Step } from '../../model.ts';
import { jobHardware, jobLabels } from './job.ts';

/** What applying a step does; null for `keep` and `refuse`. */
export type JobChange = { type: 'create' } | { type: 'resume'; id: string } | { type: 'delete'; id: string };

export interface JobStep extends Step {
  change: JobChange | null;
}

/**
 * Keeps the oldest of the campaign's jobs that is as wanted. If there is none, a new one comes before the others are
 * removed, so that a kill in between leaves one too many and never none. Pure. `wanted` null = remove all.
 */
export function planJobs(
  wanted: NewScheduledJob | null,
  found: readonly ScheduledJob[],
  { force }: { force: boolean },
): JobStep[] {
  const foreign = force || wanted === null ? [] : found.filter((job) => isForeign(job, wanted));
  if (foreign.length > 0) return foreign.map(refuse);
  const ordered = found.toSorted((a, b) => compareText(a.createdAt, b.createdAt) || compareText(a.id, b.id));
  const kept = wanted === null ? undefined : ordered.find((job) => isAsWanted(job, wanted));
  const others = ordered.filter((job) => job !== kept);
  return [
    ...(wanted === null ? [] : kept === undefined ? [create(wanted)] : [keepOrResume(kept)]),
    ...others.map((job) => remove(job, explain(job, wanted, kept))),
  ];
}

function isForeign({ labels }: ScheduledJob, wanted: NewScheduledJob): boolean {
  const backup = labels[jobLabels.backup];
  return backup !== undefined && backup !== wanted.labels[jobLabels.backup];
}

function isAsWanted({ schedule, labels }: ScheduledJob, wanted: NewScheduledJob): boolean {
  return schedule === wanted.schedule && labels[jobLabels.content] === wanted.labels[jobLabels.content];
}

function create({ schedule, dockerImage }: NewScheduledJob): JobStep {
  const why = `runs prank sync at ${printable(schedule, 80)} (UTC), in ${dockerImage} on ${jobHardware}`;
  return { action: 'create', target: 'scheduled job', why, change: { type: 'create' } };
}

function keepOrResume({ id, suspended }: ScheduledJob): JobStep {
  const target = name(id);
  if (!suspended) return { action: 'keep', target, why: 'is as it should be', change: null };
  return { action: 'update', target, why: 'is suspended; it runs again', change: { type: 'resume', id } };
}

function remove({ id }: ScheduledJob, why: string): JobStep {
  return { action: 'delete', target: name(id), why, change: { type: 'delete', id } };
}

function explain(job: ScheduledJob, wanted: NewScheduledJob | null, kept: ScheduledJob | undefined): string {
  if (wanted === null) return 'no more runs';
  if (kept !== undefined) return 'the campaign has another one';
  return job.schedule === wanted.schedule
    ? 'a file of the campaign, a secret or prank itself has changed since'
    : `ran at ${printable(job.schedule, 80)}`;
}

function refuse({ id, labels }: ScheduledJob): JobStep {
  const backup = printable(labels[jobLabels.backup] ?? '', 100);
  const why = `is of a campaign of the same name with another backup (${backup})`;
  return { action: 'refuse', target: name(id), why, change: null };
}

function name(id: string): string {
  return `scheduled job ${printable(id, 80)}`;
}
