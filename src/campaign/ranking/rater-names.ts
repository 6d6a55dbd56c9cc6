import type { RaterPrivacy, ResponseEvent } from '../../model.ts';
import { isEarlierRound, listRounds } from '../../ratings/earlier-rounds.ts';
import { isPseudonym, pseudonym } from '../../ratings/pseudonyms.ts';

/**
 * Chooses how raters are named outside of the campaign: by their last known username only if prank.yaml says so. Raters
 * of an earlier round keep the name under which it was published, with the round before it. A name that may be that of a
 * person is shown only where usernames are.
 */
export async function chooseRaterName(
  privacy: RaterPrivacy,
  log: readonly ResponseEvent[],
  pseudonymKey: () => Promise<string>,
): Promise<(raterId: string) => string> {
  // Nobody is named, so no key is needed.
  if (privacy === 'omit') return () => 'a rater';
  const names = new Map(log.flatMap(({ raterId, rater }) => (rater === null ? [] : [[raterId, rater] as const])));
  const marks = markEarlier(log);
  const key = privacy === 'username' ? null : await pseudonymKey();
  return (raterId) => {
    const mark = marks.get(raterId);
    const name = names.get(raterId);
    const isShown = name !== undefined && (key === null || (mark !== undefined && isOpaque(name)));
    const shown = isShown ? name : key === null ? raterId : pseudonym(key, raterId);
    return `${mark ?? ''}${shown}`;
  };
}

/** Rater id → what stands before the name of a rater of an earlier round, such as `round-1:`. */
export function markEarlier(log: readonly ResponseEvent[]): Map<string, string> {
  const marks = new Map(listRounds(log).map(({ id }, index) => [id, `round-${index + 1}:`]));
  return new Map(
    log.flatMap((event): [string, string][] =>
      isEarlierRound(event) ? [[event.raterId, marks.get(event.datasetId) ?? '']] : [],
    ),
  );
}

/** Names that say nothing of the person: pseudonyms of prank, and ids of Argilla. */
function isOpaque(name: string): boolean {
  return isPseudonym(name) || /^(?:anonymous-[0-9a-f]{12}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/u.test(name);
}
