import { compareText, printable } from '../../lib/text/text.ts';

const markup = /[\\`*_[\]#|~$:@<>&/]/gu;

/**
 * Foreign text as one line that Markdown, HTML and the Hub's link scan show literally: possible markup becomes a
 * character reference, control and direction characters become visible escapes. Cut to `max` characters.
 */
export function plainText(text: string, max = Number.POSITIVE_INFINITY): string {
  return printable(text, max)
    .replace(markup, (char) => `&#${char.codePointAt(0) ?? 0};`)
    .replace(/www\./giu, (www) => `${www.slice(0, 3)}&#46;`);
}

/** Foreign text as a link, or as text alone if there is no address. */
export function link(text: string, url: string | null): string {
  const target = url?.replaceAll(
    /[()<>\\]/gu,
    (char) => `%${(char.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`,
  );
  return target === undefined ? plainText(text) : `[${plainText(text)}](${target})`;
}

/** The distinct texts of foreign origin, sorted, on one line. */
export function distinctTexts(texts: readonly string[]): string {
  return [...new Set(texts)]
    .toSorted(compareText)
    .map((text) => plainText(text))
    .join(', ');
}

/** Foreign text as a code block that it can't close: the fence is longer than any run of backticks in it. */
export function codeBlock(text: string, language = ''): string {
  const lines = text.toWellFormed().replace(/\r\n?/gu, '\n').replace(/\n+$/u, '');
  let longest = 2;
  for (const [run] of lines.matchAll(/`+/gu)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${lines}\n${fence}`;
}

/** A table. The cells must already be Markdown. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, header.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
