import type { Connection } from './connection.ts';
import { createOnce } from './create-once.ts';
import { deleteQuietly } from './delete-quietly.ts';
import { wireItems, type WireUser, wireUser, type WireWorkspace, wireWorkspace } from './wire.ts';

/** All workspaces that the key's user may see; an owner sees every one. */
export async function listWorkspaces(connection: Connection): Promise<WireWorkspace[]> {
  const { items } = await connection.request({
    method: 'GET',
    path: '/me/workspaces',
    schema: wireItems(wireWorkspace),
  });
  return items;
}

/** Workspaces that a user is a member of. Owners only. */
export async function listWorkspacesOf(connection: Connection, userId: string): Promise<WireWorkspace[]> {
  const path = `/users/${userId}/workspaces`;
  return (await connection.request({ method: 'GET', path, schema: wireItems(wireWorkspace) })).items;
}

export async function findWorkspace(connection: Connection, name: string): Promise<WireWorkspace | undefined> {
  return (await listWorkspaces(connection)).find((workspace) => workspace.name === name);
}

/** Makes the workspace, with an id of our choice if there is one, or returns that of the name. Owners only. */
export async function createWorkspace(connection: Connection, name: string, id?: string): Promise<WireWorkspace> {
  const body = id === undefined ? { name } : { name, id };
  return createOnce(
    () => connection.request({ method: 'POST', path: '/workspaces', body, schema: wireWorkspace }),
    () => findWorkspace(connection, name),
  );
}

/** Members of a workspace, oldest first; owners are members without being listed. */
export async function listWorkspaceUsers(connection: Connection, workspaceId: string): Promise<WireUser[]> {
  const path = `/workspaces/${workspaceId}/users`;
  return (await connection.request({ method: 'GET', path, schema: wireItems(wireUser) })).items;
}

/** Makes a user a member; one who is a member already is fine. Owners only. */
export async function addWorkspaceUser(connection: Connection, workspaceId: string, userId: string): Promise<void> {
  await createOnce(
    () =>
      connection.request({
        method: 'POST',
        path: `/workspaces/${workspaceId}/users`,
        body: { user_id: userId },
        schema: wireUser,
      }),
    async () => (await listWorkspaceUsers(connection, workspaceId)).find(({ id }) => id === userId),
  );
}

/** Takes a member out; their answers stay. Somebody who is not a member is left alone. */
export async function removeWorkspaceUser(connection: Connection, workspaceId: string, userId: string): Promise<void> {
  await deleteQuietly(connection, `/workspaces/${workspaceId}/users/${userId}`);
}
