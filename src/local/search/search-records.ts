import { createHash } from 'node:crypto';
import { rowsPerRecord, wordQuery } from '../storage/record-words.ts';
import { countRecords, getRecord, recordColumns, type StoredRecord } from '../storage/records.ts';
import type { Tx } from '../storage/store.ts';
import type { SearchBody } from './check-search.ts';
import { filterSql, orderSql, type Sql } from './filter-sql.ts';
import { countOwn, readOwnStatuses } from './own-statuses.ts';
import { type Take, takePrompts } from './take-prompts.ts';

export interface Search {
  datasetId: string;
  body: SearchBody;
  offset: number;
  limit: number;
  /** If given, only this user's answers are considered. */
  userId?: string;
}

type Found = Pick<StoredRecord, 'seq'>[];

/**
 * One page of matching records, and the total number. Without `sort`: each user's own order, or insertion order. What
 * raters ask for all the time takes the same time whatever the number of records: their open prompts, their earlier
 * answers, and words.
 */
export function searchRecords(tx: Tx, search: Search): { records: StoredRecord[]; total: number } {
  const found = findByWords(tx, search) ?? findByConditions(tx, search);
  return { ...found, records: found.records.map(({ seq }) => getBySeq(tx, seq)) };
}

/** The prompts that a rater takes with this search, and the number of all that match it. */
export function takeRecords(tx: Tx, search: Search, take: Take): { records: StoredRecord[]; total: number } {
  const where = conditionsOf(tx, search);
  const ids = takePrompts(tx, take, where);
  return { records: ids.map((id) => getRecord(tx, id)), total: countByStatus(tx, search) ?? countMatches(tx, where) };
}

function findByConditions(tx: Tx, search: Search): { records: Found; total: number } {
  const where = conditionsOf(tx, search);
  const total = countByStatus(tx, search) ?? countMatches(tx, where);
  return { records: total === 0 ? [] : findPage(tx, search, where), total };
}

function conditionsOf(tx: Tx, { datasetId, body, userId }: Search): Sql {
  const filters = (body.filters?.and ?? []).map((filter) => filterSql(filter, userId));
  const text = body.query?.text;
  if (text !== null && text !== undefined) {
    filters.push({
      text: `records.seq IN (SELECT rowid / ${rowsPerRecord} FROM record_words WHERE record_words MATCH ?)`,
      values: [wordQuery(tx, datasetId, text)],
    });
  }
  return {
    text: ['records.dataset_id = ?', ...filters.map((filter) => filter.text)].join(' AND '),
    values: [datasetId, ...filters.flatMap((filter) => filter.values)],
  };
}

/** From the counters, if the search is only about the status of records and of the user's answers. */
function countByStatus(tx: Tx, { datasetId, body, userId }: Search): number | null {
  if (body.query?.text !== null && body.query?.text !== undefined) return null;
  const filters = body.filters?.and ?? [];
  if (filters.length === 0) return countRecords(tx, datasetId);
  const statuses = userId === undefined ? null : readOwnStatuses(filters);
  return statuses === null || userId === undefined ? null : countOwn(tx, { datasetId, userId }, statuses);
}

function countMatches(tx: Tx, { text, values }: Sql): number {
  return tx.get<{ count: number }>(`SELECT count(*) AS count FROM records WHERE ${text}`, ...values)?.count ?? 0;
}

function findPage(tx: Tx, { body, userId, offset, limit }: Search, where: Sql): Found {
  const sort = body.sort ?? [];
  if (userId !== undefined && isAboutGiven(body)) {
    // Begin with the answers: even somebody who has rated much has answered few of all records.
    const order = sort.length === 0 ? ownOrder(userId) : orderSql(sort, userId, 'mine.record_seq');
    return tx.all(
      `SELECT records.seq FROM responses AS mine CROSS JOIN records ON records.seq = mine.record_seq
       WHERE mine.user_id = ? AND ${where.text} ORDER BY ${order.text} LIMIT ? OFFSET ?`,
      userId,
      ...where.values,
      ...order.values,
      limit,
      offset,
    );
  }
  if (userId !== undefined && sort.length === 0) return findInOwnOrder(tx, { userId, offset, limit }, where);
  const order = orderSql(sort, userId, 'records.seq');
  return tx.all(
    `SELECT records.seq FROM records WHERE ${where.text} ORDER BY ${order.text} LIMIT ? OFFSET ?`,
    ...where.values,
    ...order.values,
    limit,
    offset,
  );
}

/** Whether only records that the user has answered match. */
function isAboutGiven(body: SearchBody): boolean {
  return (body.filters?.and ?? []).some(
    ({ type, scope, ...filter }) =>
      type === 'terms' &&
      scope.entity === 'response' &&
      typeof scope.question !== 'string' &&
      'values' in filter &&
      !filter.values.includes('pending'),
  );
}

/**
 * The ids are random, so a walk from a place of one's own once around is a fixed order of one's own, in which not
 * everybody rates the same records first. An index yields it.
 */
function findInOwnOrder(
  tx: Tx,
  { userId, offset, limit }: { userId: string; offset: number; limit: number },
  where: Sql,
): Found {
  const start = startOf(userId);
  const half = (sign: '>=' | '<') =>
    `SELECT * FROM (SELECT records.seq FROM records WHERE ${where.text} AND records.id ${sign} ? ORDER BY records.id LIMIT ?)`;
  const values = [...where.values, start, offset + limit];
  return tx.all(`${half('>=')} UNION ALL ${half('<')} LIMIT ? OFFSET ?`, ...values, ...values, limit, offset);
}

function ownOrder(userId: string): Sql {
  return { text: 'records.id < ?, records.id', values: [startOf(userId)] };
}

function startOf(userId: string): string {
  return createHash('md5').update(userId).digest('hex').slice(0, 8);
}

/** A search for nothing but words, if each matching record has one matching field. A user's own order begins at their own record. */
function findByWords(
  tx: Tx,
  { datasetId, body, userId, offset, limit }: Search,
): { records: Found; total: number } | null {
  const text = body.query?.text;
  if (text === null || text === undefined) return null;
  if ((body.filters?.and ?? []).length > 0 || (body.sort ?? []).length > 0) return null;
  const fields = tx.get<{ count: number }>('SELECT count(*) AS count FROM fields WHERE dataset_id = ?', datasetId);
  if (fields?.count !== 1 && typeof text.field !== 'string') return null;
  const query = wordQuery(tx, datasetId, text);
  const match = 'FROM record_words WHERE record_words MATCH ?';
  const total = tx.get<{ count: number }>(`SELECT count(*) AS count ${match}`, query)?.count ?? 0;
  const last = tx.get<{ seq: number }>('SELECT max(seq) AS seq FROM records')?.seq ?? 0;
  const start = userId === undefined ? 0 : (Number.parseInt(startOf(userId), 16) % (last + 1)) * rowsPerRecord;
  const half = (sign: '>=' | '<') =>
    `SELECT * FROM (SELECT rowid / ${rowsPerRecord} AS seq ${match} AND rowid ${sign} ? ORDER BY rowid LIMIT ?)`;
  const values = [query, start, offset + limit];
  const records: Found = tx.all(
    `${half('>=')} UNION ALL ${half('<')} LIMIT ? OFFSET ?`,
    ...values,
    ...values,
    limit,
    offset,
  );
  return { records, total };
}

function getBySeq(tx: Tx, seq: number): StoredRecord {
  const record = tx.get<StoredRecord>(`SELECT ${recordColumns} FROM records WHERE seq = ?`, seq);
  if (record === undefined) throw new Error('a record went away within one transaction');
  return record;
}
