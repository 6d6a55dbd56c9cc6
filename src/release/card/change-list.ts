const opening = '<!-- prank:changes -->';
const closing = '<!-- /prank:changes -->';

/** Older entries than these are in the history of the dataset. */
const maxEntries = 20;

/** What a release says about itself against the one before. */
export interface ReleaseNews {
  /** 1, 2, 3 …; the tag is `v` and this number. */
  version: number;
  /** Markdown, one paragraph. */
  text: string;
}

/** The entries of a card's list of changes, newest first. */
export function findChanges(card: string): string[] {
  const lines = card.split('\n');
  // Quoted guidelines come before the list and may hold anything.
  const start = lines.lastIndexOf(opening);
  const end = lines.indexOf(closing, start);
  if (start === -1 || end === -1) return [];
  const text = lines.slice(start + 1, end).join('\n');
  return text
    .split(/\n{2,}/u)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** The number of the newest release that a card tells of; 0 when it tells of none. */
export function newestVersion(card: string): number {
  return Number(/^\*\*v(\d{1,9})\*\*/u.exec(findChanges(card)[0] ?? '')?.[1] ?? 0);
}

/** The list with its markers, the newest entry first. */
export function renderChangeList(entries: readonly string[], news: ReleaseNews | null): string {
  const all = [...(news === null ? [] : [`**v${news.version}**: ${news.text}`]), ...entries];
  return [opening, ...all.slice(0, maxEntries), closing].join('\n\n');
}
