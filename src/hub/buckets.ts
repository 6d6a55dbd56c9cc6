import { z } from 'zod';
import type { HubConnection } from './connection.ts';
import { HubHttpError, isMissing } from './http-error.ts';

export interface BucketInfo {
  private: boolean;
  /** null if the Hub doesn't count them. */
  files: number | null;
}

const wireBucket = z.object({ private: z.boolean().default(false), totalFiles: z.number().nullish() });

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

/** Creates a private bucket. An existing one stays unchanged. */
export async function createBucket(hub: HubConnection, name: string): Promise<void> {
  try {
    const path = `/api/buckets/${name}`;
    await hub.request({ method: 'POST', path, body: { private: true }, schema: z.unknown(), repeatable: true });
  } catch (error) {
    if (!(error instanceof HubHttpError && error.status === 409)) throw error;
  }
}
