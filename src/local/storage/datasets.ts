import { notFound, notUnique, unprocessable } from '../http/api-error.ts';
import { canonicalJson, isPlainObject, parseJson, RawJson, renderJson } from '../http/json.ts';
import type { Tx } from './store.ts';
import type { User } from './users.ts';
import { isOwnerRole } from './users.ts';

export interface Dataset {
  id: string;
  name: string;
  guidelines: string | null;
  allow_extra_metadata: boolean;
  status: 'draft' | 'ready';
  distribution: { strategy: 'overlap'; min_submitted: number };
  metadata: RawJson | null;
  workspace_id: string;
  last_activity_at: string;
  inserted_at: string;
  updated_at: string;
}

interface DatasetRow {
  id: string;
  name: string;
  guidelines: string | null;
  allow_extra_metadata: number;
  status: 'draft' | 'ready';
  min_submitted: number;
  metadata: string | null;
  workspace_id: string;
  last_activity_at: string;
  inserted_at: string;
  updated_at: string;
}

function toDataset(row: DatasetRow): Dataset {
  return {
    id: row.id,
    name: row.name,
    guidelines: row.guidelines,
    allow_extra_metadata: row.allow_extra_metadata === 1,
    status: row.status,
    distribution: { strategy: 'overlap', min_submitted: row.min_submitted },
    metadata: row.metadata === null ? null : new RawJson(row.metadata),
    workspace_id: row.workspace_id,
    last_activity_at: row.last_activity_at,
    inserted_at: row.inserted_at,
    updated_at: row.updated_at,
  };
}

export function getDataset(tx: Tx, id: string): Dataset {
  const row = tx.get<DatasetRow>('SELECT * FROM datasets WHERE id = ?', id);
  if (row === undefined) throw notFound(`Dataset with id \`${id}\` not found`);
  return toDataset(row);
}

export interface DatasetFilter {
  workspace_id?: string | undefined;
  name?: string | undefined;
  status?: string | undefined;
}

export function listDatasets(tx: Tx, user: User, filter: DatasetFilter): Dataset[] {
  const conditions = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const where = conditions.map(([column]) => `${column} = ?`);
  const values = conditions.map(([, value]) => value);
  if (!isOwnerRole(user.role)) {
    where.push('workspace_id IN (SELECT workspace_id FROM workspace_users WHERE user_id = ?)');
    values.push(user.id);
  }
  const clause = where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`;
  return tx.all<DatasetRow>(`SELECT * FROM datasets ${clause} ORDER BY seq`, ...values).map(toDataset);
}

export interface NewDataset {
  name: string;
  guidelines: string | null;
  allow_extra_metadata: boolean;
  distribution: { min_submitted: number };
  metadata: Record<string, unknown> | null;
  workspace_id: string;
}

export function insertDataset(tx: Tx, dataset: NewDataset): Dataset {
  const { name, workspace_id: workspaceId, metadata } = dataset;
  if (tx.get('SELECT 1 FROM workspaces WHERE id = ?', workspaceId) === undefined) {
    throw unprocessable(`Workspace with id \`${workspaceId}\` not found`);
  }
  refuseTakenName(tx, name, workspaceId);
  const id = tx.newId();
  const now = tx.now();
  tx.run(
    `INSERT INTO datasets (id, name, guidelines, allow_extra_metadata, status, min_submitted, metadata, workspace_id,
       last_activity_at, inserted_at, updated_at) VALUES (?, ?, ?, ?, 'draft', ?, ?, ?, ?, ?, ?)`,
    id,
    name,
    dataset.guidelines,
    Number(dataset.allow_extra_metadata),
    dataset.distribution.min_submitted,
    metadata === null ? null : renderJson(metadata),
    workspaceId,
    now,
    now,
    now,
  );
  return getDataset(tx, id);
}

function refuseTakenName(tx: Tx, name: string, workspaceId: string): void {
  if (tx.get('SELECT 1 FROM datasets WHERE name = ? AND workspace_id = ?', name, workspaceId) === undefined) return;
  throw notUnique(`Dataset with name \`${name}\` already exists for workspace with id \`${workspaceId}\``);
}

export interface DatasetChange {
  name?: string | undefined;
  guidelines?: string | null | undefined;
  allow_extra_metadata?: boolean | undefined;
  distribution?: { min_submitted: number } | undefined;
  metadata?: Record<string, unknown> | null | undefined;
}

/** Writes what differs. A given distribution always counts as a change, even if it is the same. */
export function updateDataset(tx: Tx, dataset: Dataset, change: DatasetChange): Dataset {
  const name = change.name ?? dataset.name;
  const guidelines = change.guidelines === undefined ? dataset.guidelines : change.guidelines;
  const extra = change.allow_extra_metadata ?? dataset.allow_extra_metadata;
  const metadata = mergeMetadata(dataset.metadata, change.metadata);
  const isSame =
    name === dataset.name &&
    guidelines === dataset.guidelines &&
    extra === dataset.allow_extra_metadata &&
    metadata === (dataset.metadata?.text ?? null) &&
    change.distribution === undefined;
  if (isSame) return dataset;
  if (name !== dataset.name) refuseTakenName(tx, name, dataset.workspace_id);
  const now = tx.now();
  tx.run(
    `UPDATE datasets SET name = ?, guidelines = ?, allow_extra_metadata = ?, min_submitted = ?, metadata = ?,
       last_activity_at = ?, updated_at = ? WHERE id = ?`,
    name,
    guidelines,
    Number(extra),
    change.distribution?.min_submitted ?? dataset.distribution.min_submitted,
    metadata,
    now,
    now,
    dataset.id,
  );
  return getDataset(tx, dataset.id);
}

function mergeMetadata(stored: RawJson | null, sent: Record<string, unknown> | null | undefined): string | null {
  if (sent === undefined) return stored?.text ?? null;
  if (sent === null) return null;
  const old = stored === null ? {} : parseJson(stored.text);
  const merged = { ...(isPlainObject(old) ? old : {}), ...sent };
  return stored !== null && canonicalJson(old) === canonicalJson(merged) ? stored.text : renderJson(merged);
}

export function publishDataset(tx: Tx, dataset: Dataset): Dataset {
  if (dataset.status === 'ready') throw unprocessable('Dataset has already been published');
  if (tx.get('SELECT 1 FROM fields WHERE dataset_id = ?', dataset.id) === undefined) {
    throw unprocessable('Dataset cannot be published without fields');
  }
  if (tx.get('SELECT 1 FROM questions WHERE dataset_id = ? AND required = 1', dataset.id) === undefined) {
    throw unprocessable('Dataset cannot be published without required questions');
  }
  const now = tx.now();
  tx.run(
    `UPDATE datasets SET status = 'ready', last_activity_at = ?, updated_at = ? WHERE id = ?`,
    now,
    now,
    dataset.id,
  );
  return getDataset(tx, dataset.id);
}

export function deleteDataset(tx: Tx, dataset: Dataset): void {
  tx.run('DELETE FROM datasets WHERE id = ?', dataset.id);
}

/** Records that somebody answered. `updated_at` does not change. */
export function touchActivity(tx: Tx, datasetId: string): void {
  tx.run('UPDATE datasets SET last_activity_at = ? WHERE id = ?', tx.now(), datasetId);
}
