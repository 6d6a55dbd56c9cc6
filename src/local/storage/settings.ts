import { notFound, notUnique } from '../http/api-error.ts';
import { parseJson, RawJson, renderJson } from '../http/json.ts';
import type { Tx } from './store.ts';

/** Fields, questions and metadata properties are stored the same way: named parts of a dataset with settings. */
export interface Part {
  id: string;
  name: string;
  title: string;
  settings: RawJson;
  dataset_id: string;
  inserted_at: string;
  updated_at: string;
}

export interface Field extends Part {
  required: boolean;
}

export interface Question extends Part {
  description: string | null;
  required: boolean;
}

export interface MetadataProperty extends Part {
  visible_for_annotators: boolean;
}

interface PartKind {
  table: 'fields' | 'questions' | 'metadata_properties';
  /** The names used in messages about a missing part and about a taken name. */
  entity: string;
  noun: string;
}

export const partKinds = {
  field: { table: 'fields', entity: 'Field', noun: 'Field' },
  question: { table: 'questions', entity: 'Question', noun: 'Question' },
  metadataProperty: { table: 'metadata_properties', entity: 'MetadataProperty', noun: 'Metadata property' },
} as const satisfies Record<string, PartKind>;

interface Parts {
  field: Field;
  question: Question;
  metadataProperty: MetadataProperty;
}

type Kind = keyof Parts;
type PartRow = Omit<Part, 'settings'> & { settings: string } & Record<string, unknown>;

const columnsByKind = {
  field: 'id, name, title, required, settings, dataset_id, inserted_at, updated_at',
  question: 'id, name, title, description, required, settings, dataset_id, inserted_at, updated_at',
  metadataProperty: 'id, name, title, settings, visible_for_annotators, dataset_id, inserted_at, updated_at',
} as const satisfies Record<Kind, string>;

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows which part it selected.
function toPart<K extends Kind>(row: PartRow): Parts[K] {
  const flags: Record<string, boolean> = {};
  for (const name of ['required', 'visible_for_annotators']) if (name in row) flags[name] = row[name] === 1;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the columns were selected by the kind, so the row has exactly its keys.
  return { ...row, ...flags, settings: new RawJson(row.settings) } as unknown as Parts[K];
}

export function getPart<K extends Kind>(tx: Tx, kind: K, id: string): Parts[K] {
  const { table, entity } = partKinds[kind];
  const row = tx.get<PartRow>(`SELECT ${columnsByKind[kind]} FROM ${table} WHERE id = ?`, id);
  if (row === undefined) throw notFound(`${entity} with id \`${id}\` not found`);
  return toPart<K>(row);
}

export function listParts<K extends Kind>(tx: Tx, kind: K, datasetId: string): Parts[K][] {
  const sql = `SELECT ${columnsByKind[kind]} FROM ${partKinds[kind].table} WHERE dataset_id = ? ORDER BY seq`;
  return tx.all<PartRow>(sql, datasetId).map((row) => toPart<K>(row));
}

export function hasPartNamed(tx: Tx, kind: Kind, datasetId: string, name: string): boolean {
  const sql = `SELECT 1 FROM ${partKinds[kind].table} WHERE dataset_id = ? AND name = ?`;
  return tx.get(sql, datasetId, name) !== undefined;
}

export function refuseTakenPartName(tx: Tx, kind: Kind, datasetId: string, name: string): void {
  if (!hasPartNamed(tx, kind, datasetId, name)) return;
  const { noun } = partKinds[kind];
  throw notUnique(`${noun} with name \`${name}\` already exists for dataset with id \`${datasetId}\``);
}

/** Columns of a part in addition to those that all parts have. */
export type PartColumns = Record<string, string | number | null>;

export function createPart<K extends Kind>(
  tx: Tx,
  kind: K,
  part: { name: string; title: string; settings: unknown; dataset_id: string },
  columns: PartColumns,
): Parts[K] {
  const id = tx.newId();
  const now = tx.now();
  const row: PartColumns = {
    ...part,
    ...columns,
    id,
    settings: renderJson(part.settings),
    inserted_at: now,
    updated_at: now,
  };
  const names = Object.keys(row);
  tx.run(
    `INSERT INTO ${partKinds[kind].table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    ...Object.values(row),
  );
  return getPart(tx, kind, id);
}

/** Writes the given columns if any of them differs. Settings count as changed whenever they are given. */
export function updatePart<K extends Kind>(tx: Tx, kind: K, id: string, columns: PartColumns): Parts[K] {
  const { table } = partKinds[kind];
  const names = Object.keys(columns);
  if (names.length === 0) return getPart(tx, kind, id);
  const stored = tx.get<PartColumns>(`SELECT ${names.join(', ')} FROM ${table} WHERE id = ?`, id);
  const isSame = names.every((name) => name !== 'settings' && stored?.[name] === columns[name]);
  if (isSame) return getPart(tx, kind, id);
  const assignments = names.map((name) => `${name} = ?`).join(', ');
  tx.run(`UPDATE ${table} SET ${assignments}, updated_at = ? WHERE id = ?`, ...Object.values(columns), tx.now(), id);
  return getPart(tx, kind, id);
}

export function deletePart(tx: Tx, kind: Kind, id: string): void {
  tx.run(`DELETE FROM ${partKinds[kind].table} WHERE id = ?`, id);
}

/** Merges the sent settings into the stored ones. Keys sent as undefined stay. */
export function mergeSettings(stored: RawJson, sent: Record<string, unknown>): string {
  const old = parseJson(stored.text);
  const given = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined));
  return renderJson({ ...(typeof old === 'object' ? old : {}), ...given });
}
