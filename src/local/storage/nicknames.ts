import { countCharacters } from '../../lib/text/text.ts';
import { notUnique, unprocessable } from '../http/api-error.ts';
import type { Tx } from './tx.ts';

/**
 * Names under which raters appear on the leaderboard. Who has none appears by no name. They end with their user, and are
 * in no backup.
 */
export const nicknameTable = `
CREATE TABLE IF NOT EXISTS nicknames (
  user_id TEXT PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
  nickname TEXT NOT NULL, compared TEXT NOT NULL UNIQUE) STRICT;
`;

const longest = 30;

export function findNickname(tx: Tx, userId: string): string | null {
  return tx.get<{ nickname: string }>('SELECT nickname FROM nicknames WHERE user_id = ?', userId)?.nickname ?? null;
}

/**
 * Sets a user's nickname, and returns it as stored: composed, with single blanks. Throws 422 if it is empty, too long or
 * has characters that hide or pile up, 409 if somebody else has it, as nickname or as username.
 */
export function setNickname(tx: Tx, userId: string, given: string): string {
  const nickname = given
    .normalize('NFC')
    .replace(/\p{Zs}+/gu, ' ')
    .trim();
  if (nickname === '') throw unprocessable('The nickname is empty.');
  if (countCharacters(nickname) > longest) throw unprocessable(`The nickname has more than ${longest} characters.`);
  if (/[\p{C}\p{Zl}\p{Zp}]|\p{M}{4}/u.test(nickname) || !/[\p{L}\p{N}\p{S}\p{P}]/u.test(nickname)) {
    throw unprocessable('The nickname has characters that can’t be shown.');
  }
  const compared = compareForm(nickname);
  const isTaken =
    tx.get('SELECT 1 FROM nicknames WHERE compared = ? AND user_id <> ?', compared, userId) !== undefined ||
    tx
      .all<{ username: string }>('SELECT username FROM users WHERE id <> ?', userId)
      .some(({ username }) => compareForm(username) === compared);
  if (isTaken) throw notUnique('Somebody else has this name.');
  tx.run(
    `INSERT INTO nicknames VALUES (?, ?, ?)
       ON CONFLICT (user_id) DO UPDATE SET nickname = excluded.nickname, compared = excluded.compared`,
    userId,
    nickname,
    compared,
  );
  return nickname;
}

export function removeNickname(tx: Tx, userId: string): void {
  tx.run('DELETE FROM nicknames WHERE user_id = ?', userId);
}

/** Names that look alike are the same: case, width, and blanks make no difference. */
function compareForm(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/gu, '').normalize('NFKC');
}
