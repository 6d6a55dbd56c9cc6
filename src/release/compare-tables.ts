import type { DuckDBValue } from '@duckdb/node-api';
import { withDuckdb } from '../lib/files/duckdb.ts';
import { sqlParquetFiles } from '../lib/files/parquet-file.ts';
import { toPlainValue } from '../lib/readers/plain-value.ts';

/** A figure or text that is not what the release's own answers give. */
export interface Difference {
  /** Path in the release. */
  file: string;
  /** The prompt, rater or row; for text the line; null = the whole file. */
  id: string | null;
  /** null = the whole row or line. */
  column: string | null;
  /** null = it is not there. */
  published: unknown;
  computed: unknown;
}

/** Columns that tell the rows of a table apart; other tables are compared row by row. */
const keys: Readonly<Record<string, readonly string[]>> = {
  data: ['id'],
  ratings: ['prompt_id', 'rater'],
  raters: ['rater'],
  top: ['id'],
  '.prank': ['id'],
};

interface Table {
  /** Name → type. */
  columns: Map<string, string>;
  /** By key, in the order of the file. */
  rows: Map<string, Record<string, unknown>>;
}

/** Compares two versions of the parquet file `path` of a release, cell by cell. */
export async function compareTables(path: string, publishedPath: string, computedPath: string): Promise<Difference[]> {
  const key = keys[path.split('/', 1)[0] ?? ''] ?? [];
  const [published, computed] = [await readTable(publishedPath, key), await readTable(computedPath, key)];
  const at = (
    id: string | null,
    column: string | null,
    values: { published: unknown; computed: unknown },
  ): Difference => ({ file: path, id, column, ...values });
  const columns = union(published.columns.keys(), computed.columns.keys()).flatMap((name) => {
    const types = { published: published.columns.get(name) ?? null, computed: computed.columns.get(name) ?? null };
    return types.published === types.computed ? [] : [at(null, name, types)];
  });
  const cells = union(published.rows.keys(), computed.rows.keys()).flatMap((id) => {
    const [there, own] = [published.rows.get(id), computed.rows.get(id)];
    if (there === undefined || own === undefined)
      return [at(id, null, { published: there ?? null, computed: own ?? null })];
    return [...computed.columns.keys()].flatMap((name) => {
      const values = { published: there[name] ?? null, computed: own[name] ?? null };
      return isSame(values.published, values.computed) ? [] : [at(id, name, values)];
    });
  });
  if (columns.length + cells.length > 0) return [...columns, ...cells];
  const [order, ownOrder] = [[...published.rows.keys()], [...computed.rows.keys()]];
  const place = order.findIndex((id, index) => id !== ownOrder[index]);
  return place === -1
    ? []
    : [at(`row ${place + 1}`, null, { published: order[place], computed: ownOrder[place] ?? null })];
}

function union(a: Iterable<string>, b: Iterable<string>): string[] {
  return [...new Set([...a, ...b])];
}

/** Another processor may round the last bits of a number differently. */
const tolerance = 1e-9;

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));
  return JSON.stringify(a) === JSON.stringify(b);
}

async function readTable(path: string, key: readonly string[]): Promise<Table> {
  return withDuckdb(async (connection) => {
    const table = sqlParquetFiles([path]);
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${table}`);
    const columns = new Map(described.getRows().map(([name, type]) => [String(name), String(type)]));
    const rows = new Map<string, Record<string, unknown>>();
    const result = await connection.stream(`SELECT * FROM ${table}`);
    for await (const part of result.yieldRows()) {
      for (const cells of part) {
        const row = Object.fromEntries([...columns.keys()].map((name, index) => [name, plain(cells[index])]));
        const id = key.length === 0 ? `row ${rows.size + 1}` : key.map((name) => String(row[name])).join(' ');
        rows.set(rows.has(id) ? `${id}, again in row ${rows.size + 1}` : id, row);
      }
    }
    return { columns, rows };
  });
}

function plain(value: DuckDBValue | undefined): unknown {
  return toPlainValue(value ?? null);
}
