import leven from 'leven';

/**
 * The name of which `asked` is probably a typo: the one with the fewest edits, ignoring case, and the first of several.
 * null if even that one has more than `mostEdits`.
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
