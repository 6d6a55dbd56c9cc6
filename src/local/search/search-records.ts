import { createHash } from 'node:crypto';
import { recordColumns, type StoredRecord } from '../storage/records.ts';
import type { Tx } from '../storage/store.ts';
import type { SearchBody } from './check-search.ts';
import { filterSql, orderSql } from './filter-sql.ts';
import { makeTextQuery } from './text-query.ts';

export interface Search {
  datasetId: string;
  body: SearchBody;
  offset: number;
  limit: number;
  /** If given, only this user's answers are considered. */
  userId?: string;
}

/** One page of matching records, and the total number. Without `sort`: each user's own mix, or insertion order. */
export function searchRecords(tx: Tx, search: Search): { records: StoredRecord[]; total: number } {
  const { datasetId, body, offset, limit, userId } = search;
  const filters = (body.filters?.and ?? []).map((filter) => filterSql(filter, userId));
  const where = ['records.dataset_id = ?', ...filters.map(({ text }) => text)].join(' AND ');
  const order = orderSql(body.sort ?? [], userId);
  const values = [datasetId, ...filters.flatMap((filter) => filter.values), ...order.values];
  const isMixed = userId !== undefined && (body.sort ?? []).length === 0;
  const text = body.query?.text;
  const columns = text === null || text === undefined ? 'seq, id' : 'seq, id, fields';
  const found = tx.all<{ seq: number; id: string; fields: string }>(
    `SELECT ${columns} FROM records WHERE ${where} ORDER BY ${order.text}`,
    ...values,
  );
  const fits = text === null || text === undefined ? () => true : makeTextQuery(text.q, text.field);
  const fitting = found.filter(({ fields }) => fits(fields));
  const ordered = isMixed ? mixFor(userId, fitting) : fitting;
  const page = ordered.slice(offset, offset + limit);
  return { records: page.map(({ seq }) => getBySeq(tx, seq)), total: fitting.length };
}

/** Gives every user a fixed order of their own, so that not everybody rates the same records first. */
function mixFor<Item extends { id: string }>(userId: string, items: Item[]): Item[] {
  const keyed = items.map((item) => ({ item, key: createHash('md5').update(userId).update(item.id).digest('hex') }));
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ item }) => item);
}

function getBySeq(tx: Tx, seq: number): StoredRecord {
  const record = tx.get<StoredRecord>(`SELECT ${recordColumns} FROM records WHERE seq = ?`, seq);
  if (record === undefined) throw new Error('a record went away within one transaction');
  return record;
}
