import type { ResponseEvent } from '../model.ts';
import type { ListedRecord } from './diff-responses.ts';

/** What the server no longer has of the answers that are known to stand in its dataset. */
export interface ServerLoss {
  /** Answers on records that are not listed: those that a prune took long ago, too. */
  onLostRecords: number;
  /** Why nobody can have withdrawn all that is missing; null = it may be as the server says. */
  alarm: { code: 'server_went_back' | 'answers_vanished'; what: string } | null;
}

export interface LossContext {
  datasetId: string;
  /** Ids of the accounts that the server has. */
  accounts: { has: (userId: string) => boolean };
  /** `onLostRecords` of the last pull. */
  lostBefore: number;
}

/** From so many answers on, losing half of them with their records is no everyday prune. */
const manyAnswers = 20;
/** So many people do not withdraw answers between two pulls … */
const manyRaters = 3;
/** … not so large a share of all. */
const largeShare = 0.1;

/**
 * Tells a server that lost data from people who withdraw answers; pure. `known` = the newest version of each response.
 * Alarms: a version older than the known one (the clock of a response never goes back); records that vanish with all
 * or most answers at once; answers of many people who still have their accounts, or of all people, gone at once.
 */
export function findServerLoss(
  known: ReadonlyMap<string, ResponseEvent>,
  listed: readonly ListedRecord[],
  { datasetId, accounts, lostBefore }: LossContext,
): ServerLoss {
  const given = [...known.values()].filter((event) => event.datasetId === datasetId && event.status !== 'deleted');
  const records = new Map(listed.map(({ recordId, responses }) => [recordId, responses]));
  const gone = given.filter(({ recordId }) => !records.has(recordId));
  const there = given.length - lostBefore;
  const missing: ResponseEvent[] = [];
  let older = 0;
  for (const event of given) {
    const responses = records.get(event.recordId);
    if (responses === undefined) continue;
    const response = responses.find(({ userId }) => userId === event.raterId);
    if (response === undefined) missing.push(event);
    else if (response.updatedAt < event.serverUpdatedAt) older += 1;
  }
  const newlyGone = gone.length - lostBefore;
  return { onLostRecords: gone.length, alarm: chooseAlarm() };

  function chooseAlarm(): ServerLoss['alarm'] {
    if (older > 0) {
      const what = `${older} answers are older on the server than they were at the last pull`;
      return { code: 'server_went_back', what };
    }
    const goneAtOnce = newlyGone > 0 && (newlyGone === there || (newlyGone >= manyAnswers && newlyGone > there / 2));
    if (goneAtOnce) {
      return { code: 'answers_vanished', what: `the records of ${newlyGone} of ${there} known answers are gone` };
    }
    const withdrawn = missing.filter(({ raterId }) => accounts.has(raterId));
    const byMany = countRaters(withdrawn) >= manyRaters && withdrawn.length > there * largeShare;
    const byAll = missing.length === there && countRaters(missing) >= manyRaters;
    if (!byMany && !byAll) return null;
    const what = `${missing.length} of ${there} known answers, of ${countRaters(missing)} raters, are gone`;
    return { code: 'answers_vanished', what };
  }
}

function countRaters(events: readonly ResponseEvent[]): number {
  return new Set(events.map(({ raterId }) => raterId)).size;
}
