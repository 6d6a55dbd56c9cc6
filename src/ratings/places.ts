import type { ResponseEvent } from '../model.ts';

/**
 * Where each rater's answer on each record was last seen. It need not be the one that counts: a rater may have answered
 * the same text on two records.
 */
export class Places {
  private readonly records = new Map<string, ResponseEvent[]>();

  /** `log` = all versions, oldest first. */
  constructor(log: Iterable<ResponseEvent>, datasetId: string) {
    for (const event of log) {
      if (event.datasetId !== datasetId) continue;
      const there = this.records.get(event.recordId);
      const index = there?.findIndex(({ raterId }) => raterId === event.raterId) ?? -1;
      if (there === undefined) this.records.set(event.recordId, [event]);
      else if (index === -1) there.push(event);
      else if (event.pulledAt >= (there[index]?.pulledAt ?? '')) there[index] = event;
    }
  }

  /** The answers on a record that were not deleted, one of each rater. */
  on(recordId: string): ResponseEvent[] {
    return (this.records.get(recordId) ?? []).filter(({ status }) => status !== 'deleted');
  }

  get({ recordId, raterId }: Pick<ResponseEvent, 'recordId' | 'raterId'>): ResponseEvent | undefined {
    return this.on(recordId).find((event) => event.raterId === raterId);
  }
}

/** The answers in a dataset that are still given, by record id. `known` = the newest version of each response. */
export function groupByRecord(known: Iterable<ResponseEvent>, datasetId: string): Map<string, ResponseEvent[]> {
  const records = new Map<string, ResponseEvent[]>();
  for (const event of known) {
    if (event.datasetId !== datasetId || event.status === 'deleted') continue;
    const others = records.get(event.recordId);
    if (others === undefined) records.set(event.recordId, [event]);
    else others.push(event);
  }
  return records;
}

/**
 * Number of answers that a dataset holds if nothing has changed. `known` = the newest version of each response; `lost` =
 * of these, the answers on records that the dataset no longer has.
 */
export function countHeld(known: Iterable<ResponseEvent>, datasetId: string, lost: number): number {
  let held = 0;
  for (const answers of groupByRecord(known, datasetId).values())
    held += new Set(answers.map(({ raterId }) => raterId)).size;
  return held - lost;
}

/** Whether two versions say the same, whenever they were written. */
export function isSameAnswer(
  a: Pick<ResponseEvent, 'status' | 'value' | 'others'>,
  b: ResponseEvent | undefined,
): b is ResponseEvent {
  return b !== undefined && a.status === b.status && a.value === b.value && a.others === b.others;
}
