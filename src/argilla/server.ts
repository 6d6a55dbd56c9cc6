import { z } from 'zod';
import type { Connection } from './connection.ts';
import { type WireUser, wireUser } from './wire.ts';

/** The owner of the key. Throws PermissionError when the key is not accepted. */
export async function getMe(connection: Connection): Promise<WireUser> {
  return connection.request({ method: 'GET', path: '/me', schema: wireUser });
}

/** Version of the server, such as `2.8.0`; needs no key. */
export async function getVersion(connection: Connection): Promise<string> {
  const { version } = await connection.request({
    method: 'GET',
    path: '/version',
    schema: z.object({ version: z.string() }),
  });
  return version;
}
