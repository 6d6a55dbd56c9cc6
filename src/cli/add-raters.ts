import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { writeFileWhole } from '../lib/atomic-file.ts';
import { addRater } from '../local/add-rater.ts';
import type { Context } from './context.ts';

/**
 * Makes rater accounts on the embedded server. Their passwords go into `.prank/raters.csv` (0600), never to a screen:
 * the organizer hands them out from there. Who stands in that file keeps the password and is let into every workspace
 * that has been made since.
 */
export async function addRaters(context: Context, dir: string, db: string, names: string[]): Promise<void> {
  const path = join(dir, '.prank', 'raters.csv');
  const passwords = await readPasswords(path);
  for (const [username, password] of passwords) addRater(db, { username, password });
  for (const username of new Set(names.filter((name) => !passwords.has(name)))) {
    const password = randomBytes(9).toString('base64url');
    addRater(db, { username, password });
    passwords.set(username, password);
    await writeFileWhole(path, renderPasswords(passwords), 0o600);
    context.emit({ type: 'info', text: `Made the account ${username}; its password is in ${path}.` });
  }
}

async function readPasswords(path: string): Promise<Map<string, string>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const rows: string[][] = parse(text, { from_line: 2, skip_empty_lines: true });
  return new Map(rows.map(([username = '', password = '']) => [username, password]));
}

function renderPasswords(passwords: Map<string, string>): string {
  const rows = [...passwords].map(([username, password]) => `"${username.replaceAll('"', '""')}",${password}\n`);
  return `username,password\n${rows.join('')}`;
}
