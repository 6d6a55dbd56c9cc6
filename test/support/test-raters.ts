import { randomUUID } from 'node:crypto';
import { type ArgillaCalls, createCalls } from './argilla-calls.ts';

export interface TestRater {
  id: string;
  username: string;
  calls: ArgillaCalls;
}

/** Creates an annotator with a unique name as a member of the workspace. */
export async function makeRater(owner: ArgillaCalls, workspaceId: string): Promise<TestRater> {
  const username = `rater-${randomUUID().slice(0, 8)}`;
  const account = { username, first_name: 'Test', password: randomUUID(), role: 'annotator' };
  const { body: user } = await owner.post('/users', account);
  await owner.post(`/workspaces/${workspaceId}/users`, { user_id: user.id });
  return { id: user.id, username, calls: createCalls(owner.url, user.api_key) };
}

export async function makeRaters(owner: ArgillaCalls, workspaceId: string, count: number): Promise<TestRater[]> {
  const raters: TestRater[] = [];
  while (raters.length < count) raters.push(await makeRater(owner, workspaceId));
  return raters;
}

/** Workspace and dataset of the campaign deployed under `name`. */
export async function findDeployed(
  owner: ArgillaCalls,
  name: string,
): Promise<{ workspaceId: string; datasetId: string }> {
  const { body: workspaces } = await owner.get('/me/workspaces');
  const workspace = workspaces.items.find((item: { name: string }) => item.name === name);
  const { body: datasets } = await owner.get(`/me/datasets?workspace_id=${workspace.id}`);
  return { workspaceId: workspace.id, datasetId: datasets.items[0].id };
}

/** Gives a dataset another name, as the settings page of Argilla does. */
export async function renameDataset(owner: ArgillaCalls, datasetId: string, name: string): Promise<void> {
  const { status, body } = await owner.patch(`/datasets/${datasetId}`, { name });
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
}

/** Every record with its answers, from the server's database. */
export async function readAllRecords(owner: ArgillaCalls, datasetId: string): Promise<ServerRecord[]> {
  const records: ServerRecord[] = [];
  for (;;) {
    const { body } = await owner.get(
      `/datasets/${datasetId}/records?offset=${records.length}&limit=1000&include=responses`,
    );
    records.push(...body.items);
    if (body.items.length === 0) return records;
  }
}

export interface ServerRecord {
  id: string;
  external_id: string;
  status: string;
  fields: { prompt: string };
  metadata: Record<string, unknown> | null;
  responses: { user_id: string; status: string; values: Record<string, { value: number }> | null }[];
}

/** Removes everything a test made, so that a shared server stays as it was. */
export async function cleanUp(owner: ArgillaCalls, name: string, raters: TestRater[]): Promise<void> {
  const { workspaceId, datasetId } = await findDeployed(owner, name);
  await owner.delete(`/datasets/${datasetId}`);
  for (const { id } of raters) await owner.delete(`/users/${id}`);
  await owner.delete(`/workspaces/${workspaceId}`);
}
