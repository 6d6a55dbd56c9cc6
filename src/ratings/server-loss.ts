import type { ResponseEvent } from '../model.ts';
import type { ListedRecord } from './diff-responses.ts';

/** Known answers in the dataset that the server no longer has. */
export interface ServerLoss {
  /** Answers to records that are not listed, including those pruned long ago. */
  onLostRecords: number;
  /** Why people can't have withdrawn everything that is missing; null = they may have. */
  alarm: { code: 'server_went_back' | 'answers_vanished'; what: string } | null;
}

export interface LossContext {
  datasetId: string;
  /** Ids of the server's accounts. */
  accounts: { has: (userId: string) => boolean };
  /** `onLostRecords` of the last pull. */
  lostBefore: number;
}

/** Losing half of at least this many answers with their records is not an ordinary prune. */
const manyAnswers = 20;
/** This many people don't withdraw answers between two pulls … */
const manyRaters = 3;
/** … or not this large a share of all answers. */
const largeShare = 0.1;

/**
 * Distinguishes a server that lost data from people who withdrew answers. Pure. `known` = the newest version of each
 * response. Raises an alarm for: a version older than the known one (a response's time never goes back); records that
 * vanish with all or most answers at once; answers of many people with accounts, or of all people, gone at once.
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
