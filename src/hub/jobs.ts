import { z } from 'zod';
import type { HubConnection } from './connection.ts';
import { HubHttpError } from './http-error.ts';

/** A job that the Hub starts on a schedule. */
export interface ScheduledJob {
  id: string;
  /** Five fields, UTC, or a word such as `@daily`. */
  schedule: string;
  /** true = does not run until it is resumed. */
  suspended: boolean;
  /** ISO 8601 UTC; empty if the Hub doesn't say. */
  createdAt: string;
  labels: Readonly<Record<string, string>>;
  /** The command and its arguments; empty if the Hub doesn't say. */
  command: readonly string[];
  /** ISO 8601 UTC; null if the Hub doesn't say. */
  nextRunAt: string | null;
}

/** What to create a job from. The Hub returns the names of secrets, never their values. */
export interface NewScheduledJob {
  schedule: string;
  dockerImage: string;
  command: readonly string[];
  environment: Readonly<Record<string, string>>;
  secrets: Readonly<Record<string, string>>;
  flavor: string;
  timeoutSeconds: number;
  /** Keys and values have at most 100 characters of `[A-Za-z0-9._-]`. */
  labels: Readonly<Record<string, string>>;
}

const wireLabels = z.record(z.string(), z.string()).nullish();

const wireScheduledJob = z
  .object({
    id: z.string(),
    schedule: z.string(),
    suspend: z.boolean().nullish(),
    createdAt: z.string().nullish(),
    status: z.object({ nextJobRunAt: z.string().nullish() }).nullish(),
    labels: wireLabels,
    jobSpec: z.object({ labels: wireLabels, command: z.array(z.string()).nullish() }).nullish(),
  })
  .transform(({ id, schedule, suspend, createdAt, status, labels, jobSpec }): ScheduledJob => ({
    id,
    schedule,
    suspended: suspend ?? false,
    createdAt: createdAt ?? '',
    labels: { ...jobSpec?.labels, ...labels },
    command: jobSpec?.command ?? [],
    nextRunAt: status?.nextJobRunAt ?? null,
  }));

/** The scheduled jobs of a user or organization that have this label. */
export async function listScheduledJobs(
  hub: HubConnection,
  owner: string,
  { key, value }: { key: string; value: string },
): Promise<ScheduledJob[]> {
  const path = `/api/scheduled-jobs/${owner}`;
  const query = { label: `${key}=${value}` };
  const jobs = await hub.request({ method: 'GET', path, query, schema: z.array(wireScheduledJob) });
  return jobs.filter(({ labels }) => labels[key] === value);
}

/** Creates a job. Names are not unique on the Hub: calling this twice creates two jobs. */
export async function createScheduledJob(
  hub: HubConnection,
  owner: string,
  { schedule, ...jobSpec }: NewScheduledJob,
): Promise<ScheduledJob> {
  const body = { jobSpec: { ...jobSpec, arguments: [] }, schedule, suspend: false, concurrency: false };
  return hub.request({ method: 'POST', path: `/api/scheduled-jobs/${owner}`, body, schema: wireScheduledJob });
}

/** Deletes a job, if it still exists. */
export async function deleteScheduledJob(hub: HubConnection, owner: string, id: string): Promise<void> {
  try {
    await hub.ask({ method: 'DELETE', path: `/api/scheduled-jobs/${owner}/${encodeURIComponent(id)}` });
  } catch (error) {
    if (!(error instanceof HubHttpError && error.status === 404)) throw error;
  }
}

/** Lets a suspended job run again. */
export async function resumeScheduledJob(hub: HubConnection, owner: string, id: string): Promise<void> {
  const path = `/api/scheduled-jobs/${owner}/${encodeURIComponent(id)}/resume`;
  await hub.ask({ method: 'POST', path, repeatable: true });
}
