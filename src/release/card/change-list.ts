const opening = '<!-- prank:changes -->';
const closing = '<!-- /prank:changes -->';

/** Older entries are in the history of the dataset. */
const maxEntries = 20;

/** How a release differs from the one before. */
export interface ReleaseNews {
  /** 1, 2, 3 …; the tag is `v` and this number. */
  version: number;
  /** Markdown, one paragraph. */
  text: string;
}

/** The entries of a card's change list, newest first. */
export function findChanges(card: string): string[] {
  const lines = card.split('\n');
  // Quoted guidelines come before the list and may contain anything.
  const start = lines.lastIndexOf(opening);
  const end = lines.indexOf(closing, start);
  if (start === -1 || end === -1) return [];
  const text = lines.slice(start + 1, end).join('\n');
  return text
    .split(/\n{2,}/u)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** The version of the newest release in a card's change list; 0 if there is none. */
export function newestVersion(card: string): number {
  return Number(/^\*\*v(\d{1,9})\*\*/u.exec(findChanges(card)[0] ?? '')?.[1] ?? 0);
}

/** The list between its markers, newest entry first. */
export function renderChangeList(entries: readonly string[], news: ReleaseNews | null): string {
  const all = [...(news === null ? [] : [`**v${news.version}**: ${news.text}`]), ...entries];
  return [opening, ...all.slice(0, maxEntries), closing].join('\n\n');
}
