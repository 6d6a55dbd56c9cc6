import { z } from 'zod';
import type { Connection } from './connection.ts';
import { ArgillaHttpError } from './http-error.ts';

/** Deletes what is at `path`. Ignores a 404: it may already be gone, perhaps by our own try with a lost response. */
export async function deleteQuietly(connection: Connection, path: string): Promise<void> {
  try {
    await connection.request({ method: 'DELETE', path, schema: z.unknown() });
  } catch (error) {
    if (!(error instanceof ArgillaHttpError && error.status === 404)) throw error;
  }
}
