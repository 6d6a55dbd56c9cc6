import { readdirSync } from 'node:fs';
import { z } from 'zod';
import { empty, HubRefusal, json } from '../http/exchange.ts';
import { type Call, readBody, route, type Route } from '../http/route.ts';
import { makeId } from '../state/accounts.ts';
import type { Bucket, Buckets } from '../state/buckets.ts';
import { checkMayCreate, checkMayRead, checkMayWrite, checkSignedIn, mayRead } from '../state/rights.ts';

const newBody = z.strictObject({
  visibility: z.enum(['public', 'private']).optional(),
  private: z.boolean().optional(),
  region: z.enum(['us', 'eu']).optional(),
  resourceGroupId: z.string().optional(),
});

/** Buckets: create, show, delete. Their files come and go with the Spaces that mount them. */
export function makeBucketRoutes(buckets: Buckets): Route[] {
  return [
    route('POST /api/buckets/{owner}/{name}', ({ actor, part, request, world }) => {
      const { user } = checkSignedIn(actor);
      const body = readBody(request, newBody);
      const owner = part('owner') === 'me' ? user.name : part('owner');
      const id = `${owner}/${part('name')}`;
      const url = `${world.hubUrl}/buckets/${id}`;
      checkMayCreate(actor, 'bucket', id);
      if (buckets.find(id) !== undefined) {
        throw new HubRefusal(409, `You already created this bucket: ${id}`, { extra: { url } });
      }
      const isPrivate = body.private ?? body.visibility === 'private';
      buckets.create(id, { creator: user.name, private: isPrivate, atMs: world.clock() });
      return json({ url, name: id, id: makeId(`bucket ${id}`) });
    }),
    route('GET /api/buckets/{owner}', ({ actor, part }) =>
      json(
        buckets
          .list(part('owner'))
          .filter((bucket) => mayRead(actor, bucket))
          .map(describe),
      ),
    ),
    route('GET /api/buckets/{repo}', (call) => json(describe(findReadable(call, buckets)))),
    route('PUT /api/buckets/{repo}/settings', (call) => {
      const bucket = findReadable(call, buckets);
      checkMayWrite(call.actor, bucket);
      bucket.private = readBody(call.request, z.strictObject({ private: z.boolean() })).private;
      return json(describe(bucket));
    }),
    route('DELETE /api/buckets/{repo}', (call) => {
      checkMayWrite(call.actor, findReadable(call, buckets));
      buckets.remove(call.part('repo'));
      return empty();
    }),
  ];
}

function findReadable({ actor, part }: Call, buckets: Buckets): Bucket {
  const bucket = buckets.find(part('repo'));
  checkMayRead(actor, bucket);
  return bucket;
}

function describe({ id, private: isPrivate, atMs, folder }: Bucket) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return {
    _id: makeId(`bucket ${id}`),
    id,
    author: id.split('/')[0],
    private: isPrivate,
    size: 0,
    totalFiles: entries.filter((entry) => entry.isFile()).length,
    createdAt: new Date(atMs).toISOString(),
  };
}
