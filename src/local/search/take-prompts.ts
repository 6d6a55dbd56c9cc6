import type { Dataset } from '../storage/datasets.ts';
import { hold, noteAsker, type Taker } from '../storage/holds.ts';
import type { Tx } from '../storage/store.ts';
import type { User } from '../storage/users.ts';
import type { SearchBody } from './check-search.ts';
import type { Sql } from './filter-sql.ts';
import { readOwnStatuses } from './own-statuses.ts';

/** A rater who asks for more at once is reading, not rating. */
const mostAsked = 100;
/** So many prompts at most are held for a rater, and given to them at once. */
const mostHeld = 4;

/**
 * Whether a search of one's own takes prompts to rate them: a rater asks for the first few pending records without an
 * answer of theirs, in no particular order. All other searches only read.
 */
export function takesPrompts(user: User, body: SearchBody, page: { offset: number; limit: number }): boolean {
  const isPlain = (body.query ?? null) === null && (body.sort ?? null) === null;
  if (user.role !== 'annotator' || !isPlain || page.offset !== 0 || page.limit > mostAsked) return false;
  const statuses = readOwnStatuses(body.filters?.and ?? []);
  const isPending = statuses?.record?.size === 1 && statuses.record.has('pending');
  const isOpen = statuses?.response?.has('pending') === true;
  return isPending && isOpen && !['submitted', 'discarded'].some((status) => statuses.response?.has(status));
}

export interface Take {
  dataset: Dataset;
  userId: string;
  limit: number;
  nowMs: number;
  randomBytes: (size: number) => Uint8Array;
}

/**
 * Ids of the prompts that a rater gets, and holds them for this rater: first what they hold already, then prompts that
 * need more answers than they have and than they are held for. Somebody who would get nothing takes over one that
 * another rater is not looking at. `open` is the condition of the search on `records`.
 */
export function takePrompts(tx: Tx, { dataset, userId, limit: asked, nowMs, randomBytes }: Take, open: Sql): string[] {
  const limit = Math.min(asked, mostHeld);
  const taker = { datasetId: dataset.id, userId };
  noteAsker(tx, taker, nowMs);
  const held = listHeld(tx, taker, open);
  if (held.length < limit) {
    const start = Buffer.from(randomBytes(4)).toString('hex');
    const wanted = { start, userId, overlap: dataset.distribution.min_submitted, count: limit - held.length };
    for (const id of findFree(tx, wanted, open)) {
      hold(tx, taker, id);
      held.push(id);
    }
  }
  if (held.length === 0) {
    const id = takeOver(tx, taker, nowMs, open);
    if (id !== undefined) held.push(id);
  }
  return held.slice(0, limit);
}

function listHeld(tx: Tx, { datasetId, userId }: Taker, open: Sql): string[] {
  const rows = tx.all<{ id: string }>(
    `SELECT records.id FROM holds CROSS JOIN records ON records.id = holds.record_id
     WHERE holds.user_id = ? AND holds.dataset_id = ? AND ${open.text} ORDER BY holds.seq`,
    userId,
    datasetId,
    ...open.values,
  );
  return rows.map(({ id }) => id);
}

/** The next free prompts from a place in the order of the random ids on, once around. */
function findFree(
  tx: Tx,
  { start, userId, overlap, count }: { start: string; userId: string; overlap: number; count: number },
  open: Sql,
): string[] {
  const find = (sign: '>=' | '<', most: number) =>
    tx.all<{ id: string }>(
      `SELECT records.id FROM records WHERE ${open.text} AND records.id ${sign} ?
         AND NOT EXISTS (SELECT 1 FROM holds WHERE holds.record_id = records.id AND holds.user_id = ?)
         AND (SELECT count(*) FROM responses AS r WHERE r.record_id = records.id AND r.status = 'submitted')
           + (SELECT count(*) FROM holds WHERE holds.record_id = records.id) < ?
       ORDER BY records.id LIMIT ?`,
      ...open.values,
      start,
      userId,
      overlap,
      most,
    );
  const found = find('>=', count);
  if (found.length < count) found.push(...find('<', count - found.length));
  return found.map(({ id }) => id);
}

/**
 * Takes over a prompt that is held for another rater: one that they have loaded ahead, or the one on their screen if
 * they seem to have left.
 */
function takeOver(tx: Tx, taker: Taker, nowMs: number, open: Sql): string | undefined {
  const found = tx.get<{ seq: number; id: string }>(
    `SELECT holds.seq, records.id,
       holds.seq = (SELECT min(seq) FROM holds AS own WHERE own.user_id = holds.user_id AND own.dataset_id = holds.dataset_id)
         AS is_first
     FROM holds CROSS JOIN records ON records.id = holds.record_id
       JOIN askers ON askers.dataset_id = holds.dataset_id AND askers.user_id = holds.user_id
     WHERE holds.dataset_id = ? AND holds.user_id <> ? AND ${open.text}
       AND (NOT is_first OR at_ms + quiet_after_ms <= ?)
       AND NOT EXISTS (SELECT 1 FROM holds AS mine WHERE mine.record_id = records.id AND mine.user_id = ?)
     ORDER BY is_first, at_ms, holds.seq DESC LIMIT 1`,
    taker.datasetId,
    taker.userId,
    ...open.values,
    nowMs,
    taker.userId,
  );
  if (found === undefined) return undefined;
  tx.run('DELETE FROM holds WHERE seq = ?', found.seq);
  hold(tx, taker, found.id);
  return found.id;
}
