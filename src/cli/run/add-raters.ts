import { randomBytes } from 'node:crypto';
import { addRater } from '../../local/add-rater.ts';
import type { Context } from '../context.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import { readRaterPasswords, writeRaterPasswords } from '../../folder/rater-passwords.ts';

/**
 * Makes rater accounts on the embedded server. Their passwords go into a file, never to a screen. Who stands in that
 * file keeps the password and is let into every workspace that has been made since.
 */
export async function addRaters(context: Context, dir: string, db: string, names: string[]): Promise<void> {
  const passwords = await readRaterPasswords(dir);
  for (const [username, password] of passwords) addRater(db, { username, password });
  for (const username of new Set(names.filter((name) => !passwords.has(name)))) {
    const password = randomBytes(9).toString('base64url');
    addRater(db, { username, password });
    passwords.set(username, password);
    await writeRaterPasswords(dir, passwords);
    context.emit({
      type: 'info',
      text: `Made the account ${username}; its password is in ${campaignPaths.raterPasswords(dir)}.`,
    });
  }
}
