import { campaignPaths } from '../../folder/campaign-paths.ts';
import { readRaterPasswords, writeRaterPasswords } from '../../folder/rater-passwords.ts';
import type { Emit } from '../../model.ts';
import type { CampaignFolder } from '../open/types.ts';

/**
 * Creates rater accounts in the embedded server's database, which is the campaign's unless `db` is given. Passwords go
 * into a file, never to a screen. Raters in that file keep their password, and join every workspace that was created
 * since.
 */
export async function addRaters(
  { dir, random }: Pick<CampaignFolder, 'dir' | 'random'>,
  names: readonly string[],
  emit: Emit,
  db: string = campaignPaths.localDatabase(dir),
): Promise<void> {
  const { addListedRaters, addRater } = await import('../../local/add-rater.ts');
  const passwords = await readRaterPasswords(dir);
  addListedRaters(db, passwords);
  const added = new Set(names.filter((name) => !passwords.has(name)));
  for (const username of added) {
    const password = random(9).toString('base64url');
    addRater(db, { username, password });
    passwords.set(username, password);
    await writeRaterPasswords(dir, passwords);
    const file = campaignPaths.raterPasswords(dir);
    emit({ type: 'info', text: `Made the account ${username}; its password is in ${file}.` });
  }
  // So that the next start knows the longer list.
  if (added.size > 0) addListedRaters(db, passwords);
}
