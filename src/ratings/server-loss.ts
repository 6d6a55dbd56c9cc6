import type { ResponseEvent } from '../model.ts';
import type { ResponseMap } from './current-view.ts';
import type { ListedRecord } from './diff-responses.ts';
import { groupByRecord } from './places.ts';

/** Known answers in the dataset that the server no longer has. */
export interface ServerLoss {
  /** Answers to records that are not listed, including those pruned long ago. */
  onLostRecords: number;
  /** Why people can't have withdrawn everything that is missing; null = they may have. */
  alarm: { code: 'server_went_back' | 'answers_vanished'; what: string } | null;
}

export interface LossContext {
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

/** Judges a whole listing; pure. `known` = the newest version of each response. See `LossCount`. */
export function findServerLoss(
  known: Pick<ResponseMap, 'values'>,
  listed: readonly ListedRecord[],
  context: LossContext & { datasetId: string },
): ServerLoss {
  const count = new LossCount(groupByRecord(known.values(), context.datasetId));
  for (const record of listed) count.add(record);
  return count.judge(context);
}

/**
 * Distinguishes a server that lost data from people who withdrew answers, record by record. Raises an alarm for: a
 * version older than the known one (a response's time never goes back); records that vanish with all or most answers at
 * once; answers of many people with accounts, or of all people, gone at once.
 */
export class LossCount {
  private readonly held: ReadonlyMap<string, readonly ResponseEvent[]>;
  /** Known answers, and those on records that were not listed so far. */
  private readonly given: number;
  private gone: number;
  private older = 0;
  private readonly missing: ResponseEvent[] = [];

  /** `held` = the known answers by record, as `groupByRecord` groups them. */
  constructor(held: ReadonlyMap<string, readonly ResponseEvent[]>) {
    this.held = held;
    this.given = [...held.values()].reduce((sum, { length }) => sum + length, 0);
    this.gone = this.given;
  }

  /** Takes a record that was not listed before. */
  add({ recordId, responses }: ListedRecord): void {
    const held = this.held.get(recordId);
    if (held === undefined) return;
    this.gone -= held.length;
    const times = new Map(responses.map(({ userId, updatedAt }) => [userId, updatedAt]));
    for (const event of held) {
      const time = times.get(event.raterId);
      if (time === undefined) this.missing.push(event);
      else if (time < event.serverUpdatedAt) this.older += 1;
    }
  }

  judge({ accounts, lostBefore }: LossContext): ServerLoss {
    return { onLostRecords: this.gone, alarm: this.chooseAlarm(accounts, lostBefore) };
  }

  private chooseAlarm(accounts: LossContext['accounts'], lostBefore: number): ServerLoss['alarm'] {
    const { missing, older } = this;
    const there = this.given - lostBefore;
    const newlyGone = this.gone - lostBefore;
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
