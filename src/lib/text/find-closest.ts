import leven from 'leven';

/**
 * The name that a typing mistake is likely to have come from: the one with the fewest edits from `asked`, case ignored,
 * the first of several; null when even that one has more than `mostEdits`.
 */
export function findClosest(
  asked: string,
  names: Iterable<string>,
  mostEdits: (name: string) => number = () => Math.max(2, asked.length / 3),
): string | null {
  let closest: { name: string; edits: number } | null = null;
  for (const name of names) {
    const edits = leven(name.toLowerCase(), asked.toLowerCase());
    if (edits <= mostEdits(name) && (closest === null || edits < closest.edits)) closest = { name, edits };
  }
  return closest?.name ?? null;
}
