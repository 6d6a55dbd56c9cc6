import type { ReleaseMarks } from '../input.ts';

/** Id and fingerprint are made of letters, digits, _ and -, so they can't end the comment. */
const mark = /^<!-- prank:campaign ([A-Za-z0-9_-]+)(?: pseudonyms ([0-9a-f]{16}))? -->$/mu;

/** A comment that says whose release it is, and with which key its pseudonyms were made. */
export function renderMarks({ campaign, pseudonyms }: ReleaseMarks): string {
  return `<!-- prank:campaign ${campaign}${pseudonyms === null ? '' : ` pseudonyms ${pseudonyms}`} -->`;
}

/** The marks of a card; null = it has none, as releases of earlier versions. */
export function findMarks(card: string): ReleaseMarks | null {
  // What people wrote comes further down.
  const [, campaign, pseudonyms] = mark.exec(card.split('<!-- prank:keep -->', 1)[0] ?? '') ?? [];
  return campaign === undefined ? null : { campaign, pseudonyms: pseudonyms ?? null };
}

/** The campaign's name in the front matter of a card; null = there is none. */
export function findCampaignName(card: string): string | null {
  const [, frontMatter = ''] = /^---\n([^]*?)\n---\s*$/mu.exec(card) ?? [];
  return /^pretty_name: *["']?([A-Za-z0-9_-]+)["']? *$/mu.exec(frontMatter)?.[1] ?? null;
}
