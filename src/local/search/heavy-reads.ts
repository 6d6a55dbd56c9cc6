import { countRecords } from '../storage/records.ts';
import type { Tx } from '../storage/store.ts';
import type { SearchBody } from './check-search.ts';
import { readOwnStatuses } from './own-statuses.ts';

interface Page {
  offset: number;
  limit: number;
}

/** Below this, even what looks at each record is done within some milliseconds. */
const fewRecords = 2_000;
const shortPage = 100;
const nearOffset = 1_000;

/** Whether it may take long to list or search the records of a dataset in whatever way. */
export function isLarge(tx: Tx, datasetId: string): boolean {
  return countRecords(tx, datasetId) > fewRecords;
}

/** Whether an index yields what somebody searches for as a rater: short pages of open prompts, or of one's own answers. */
export function isQuickSearch(body: SearchBody, { offset, limit }: Page): boolean {
  if (limit > shortPage || offset > nearOffset) return false;
  if ((body.query?.text ?? null) !== null) return false;
  const statuses = readOwnStatuses(body.filters?.and ?? []);
  if (statuses === null) return false;
  return (body.sort ?? []).length === 0 || statuses.response?.has('pending') === false;
}
