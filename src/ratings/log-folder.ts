import { readdir } from 'node:fs/promises';
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

/** A log file's name, from its position in the log and the SHA-256 of its bytes. */
export function logFileName(sequence: number, sha256: string): string {
  return `${String(sequence).padStart(6, '0')}-${sha256}.parquet`;
}

/**
 * What a log file's name says about its content: the SHA-256 of its bytes, or, in names that earlier versions gave, the
 * start of a hash of its rows. null = nothing; such a file is not from prank.
 */
export function readLogFileName(name: string): { of: 'bytes' | 'rows'; hash: string } | null {
  const [, hash] = /^\d{6,}-([0-9a-f]{12}|[0-9a-f]{64})\.parquet$/u.exec(name) ?? [];
  return hash === undefined ? null : { of: hash.length === 64 ? 'bytes' : 'rows', hash };
}
