import type { Row } from '../../lib/readers/row.ts';

/**
 * The columns that the folders of a file give to all of its rows, as Hive and Spark write them: `lang=en` in
 * `data/lang=en/part-0.parquet`. Values are text, or null for Hive's default partition.
 */
export function readPartition(path: string): Row {
  const folders = path.split('/').slice(0, -1);
  const columns = folders.flatMap((folder) => {
    const [, name, value] = /^([^=]+)=(.*)$/su.exec(folder) ?? [];
    if (name === undefined || value === undefined || name === '__proto__') return [];
    return [[decode(name), value === '__HIVE_DEFAULT_PARTITION__' ? null : decode(value)] as const];
  });
  return Object.fromEntries(columns);
}

/** Hive writes special characters as in addresses: `a%2Fb`. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
