import { z } from 'zod';
import { empty, HubRefusal, json } from '../http/exchange.ts';
import { type Call, readBody, route, type Route } from '../http/route.ts';
import { makeId } from '../state/accounts.ts';
import { checkMayPay, checkMayRunJobs, checkSignedIn } from '../state/rights.ts';
import type { ScheduledJob, ScheduledJobs } from '../state/scheduled-jobs.ts';

const labels = z.record(z.string().regex(/^[A-Za-z0-9._-]{1,100}$/u), z.string().regex(/^[A-Za-z0-9._-]{1,100}$/u));
const schedule = z.string().regex(/^(?:@(?:hourly|daily|weekly|monthly|yearly)|\S+(?: \S+){4})$/u);

const specBody = z
  .strictObject({
    dockerImage: z.string().optional(),
    spaceId: z.string().optional(),
    command: z.array(z.string()).default([]),
    arguments: z.array(z.string()).default([]),
    environment: z.record(z.string(), z.string()).default({}),
    secrets: z.record(z.string(), z.string()).default({}),
    flavor: z.enum(['cpu-basic', 'cpu-upgrade', 't4-small']),
    timeoutSeconds: z.int().positive().optional(),
    labels: labels.default({}),
  })
  .refine(
    ({ dockerImage, spaceId }) => (dockerImage === undefined) !== (spaceId === undefined),
    'dockerImage or spaceId',
  );

const newBody = z.strictObject({
  jobSpec: specBody,
  schedule,
  suspend: z.boolean().default(false),
  concurrency: z.boolean().default(false),
});

/** Scheduled jobs: create, show, change, delete. */
export function makeJobRoutes(jobs: ScheduledJobs): Route[] {
  return [
    route('POST /api/scheduled-jobs/{owner}', ({ actor, part, request }) => {
      const owner = part('owner');
      const { user } = checkSignedIn(actor);
      const { jobSpec: spec, ...body } = readBody(request, newBody);
      checkMayRunJobs(actor, owner);
      checkMayPay(actor, owner);
      return json(describe(jobs.create({ owner, creator: user.name, spec, ...body })));
    }),
    route('GET /api/scheduled-jobs/{owner}', ({ actor, part, request }) => {
      checkMayRunJobs(actor, part('owner'));
      const [key = '', value] = request.query.get('label')?.split('=') ?? [];
      const found = jobs.list(part('owner'));
      return json(found.filter(({ spec }) => value === undefined || spec.labels[key] === value).map(describe));
    }),
    route('GET /api/scheduled-jobs/{owner}/{id}', (call) => json(describe(find(call, jobs)))),
    route('DELETE /api/scheduled-jobs/{owner}/{id}', (call) => {
      jobs.remove(find(call, jobs));
      return empty();
    }),
    route('POST /api/scheduled-jobs/{owner}/{id}/suspend', (call) => {
      find(call, jobs).suspend = true;
      return empty();
    }),
    route('POST /api/scheduled-jobs/{owner}/{id}/resume', (call) => {
      find(call, jobs).suspend = false;
      return empty();
    }),
    route('POST /api/scheduled-jobs/{owner}/{id}/schedule', (call) => {
      const job = find(call, jobs);
      job.schedule = readBody(call.request, z.strictObject({ schedule })).schedule;
      return json(describe(job));
    }),
    route('PUT /api/scheduled-jobs/{owner}/{id}/labels', (call) => {
      const job = find(call, jobs);
      job.spec.labels = readBody(call.request, z.strictObject({ labels })).labels;
      return json(describe(job));
    }),
  ];
}

function find({ actor, part }: Call, jobs: ScheduledJobs): ScheduledJob {
  checkMayRunJobs(actor, part('owner'));
  const job = jobs.list(part('owner')).find(({ id }) => id === part('id'));
  if (job === undefined) throw new HubRefusal(404, 'Scheduled job not found');
  return job;
}

/** Only the names of secrets: nobody can read a secret again. */
function describe({ id, owner, creator, schedule: cron, suspend, concurrency, atMs, spec }: ScheduledJob) {
  return {
    id,
    schedule: cron,
    suspend,
    concurrency,
    createdAt: new Date(atMs).toISOString(),
    status: { lastJob: null, nextJobRunAt: suspend ? null : new Date(atMs + 3_600_000).toISOString() },
    owner: { id: makeId(`user ${owner}`), name: owner, type: 'user' },
    initiator: { type: 'user', name: creator },
    jobSpec: { ...spec, secrets: Object.keys(spec.secrets) },
  };
}
