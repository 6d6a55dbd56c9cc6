import type { FastifyInstance } from 'fastify';
import { searchBody } from '../bodies/search.ts';
import { defineRoute, Reply } from '../http/define-route.ts';
import { authorize, canManage, canSee } from '../http/permissions.ts';
import { integer, uuid } from '../http/shapes.ts';
import { recordFor, refuseBlindSearch, rulesFor } from '../rules/blind-view.ts';
import { readRules } from '../rules/context.ts';
import { checkSearch, type SearchBody } from '../search/check-search.ts';
import { isLarge, isQuickSearch } from '../search/heavy-reads.ts';
import { searchRecords, takeRecords } from '../search/search-records.ts';
import { takesPrompts } from '../search/take-prompts.ts';
import { getDataset } from '../storage/datasets.ts';
import { releaseAll } from '../storage/holds.ts';
import { toWireRecords } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { include } from './include.ts';

/** The search engine scores only unsorted results. Here, all matches have the same score. */
function scoreOf({ sort }: SearchBody): number | null {
  return sort === null || sort === undefined ? 1 : null;
}

const params = { dataset_id: uuid };
const query = { offset: integer({ min: 0 }).default(0), limit: integer({ min: 1, max: 1000 }).default(50), include };

/** Searches in the database, so results are always up to date, unlike the real server's index. Holds are in memory. */
export function search(app: FastifyInstance, store: Store): void {
  defineRoute(app, store, {
    method: 'POST',
    url: '/datasets/:dataset_id/records/search',
    params,
    query,
    body: searchBody,
    access: 'read',
    isHeavy: (tx, { params: { dataset_id: id } }) => isLarge(tx, id),
    run: (tx, { user, params: { dataset_id: id }, query: page, body }) => {
      const dataset = getDataset(tx, id);
      authorize(canManage(tx, user, dataset.workspace_id));
      checkSearch(body, readRules(tx, dataset));
      const found = searchRecords(tx, { datasetId: id, body, offset: page.offset, limit: page.limit });
      const score = scoreOf(body);
      const items = toWireRecords(tx, found.records, page.include).map((record) => ({ record, query_score: score }));
      return { items, total: found.total };
    },
  });
  defineRoute(app, store, {
    method: 'POST',
    url: '/me/datasets/:dataset_id/records/search',
    params,
    query,
    body: searchBody,
    access: 'read',
    isHeavy: (tx, { params: { dataset_id: id }, query: page, body }) => !isQuickSearch(body, page) && isLarge(tx, id),
    run: (tx, { user, params: { dataset_id: id }, query: page, body }) => {
      const dataset = getDataset(tx, id);
      authorize(canSee(tx, user, dataset.workspace_id));
      const rules = rulesFor(user, readRules(tx, dataset));
      refuseBlindSearch(user, body);
      checkSearch(body, rules);
      const { offset, limit } = page;
      const asked = { datasetId: id, body, offset, limit, userId: user.id };
      const take = {
        dataset,
        userId: user.id,
        limit,
        nowMs: Math.floor(store.clock()),
        randomBytes: store.randomBytes,
      };
      const found = takesPrompts(user, body, page) ? takeRecords(tx, asked, take) : searchRecords(tx, asked);
      const own = { ...page.include, responsesOf: user.id };
      const items = toWireRecords(tx, found.records, own).map((record) => ({
        record: recordFor(user, record, rules),
        query_score: scoreOf(body),
      }));
      return { items, total: found.total };
    },
  });
  // Argilla has no such route: a rater who leaves says so, and others get what was held.
  defineRoute(app, store, {
    method: 'DELETE',
    url: '/me/datasets/:dataset_id/holds',
    params,
    access: 'read',
    run: (tx, { user, params: { dataset_id: id } }) => {
      authorize(canSee(tx, user, getDataset(tx, id).workspace_id));
      releaseAll(tx, { datasetId: id, userId: user.id });
      return new Reply(204, undefined);
    },
  });
}
