import { compareText } from '../../lib/text/text.ts';
import type { ReleaseInput } from '../input.ts';

/**
 * The published name of every rater id; null if the campaign omits raters. Two people never share a name: a username
 * can be reused after a rename, so a name that is taken gets `#2`, `#3` …, in the order of rater ids.
 */
export function publishedNames({
  campaign,
  answers,
  ranking,
  raterName,
}: ReleaseInput): (raterId: string) => string | null {
  if (campaign.publish.raters === 'omit') return () => null;
  const ids = new Set([...answers.map(({ raterId }) => raterId), ...ranking.raters.map(({ rater }) => rater)]);
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const id of [...ids].toSorted(compareText)) {
    const name = freeName(raterName(id), taken);
    taken.add(name);
    names.set(id, name);
  }
  return (raterId) => names.get(raterId) ?? null;
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}#${number}`;
  return name;
}
