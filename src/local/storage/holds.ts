import type { Tx } from './tx.ts';

/**
 * Which prompts are held for whom, so that people who rate at the same time don't give a prompt more answers than it
 * needs, and when each of them last asked. A hold is no fact about answers: it lives in the memory of the process that
 * serves, and a restart forgets it.
 */
export const holdTables = `
CREATE TEMP TABLE holds (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, dataset_id TEXT NOT NULL, user_id TEXT NOT NULL, record_id TEXT NOT NULL,
  UNIQUE (user_id, record_id)) STRICT;
CREATE INDEX temp.holds_by_record ON holds (record_id);
CREATE TEMP TABLE askers (
  dataset_id TEXT NOT NULL, user_id TEXT NOT NULL, at_ms INTEGER NOT NULL, quiet_after_ms INTEGER NOT NULL,
  PRIMARY KEY (dataset_id, user_id)) STRICT;
`;

/** Who takes prompts from which dataset. */
export interface Taker {
  datasetId: string;
  userId: string;
}

const lifetimeMs = 10 * 60_000;
/** Somebody who has not asked for three times as long as usual may have left: after these times at least and at most. */
const quietAfterMs = { least: 5_000, most: 60_000 };

/** Notes that somebody asks, and forgets what is held for those who have not asked for 10 minutes. */
export function noteAsker(tx: Tx, { datasetId, userId }: Taker, nowMs: number): void {
  const gone = 'SELECT user_id FROM askers WHERE dataset_id = ? AND at_ms <= ?';
  tx.run(`DELETE FROM holds WHERE dataset_id = ? AND user_id IN (${gone})`, datasetId, datasetId, nowMs - lifetimeMs);
  // Half of what was known and half of what is new; three times the pace.
  tx.run(
    `INSERT INTO askers VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET at_ms = excluded.at_ms,
       quiet_after_ms = max(?, min(?, (quiet_after_ms + 3 * (excluded.at_ms - at_ms)) / 2))`,
    datasetId,
    userId,
    nowMs,
    quietAfterMs.most,
    quietAfterMs.least,
    quietAfterMs.most,
  );
}

export function hold(tx: Tx, { datasetId, userId }: Taker, recordId: string): void {
  tx.run('INSERT INTO holds (dataset_id, user_id, record_id) VALUES (?, ?, ?)', datasetId, userId, recordId);
}

/** Releases a prompt that a person has answered or skipped, and for everybody if it is completed. */
export function releaseAnswered(tx: Tx, recordId: string, userId: string): void {
  tx.run(
    `DELETE FROM holds WHERE record_id = ?
       AND (user_id = ? OR EXISTS (SELECT 1 FROM records WHERE id = ? AND status = 'completed'))`,
    recordId,
    userId,
    recordId,
  );
}

/** Releases all that a person holds in a dataset. */
export function releaseAll(tx: Tx, { datasetId, userId }: Taker): void {
  tx.run('DELETE FROM holds WHERE dataset_id = ? AND user_id = ?', datasetId, userId);
}
