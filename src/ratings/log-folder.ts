import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { nullIfMissing } from '../lib/files/missing-file.ts';
import { compareText } from '../lib/text/text.ts';

/** Whether a name is valid for a log file. No other file from a backup is ever written into the log's folder. */
export function isLogFileName(name: string): boolean {
  return /^\w[\w.-]*\.parquet$/u.test(name);
}

/** Names of the log's files, oldest first. Skips leftovers of killed writes, which start with a dot. */
export async function listLogFiles(dir: string): Promise<string[]> {
  const names = (await readdir(dir).catch(nullIfMissing)) ?? [];
  return names.filter((name) => name.endsWith('.parquet') && !name.startsWith('.')).toSorted(compareText);
}

export async function removeLogFiles(dir: string, names: Iterable<string>): Promise<void> {
  for (const name of names) await rm(join(dir, name), { force: true });
}

/** A log file's name, from its position in the log and a hash of its rows. */
export function logFileName(sequence: number, rows: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  return `${String(sequence).padStart(6, '0')}-${hash.slice(0, 12)}.parquet`;
}
