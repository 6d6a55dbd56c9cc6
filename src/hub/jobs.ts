import { z } from 'zod';
import type { HubConnection } from './connection.ts';
import { RemoteError } from '../lib/errors.ts';
import { HubHttpError } from './http-error.ts';
import { checked, loadLibrary, throughConnection } from './library.ts';

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

type LibraryJob = Parameters<(typeof import('@huggingface/hub'))['createScheduledJob']>[0]['jobSpec'];

/** What to create a job from. The Hub returns the names of secrets, never their values. */
export interface NewScheduledJob {
  schedule: string;
  dockerImage: string;
  command: readonly string[];
  environment: Readonly<Record<string, string>>;
  secrets: Readonly<Record<string, string>>;
  flavor: LibraryJob['flavor'];
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
  // Not by the library, which can't ask for a label, and reads only the first page of all jobs.
  const path = `/api/scheduled-jobs/${owner}`;
  const query = { label: `${key}=${value}` };
  const jobs = await hub.request({ method: 'GET', path, query, schema: z.array(wireScheduledJob) });
  return jobs.filter(({ labels }) => labels[key] === value);
}

/** Creates a job. Names are not unique on the Hub: calling this twice creates two jobs. */
export async function createScheduledJob(
  hub: HubConnection,
  owner: string,
  { schedule, command, ...jobSpec }: NewScheduledJob,
): Promise<ScheduledJob> {
  const library = await loadLibrary();
  const job = library.createScheduledJob({
    namespace: owner,
    schedule,
    jobSpec: { ...jobSpec, command: [...command] },
    ...throughConnection(hub, { repeatable: false }),
  });
  return checked(`POST /api/scheduled-jobs/${owner}`, job, wireScheduledJob);
}

/** Deletes a job, if it still exists. Throws RemoteError `hub_not_done` if it exists afterwards. */
export async function deleteScheduledJob(hub: HubConnection, owner: string, id: string): Promise<void> {
  const library = await loadLibrary();
  try {
    await library.deleteScheduledJob({ namespace: owner, jobId: id, ...throughConnection(hub) });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  if ((await findScheduledJob(hub, owner, id)) !== null) throw unchangedJob(id, 'delete');
}

/** Lets a suspended job run again. Throws RemoteError `hub_not_done` if it is suspended afterwards. */
export async function resumeScheduledJob(hub: HubConnection, owner: string, id: string): Promise<void> {
  const library = await loadLibrary();
  await library.resumeScheduledJob({ namespace: owner, jobId: id, ...throughConnection(hub) });
  if ((await findScheduledJob(hub, owner, id))?.suspended !== false) throw unchangedJob(id, 'resume');
}

async function findScheduledJob(hub: HubConnection, owner: string, id: string): Promise<ScheduledJob | null> {
  const library = await loadLibrary();
  const job = library.getScheduledJob({ namespace: owner, jobId: id, ...throughConnection(hub) });
  try {
    return await checked(`GET /api/scheduled-jobs/${owner}/${id}`, job, wireScheduledJob);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof HubHttpError && error.status === 404;
}

/** The Hub answers both with nothing. */
function unchangedJob(id: string, verb: string): RemoteError {
  return new RemoteError('hub_not_done', `The Hub did not ${verb} the scheduled job ${id}.`);
}
