import { floatText, isPlainObject, parseJson, RawJson } from '../http/json.ts';
import type { MetadataProperty } from './settings.ts';
import type { Tx } from './store.ts';

/** The distribution of a metadata property's values over the records of its dataset. */
export function readMetadataMetrics(tx: Tx, { dataset_id: datasetId, name, settings }: MetadataProperty): unknown {
  const read = parseJson(settings.text);
  const type = isPlainObject(read) ? read['type'] : undefined;
  return type === 'terms' ? countTerms(tx, datasetId, name) : findBounds(tx, datasetId, name, type === 'float');
}

function countTerms(tx: Tx, datasetId: string, name: string): unknown {
  const values = tx.all<{ term: string; count: number }>(
    `SELECT term.value AS term, count(*) AS count
     FROM records, json_each(records.metadata) AS member,
       json_each(CASE member.type WHEN 'array' THEN member.value ELSE json_array(member.value) END) AS term
     WHERE dataset_id = ? AND member.key = ? AND term.value IS NOT NULL
     GROUP BY term.value ORDER BY count DESC, term.value`,
    datasetId,
    name,
  );
  return { type: 'terms', total: values.reduce((sum, { count }) => sum + count, 0), values };
}

function findBounds(tx: Tx, datasetId: string, name: string, isFloat: boolean): unknown {
  const found = tx.get<{ min: number | null; max: number | null }>(
    `SELECT min(member.value) AS min, max(member.value) AS max FROM records, json_each(records.metadata) AS member
     WHERE dataset_id = ? AND member.key = ? AND member.type IN ('integer', 'real')`,
    datasetId,
    name,
  );
  const print = (value: number | null | undefined): RawJson | null => {
    if (value === null || value === undefined) return null;
    return new RawJson(isFloat ? floatText(Number(value.toFixed(5))) : String(value));
  };
  return { type: isFloat ? 'float' : 'integer', min: print(found?.min), max: print(found?.max) };
}
