import type { RaterPrivacy, ResponseEvent } from '../../model.ts';
import { pseudonym } from '../../ratings/pseudonyms.ts';

/** Chooses how raters are named outside of the campaign: by their last known username only if prank.yaml says so. */
export async function chooseRaterName(
  privacy: RaterPrivacy,
  log: readonly ResponseEvent[],
  pseudonymKey: () => Promise<string>,
): Promise<(raterId: string) => string> {
  if (privacy === 'username') {
    const names = new Map(log.flatMap(({ raterId, rater }) => (rater === null ? [] : [[raterId, rater] as const])));
    return (raterId) => names.get(raterId) ?? raterId;
  }
  // Nobody is named, so no key is needed.
  if (privacy === 'omit') return () => 'a rater';
  const key = await pseudonymKey();
  return (raterId) => pseudonym(key, raterId);
}
