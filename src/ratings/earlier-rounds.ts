import { createHash } from 'node:crypto';
import { compareText } from '../lib/text/text.ts';
import type { EarlierRound, ResponseEvent } from '../model.ts';

// Answers of an earlier round are events of the log that belong to no server: `datasetId` is the id of the round,
// `recordId` its origin, `rater` the published name, and `raterId` follows from round and name. In a file of the log
// they are asides, so that an earlier prank, which knows no rounds, never takes them for answers of the campaign.

const prefix = 'round:';

/** An answer as it was published. */
export interface PublishedAnswer {
  promptId: string;
  /** Published name; null = nobody knows whose it is, so it is of a person of its own. */
  rater: string | null;
  status: 'submitted' | 'discarded' | 'draft';
  value: number | null;
  /** ISO 8601 UTC; empty = unknown. */
  insertedAt: string;
  updatedAt: string;
}

/** Whether an event is of an earlier round, and not of one of the campaign's servers. */
export function isEarlierRound({ datasetId }: Pick<ResponseEvent, 'datasetId'>): boolean {
  return datasetId.startsWith(prefix);
}

/** The earlier rounds that a log has, by id. */
export function listRounds(events: readonly ResponseEvent[]): EarlierRound[] {
  const origins = new Map<string, string>();
  for (const event of events) if (isEarlierRound(event)) origins.set(event.datasetId, event.recordId);
  return [...origins]
    .map(([id, origin]) => ({ id, origin }))
    .toSorted((a, b) => compareText(a.origin, b.origin) || compareText(a.id, b.id));
}

/** Before every pull, so that whoever is forgotten stays forgotten. */
const beforeEveryPull = '1970-01-01T00:00:00.000Z';

/**
 * The events of a round. All ids follow from the answers, in whatever order they come, so that the same round, taken over
 * twice, is in the log once. Of two answers by the same name to one prompt, a submitted one counts, otherwise the first.
 */
export function toRoundEvents(answers: readonly PublishedAnswer[], origin: string): ResponseEvent[] {
  const lines = answers.map((answer) => ({ answer, line: JSON.stringify(contentOf(answer)) }));
  const sorted = lines.toSorted((a, b) => compareText(a.line, b.line));
  const id = `${prefix}${sha256(sorted.map(({ line }) => line).join('\n')).slice(0, 16)}`;
  const nameless = new Map<string, number>();
  const events = new Map<string, ResponseEvent>();
  for (const { answer } of sorted) {
    const { promptId, rater, status, value, insertedAt, updatedAt } = answer;
    const number = (nameless.get(promptId) ?? 0) + 1;
    if (rater === null) nameless.set(promptId, number);
    const person = rater === null ? `answer ${number} to ${promptId}` : `name ${rater}`;
    const raterId = toUuid(sha256(`${id}\n${person}`));
    const key = `${raterId} ${promptId}`;
    const other = events.get(key);
    if (other !== undefined && (other.status === 'submitted' || status !== 'submitted')) continue;
    events.set(key, {
      promptId,
      raterId,
      rater,
      status,
      value,
      insertedAt,
      updatedAt,
      serverUpdatedAt: updatedAt,
      recordId: origin,
      datasetId: id,
      pulledAt: beforeEveryPull,
    });
  }
  return [...events.values()];
}

function contentOf({ promptId, rater, status, value, insertedAt, updatedAt }: PublishedAnswer): unknown[] {
  return [promptId, rater, status, value, insertedAt, updatedAt];
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Ids of raters are UUIDs everywhere else. */
function toUuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
