import { campaignPaths } from '../../folder/campaign-paths.ts';
import { readRaterPasswords } from '../../folder/rater-passwords.ts';
import { UsageError } from '../../lib/errors.ts';
import { makePassword, passwordBytes } from '../../lib/text/make-password.ts';
import { printable } from '../../lib/text/text.ts';
import type { CampaignFolder } from '../open/types.ts';

/** A rater account that `prank serve` was asked for. */
export interface AddedRater {
  username: string;
  /** It is stored nowhere else. null = the account was there and keeps its password. */
  password: string | null;
}

/**
 * Lets the raters whom the organizer made into workspaces that were created since, and creates the accounts that
 * earlier versions listed in .prank/raters.csv. `db` is the campaign's database unless given.
 */
export async function letRatersIn(
  { dir }: Pick<CampaignFolder, 'dir'>,
  db: string = campaignPaths.localDatabase(dir),
): Promise<void> {
  const local = await import('../../local/add-rater.ts');
  local.addListedRaters(db, await readRaterPasswords(dir));
  local.letRatersIn(db);
}

/**
 * Creates rater accounts in the embedded server's database, whether or not a server uses it, and sets new passwords.
 * Who has an account keeps the password, and is let in again if they were removed. Throws UsageError `rater_unknown`,
 * before anything has changed, if somebody without an account is to get a new password.
 */
export async function addRaters(
  { random }: Pick<CampaignFolder, 'random'>,
  { names, newPasswords }: { names: readonly string[]; newPasswords: readonly string[] },
  db: string,
): Promise<AddedRater[]> {
  const { addRater, isRater, letRaterIn } = await import('../../local/add-rater.ts');
  const unknown = newPasswords.find((name) => !isRater(db, name));
  if (unknown !== undefined) {
    throw new UsageError('rater_unknown', `Nobody called ${printable(unknown, 60)} has an account on this server.`);
  }
  const setPassword = (username: string): AddedRater => {
    const password = makePassword(random(passwordBytes));
    addRater(db, { username, password });
    return { username, password };
  };
  const renewed = new Set(newPasswords);
  const asked = new Set(names.filter((name) => !renewed.has(name)));
  return [
    ...[...asked].map((username) => (letRaterIn(db, username) ? { username, password: null } : setPassword(username))),
    ...[...renewed].map(setPassword),
  ];
}
