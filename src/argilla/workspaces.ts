import type { Connection } from './connection.ts';
import { createOnce } from './create-once.ts';
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

export async function findWorkspace(connection: Connection, name: string): Promise<WireWorkspace | undefined> {
  return (await listWorkspaces(connection)).find((workspace) => workspace.name === name);
}

/** Makes the workspace or returns the one that is there by that name. Owners only. */
export async function createWorkspace(connection: Connection, name: string): Promise<WireWorkspace> {
  return createOnce(
    () => connection.request({ method: 'POST', path: '/workspaces', body: { name }, schema: wireWorkspace }),
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
