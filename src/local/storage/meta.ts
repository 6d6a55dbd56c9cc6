import type { Tx } from './tx.ts';

/** The value of a key in the database's table of single facts. */
export function getMeta(tx: Tx, key: string): string | undefined {
  return tx.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)?.value;
}

export function setMeta(tx: Tx, key: string, value: string): void {
  tx.run('INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', key, value);
}

export function deleteMeta(tx: Tx, key: string): void {
  tx.run('DELETE FROM meta WHERE key = ?', key);
}
