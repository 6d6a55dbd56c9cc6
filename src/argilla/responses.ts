import type { Connection } from './connection.ts';
import { deleteQuietly } from './delete-quietly.ts';

/** Deletes one answer if it still exists; the server updates the record's status and index. */
export async function deleteResponse(connection: Connection, id: string): Promise<void> {
  await deleteQuietly(connection, `/responses/${id}`);
}
