import type { ResponseEvent } from '../../model.ts';

export interface UnlistedRaters {
  ids: Set<string>;
  /** Usernames under which nobody has answered. */
  unknown: string[];
}

/**
 * Raters who have, or ever had, one of these usernames: people are renamed, and still want to be left out. Case is
 * ignored, so that a name in the wrong case protects its rater too.
 */
export function findUnlisted(log: readonly ResponseEvent[], usernames: readonly string[]): UnlistedRaters {
  const ids = new Set<string>();
  const known = new Set<string>();
  const wanted = new Set(usernames.map((name) => name.toLowerCase()));
  for (const { raterId, rater } of wanted.size === 0 ? [] : log) {
    const name = rater?.toLowerCase();
    if (name === undefined || !wanted.has(name)) continue;
    ids.add(raterId);
    known.add(name);
  }
  return { ids, unknown: usernames.filter((name) => !known.has(name.toLowerCase())) };
}
