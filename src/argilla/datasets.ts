import type { Connection } from './connection.ts';
import { createOnce } from './create-once.ts';
import { deleteQuietly } from './delete-quietly.ts';
import { ArgillaHttpError } from './http-error.ts';
import { wireDataset, type ArgillaDataset, wireItems } from './wire.ts';

export interface DatasetKey {
  workspaceId: string;
  name: string;
}

/** The dataset of this name in the workspace, even if it is a draft. */
export async function findDataset(
  connection: Connection,
  { workspaceId, name }: DatasetKey,
): Promise<ArgillaDataset | undefined> {
  const query = { workspace_id: workspaceId, name };
  const { items } = await connection.request({
    method: 'GET',
    path: '/me/datasets',
    query,
    schema: wireItems(wireDataset),
  });
  return items.find((dataset) => dataset.name === name && dataset.workspaceId === workspaceId);
}

/** Every dataset that the key's user may see, in all workspaces. */
export async function listDatasets(connection: Connection): Promise<ArgillaDataset[]> {
  return (await connection.request({ method: 'GET', path: '/me/datasets', schema: wireItems(wireDataset) })).items;
}

export async function getDataset(connection: Connection, id: string): Promise<ArgillaDataset> {
  return connection.request({ method: 'GET', path: `/datasets/${id}`, schema: wireDataset });
}

/** The dataset with this id, in any workspace and under any name; undefined if the server has none. */
export async function findDatasetById(connection: Connection, id: string): Promise<ArgillaDataset | undefined> {
  try {
    return await getDataset(connection, id);
  } catch (error) {
    // 422 = not an id that Argilla gives.
    if (error instanceof ArgillaHttpError && (error.status === 404 || error.status === 422)) return undefined;
    throw error;
  }
}

export interface DatasetSettings {
  guidelines: string | null;
  /** Submitted answers that complete a record. */
  minSubmitted: number;
}

/** Creates a draft, or returns the dataset of this name. Allows extra metadata, so that no column fails a batch. */
export async function createDataset(
  connection: Connection,
  key: DatasetKey,
  settings: DatasetSettings,
): Promise<ArgillaDataset> {
  const body = { name: key.name, workspace_id: key.workspaceId, ...renderSettings(settings) };
  return createOnce(
    () => connection.request({ method: 'POST', path: '/datasets', body, schema: wireDataset }),
    () => findDataset(connection, key),
  );
}

/** Sends only what is given, because each PATCH makes the server recompute the status of every answered record. */
export async function updateDataset(
  connection: Connection,
  id: string,
  changes: Partial<DatasetSettings>,
): Promise<ArgillaDataset> {
  return connection.request({
    method: 'PATCH',
    path: `/datasets/${id}`,
    body: renderSettings(changes),
    schema: wireDataset,
  });
}

function renderSettings({ guidelines, minSubmitted }: Partial<DatasetSettings>): object {
  return {
    ...(guidelines === undefined ? {} : { guidelines }),
    ...(minSubmitted === undefined ? {} : { distribution: { strategy: 'overlap', min_submitted: minSubmitted } }),
  };
}

/** Publishes a draft. Throws ArgillaHttpError 422 ("already published") if an earlier publish was only half done. */
export async function publishDataset(connection: Connection, id: string): Promise<ArgillaDataset> {
  return connection.request({ method: 'PUT', path: `/datasets/${id}/publish`, schema: wireDataset, repeatable: false });
}

/** Deletes a dataset with its records and answers, if it still exists. */
export async function deleteDataset(connection: Connection, id: string): Promise<void> {
  await deleteQuietly(connection, `/datasets/${id}`);
}
