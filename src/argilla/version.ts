import { z } from 'zod';
import type { Connection } from './connection.ts';

/** The version that prank is tried with. */
export const triedVersion = '2.8.0';

/** Which Argilla it is; may be asked without a key. */
export async function getVersion(connection: Connection): Promise<string> {
  const schema = z.object({ version: z.string() });
  return (await connection.request({ method: 'GET', path: '/version', schema })).version;
}
