import type { Tx } from './tx.ts';
import { isOwnerRole, type User } from './users.ts';

export interface LeaderboardItem {
  /** Raters with as many answers share a place. */
  place: number;
  nickname: string;
  /** Submitted. */
  answers: number;
  is_me: boolean;
  /** Whose nickname it is; only organizers learn it. */
  user: { id: string; username: string } | null;
}

export interface Leaderboard {
  items: LeaderboardItem[];
  /** Raters with answers who have no nickname, and their answers together. */
  unnamed: { raters: number; answers: number };
}

/** Rows that are shown, beside one's own. */
const most = 100;

/** Raters of a dataset by submitted answers, under the nicknames that they chose. Nobody else appears by name. */
export function readLeaderboard(tx: Tx, datasetId: string, reader: User): Leaderboard {
  const rows = tx.all<{ user_id: string; username: string; nickname: string | null; answers: number }>(
    `SELECT counted.user_id, username, nickname, answers
     FROM (SELECT user_id, sum(count) AS answers FROM answer_counts
           WHERE dataset_id = ? AND status = 'submitted' GROUP BY user_id) AS counted
       JOIN users ON users.id = counted.user_id
       LEFT JOIN nicknames ON nicknames.user_id = counted.user_id
     WHERE answers > 0 ORDER BY answers DESC, compared`,
    datasetId,
  );
  const items: LeaderboardItem[] = [];
  const unnamed = { raters: 0, answers: 0 };
  let [above, last, place] = [0, -1, 0];
  for (const { user_id, username, nickname, answers } of rows) {
    above += 1;
    if (answers !== last) [place, last] = [above, answers];
    const is_me = user_id === reader.id;
    if (nickname === null) {
      unnamed.raters += 1;
      unnamed.answers += answers;
    } else if (items.length < most || is_me) {
      const user = isOwnerRole(reader.role) ? { id: user_id, username } : null;
      items.push({ place, nickname, answers, is_me, user });
    }
  }
  return { items, unnamed };
}
