import type { ResponseEvent } from '../model.ts';
import { currentResponses } from './current-view.ts';

/**
 * Record and rater → the answer that was last seen there, which need not be the one that counts. `log` = all versions,
 * oldest first.
 */
export function indexPlaces(log: Iterable<ResponseEvent>, datasetId: string): Map<string, ResponseEvent> {
  const places = new Map<string, ResponseEvent>();
  for (const event of log) {
    if (event.datasetId !== datasetId) continue;
    const other = places.get(placeOf(event));
    if (other === undefined || event.pulledAt >= other.pulledAt) places.set(placeOf(event), event);
  }
  for (const [place, { status }] of places) if (status === 'deleted') places.delete(place);
  return places;
}

/**
 * Number of answers that a dataset holds if nothing has changed. `lost` = of the known ones, those on records that it no
 * longer has.
 */
export function countHeld(events: Iterable<ResponseEvent>, datasetId: string, lost: number): number {
  return indexPlaces(currentResponses(events).values(), datasetId).size - lost;
}

export function placeOf({ recordId, raterId }: Pick<ResponseEvent, 'recordId' | 'raterId'>): string {
  return `${raterId} ${recordId}`;
}

/** Whether two versions say the same, whenever they were written. */
export function isSameAnswer(
  a: Pick<ResponseEvent, 'status' | 'value' | 'others'>,
  b: ResponseEvent | undefined,
): b is ResponseEvent {
  return b !== undefined && a.status === b.status && a.value === b.value && a.others === b.others;
}
