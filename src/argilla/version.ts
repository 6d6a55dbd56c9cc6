import { z } from 'zod';
import type { Connection } from './connection.ts';

/** The version that prank is tested with. */
export const triedVersion = '2.8.0';

/** The server's Argilla version. Needs no key. */
export async function getVersion(connection: Connection): Promise<string> {
  const schema = z.object({ version: z.string() });
  return (await connection.request({ method: 'GET', path: '/version', schema })).version;
}
