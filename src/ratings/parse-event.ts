import type { DuckDBValue } from '@duckdb/node-api';
import type { ResponseEvent } from '../model.ts';
import { isEarlierRound } from './earlier-rounds.ts';

const statuses: ReadonlySet<string> = new Set<ResponseEvent['status']>(['submitted', 'discarded', 'draft', 'deleted']);

/**
 * Returns a parser of log rows that keeps one copy of each repeated text, because a million answers have only a few
 * thousand different ids, names and times. It throws TypeError if a cell does not have its column's type.
 */
export function createEventParser(): (row: readonly DuckDBValue[]) => ResponseEvent {
  const texts = new Map<string, string>();
  const intern = (text: string): string => {
    const first = texts.get(text);
    if (first !== undefined) return first;
    texts.set(text, text);
    return text;
  };
  return (row) => {
    const [promptId, raterId, rater, status, value, ...rest] = row;
    const [insertedAt, updatedAt, serverUpdatedAt, recordId, datasetId, pulledAt, label, others, role] = rest;
    // Built without spread: such objects take a third less memory.
    const event: ResponseEvent = {
      promptId: intern(parseText(promptId)),
      raterId: intern(parseText(raterId)),
      rater: rater === null ? null : intern(parseText(rater)),
      status: parseStatus(status),
      value: parseValue(value),
      insertedAt: parseText(insertedAt),
      updatedAt: updatedAt === insertedAt ? parseText(insertedAt) : parseText(updatedAt),
      serverUpdatedAt: serverUpdatedAt === updatedAt ? parseText(updatedAt) : parseText(serverUpdatedAt),
      recordId: intern(parseText(recordId)),
      datasetId: intern(parseText(datasetId)),
      pulledAt: intern(parseText(pulledAt)),
    };
    if (label !== null) event.label = intern(parseText(label));
    if (others !== null) event.others = intern(parseText(others));
    if (role === 'aside' && !isEarlierRound(event)) event.aside = true;
    return event;
  };
}

function parseText(cell: DuckDBValue | undefined): string {
  if (typeof cell === 'string') return cell;
  throw new TypeError('a text is expected');
}

function parseValue(cell: DuckDBValue | undefined): number | null {
  if (cell === null || typeof cell === 'number') return cell;
  throw new TypeError('a number is expected');
}

function parseStatus(cell: DuckDBValue | undefined): ResponseEvent['status'] {
  if (isStatus(cell)) return cell;
  throw new TypeError('a status is expected');
}

function isStatus(cell: DuckDBValue | undefined): cell is ResponseEvent['status'] {
  return typeof cell === 'string' && statuses.has(cell);
}
