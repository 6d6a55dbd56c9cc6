import { CsvError, parse } from 'csv-parse/sync';
import { writeFileWhole } from '../lib/files/atomic-file.ts';
import { UsageError } from '../lib/errors.ts';
import { readTextIfPresent } from '../lib/files/read-text.ts';
import { campaignPaths } from './campaign-paths.ts';

/**
 * Username → password; empty if there is no such file. Throws UsageError `file_unreadable`, and `passwords_damaged` if
 * it is not such a list: the passwords are stored nowhere else, and adding one rewrites the whole file.
 */
export async function readRaterPasswords(dir: string): Promise<Map<string, string>> {
  const path = campaignPaths.raterPasswords(dir);
  const text = (await readTextIfPresent(path)) ?? '';
  const [header, ...rows] = parseRows(text, path);
  if (header !== undefined && header.join() !== 'username,password') {
    throw damaged(path, 'line 1 is not `username,password`');
  }
  return new Map(rows.map(([username = '', password = '']) => [username, password]));
}

function parseRows(text: string, path: string): string[][] {
  try {
    return parse(text, { bom: true, skip_empty_lines: true });
  } catch (error) {
    throw error instanceof CsvError ? damaged(path, error.message, error) : error;
  }
}

function damaged(path: string, problem: string, cause?: unknown): UsageError {
  return new UsageError('passwords_damaged', `${path} is not a list of raters and passwords: ${problem}.`, { cause });
}

export async function writeRaterPasswords(dir: string, passwords: ReadonlyMap<string, string>): Promise<void> {
  const rows = [...passwords].map(([username, password]) => `"${username.replaceAll('"', '""')}",${password}\n`);
  await writeFileWhole(campaignPaths.raterPasswords(dir), `username,password\n${rows.join('')}`, 0o600);
}

/** Removes a rater, who would otherwise be let in again by the next `prank serve`. */
export async function removeRaterPassword(dir: string, username: string): Promise<void> {
  const passwords = await readRaterPasswords(dir);
  if (passwords.delete(username)) await writeRaterPasswords(dir, passwords);
}
