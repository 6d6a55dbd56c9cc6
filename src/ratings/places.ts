import type { ResponseEvent } from '../model.ts';

/** Record and rater → the answer that was last seen there. A record that got another text may have held two. */
export function indexPlaces(known: Iterable<ResponseEvent>, datasetId: string): Map<string, ResponseEvent> {
  const places = new Map<string, ResponseEvent>();
  for (const event of known) {
    if (event.datasetId !== datasetId || event.status === 'deleted') continue;
    const other = places.get(placeKey(event));
    if (other === undefined || event.pulledAt > other.pulledAt) places.set(placeKey(event), event);
  }
  return places;
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

/** Rater → the answer of theirs that was last seen on a record. */
export function newestByRater(answers: readonly ResponseEvent[]): Map<string, ResponseEvent> {
  const newest = new Map<string, ResponseEvent>();
  for (const event of answers) {
    const other = newest.get(event.raterId);
    if (other === undefined || event.pulledAt > other.pulledAt) newest.set(event.raterId, event);
  }
  return newest;
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

export function placeKey({ recordId, raterId }: Pick<ResponseEvent, 'recordId' | 'raterId'>): string {
  return `${raterId} ${recordId}`;
}

/** Whether two versions say the same, whenever they were written. */
export function isSameAnswer(
  a: Pick<ResponseEvent, 'status' | 'value' | 'others'>,
  b: ResponseEvent | undefined,
): b is ResponseEvent {
  return b !== undefined && a.status === b.status && a.value === b.value && a.others === b.others;
}
