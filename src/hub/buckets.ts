import { z } from 'zod';
import type { HubConnection } from './connection.ts';
import { isMissing } from './http-error.ts';
import { createRepository, notPrivate } from './repos/create.ts';

export interface BucketInfo {
  private: boolean;
  /** null if the Hub doesn't count them. */
  files: number | null;
}

const wireBucket = z.object({ private: z.boolean(), totalFiles: z.number().nullish() });

/** null if there is no such bucket (`owner/name`), or none that this token may see. */
export async function findBucket(hub: HubConnection, name: string): Promise<BucketInfo | null> {
  try {
    const bucket = await hub.request({ method: 'GET', path: `/api/buckets/${name}`, schema: wireBucket });
    return { private: bucket.private, files: bucket.totalFiles ?? null };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Creates a private bucket. An existing one stays unchanged. Throws UnsafeError `hub_not_private`. */
export async function createBucket(hub: HubConnection, name: string): Promise<void> {
  await createRepository(hub, { repo: { type: 'bucket', name }, visibility: 'private' });
  if ((await findBucket(hub, name))?.private !== true) throw notPrivate(`bucket ${name}`);
}
