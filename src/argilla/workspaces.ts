import type { Connection } from './connection.ts';
import { createOnce } from './create-once.ts';
import { deleteQuietly } from './delete-quietly.ts';
import { wireItems, type ArgillaUser, wireUser, type ArgillaWorkspace, wireWorkspace } from './wire.ts';

/** All workspaces that the key's user may see; owners see all. */
export async function listWorkspaces(connection: Connection): Promise<ArgillaWorkspace[]> {
  const { items } = await connection.request({
    method: 'GET',
    path: '/me/workspaces',
    schema: wireItems(wireWorkspace),
  });
  return items;
}

/** Workspaces that a user is a member of. Owners only. */
export async function listWorkspacesOf(connection: Connection, userId: string): Promise<ArgillaWorkspace[]> {
  const path = `/users/${userId}/workspaces`;
  return (await connection.request({ method: 'GET', path, schema: wireItems(wireWorkspace) })).items;
}

export async function findWorkspace(connection: Connection, name: string): Promise<ArgillaWorkspace | undefined> {
  return (await listWorkspaces(connection)).find((workspace) => workspace.name === name);
}

/** Creates the workspace, optionally with a given id, or returns the existing one of this name. Owners only. */
export async function createWorkspace(connection: Connection, name: string, id?: string): Promise<ArgillaWorkspace> {
  const body = id === undefined ? { name } : { name, id };
  return createOnce(
    () => connection.request({ method: 'POST', path: '/workspaces', body, schema: wireWorkspace }),
    () => findWorkspace(connection, name),
  );
}

/** Members of a workspace, oldest first. Owners have access without being listed. */
export async function listWorkspaceUsers(connection: Connection, workspaceId: string): Promise<ArgillaUser[]> {
  const path = `/workspaces/${workspaceId}/users`;
  return (await connection.request({ method: 'GET', path, schema: wireItems(wireUser) })).items;
}

/** Adds a user as a member, if they are not one yet. Owners only. */
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

/** Removes a member, if they are one. Their answers stay. */
export async function removeWorkspaceUser(connection: Connection, workspaceId: string, userId: string): Promise<void> {
  await deleteQuietly(connection, `/workspaces/${workspaceId}/users/${userId}`);
}
