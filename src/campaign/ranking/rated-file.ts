import { countCharacters } from '../../lib/text/text.ts';
import type { ItemFacts } from '../../model.ts';
import type { RatedFile, RatedFileItem } from '../../ratings/rating-rows.ts';
import { groupItems } from './item-groupings.ts';
import type { RatedItems } from './rated-campaign.ts';

/**
 * Gives the ratings of a file the form of a campaign's. A missing kind or source is `unknown` and makes no group. If
 * the file holds only raters, items and values, there are no facts that ratings could depend on.
 */
export function toRatedFile(
  { ratings, items }: Pick<RatedFile, 'ratings' | 'items'>,
  scale: readonly number[] | null,
): RatedItems {
  const known = items.map((item) => ({ ...item, id: item.item, ...lengthOf(item) }));
  const isDescribed =
    ratings.some(({ answeredAt }) => answeredAt !== undefined) ||
    items.some(({ prompt, kind, source }) => prompt !== undefined || kind !== undefined || source !== undefined);
  return {
    ratings,
    items: items.map(({ item }) => item),
    ...(scale === null ? {} : { scale }),
    prompts: new Map(
      items.map(({ item, prompt = null, source = null, kind = null }) => [item, { prompt, source, kind }]),
    ),
    groupings: groupItems(
      known,
      ratings.map(({ item, answeredAt }) => ({ item, at: answeredAt })),
    ),
    ...(isDescribed ? { facts: new Map(known.map((item) => [item.id, toFacts(item)])) } : {}),
  };
}

function lengthOf({ prompt }: RatedFileItem): Pick<ItemFacts, 'length'> {
  return prompt === undefined ? {} : { length: countCharacters(prompt.trim()) };
}

function toFacts({ kind, source, length }: Partial<ItemFacts>): ItemFacts {
  return { kind: kind ?? 'unknown', source: source ?? 'unknown', ...(length === undefined ? {} : { length }) };
}
