import type { Connection } from './connection.ts';
import { wireItems, type WireUser, wireUser } from './wire.ts';

/** Every user of the server, oldest first. Owners only: others get PermissionError. */
export async function listUsers(connection: Connection): Promise<WireUser[]> {
  return (await connection.request({ method: 'GET', path: '/users', schema: wireItems(wireUser) })).items;
}
