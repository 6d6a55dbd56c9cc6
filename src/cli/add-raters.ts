import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileWhole } from '../lib/atomic-file.ts';
import { addRater } from '../local/add-rater.ts';
import type { Context } from './context.ts';

/**
 * Makes rater accounts on the embedded server. Their passwords go into `.prank/raters.csv` (0600), never to a screen:
 * the organizer hands them out from there.
 */
export async function addRaters(context: Context, dir: string, db: string, names: string[]): Promise<void> {
  const path = join(dir, '.prank', 'raters.csv');
  for (const username of names) {
    const password = randomBytes(9).toString('base64url');
    if (!(await addRater(db, { username, password }))) {
      context.emit({ type: 'info', text: `The account ${username} is there already; its password stays.` });
      continue;
    }
    const lines = await readFile(path, 'utf8').catch(() => 'username,password\n');
    await writeFileWhole(path, `${lines}"${username.replaceAll('"', '""')}",${password}\n`, 0o600);
    context.emit({ type: 'info', text: `Made the account ${username}; its password is in ${path}.` });
  }
}
