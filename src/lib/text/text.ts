/** Number of Unicode code points: close enough to what people mean by characters to serve as a limit. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

// GitHub Actions reads `::name` and `##[name]` as commands, even after spaces.
const commandStart = /^(\s*)([:#])(?=:|#\[)/u;
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Foreign text on one line of a terminal or log. Control, zero-width and direction characters become visible escapes,
 * so that a prompt can neither move the cursor nor start a CI command. Cut to `max` characters.
 */
export function printable(text: string, max = Number.POSITIVE_INFINITY): string {
  const shown = text
    .replace(unprintable, (char) => (char === '\n' ? '⏎' : char === '\t' ? ' ' : escapeCharacter(char)))
    .replace(commandStart, (_, blank: string, sign: string) => blank + escapeCharacter(sign));
  const characters = Array.from(shown.toWellFormed());
  return characters.length <= max ? characters.join('') : `${characters.slice(0, max - 1).join('')}…`;
}

function escapeCharacter(char: string): string {
  return `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}

/** Total order by UTF-16 code units: the same on every machine and in every locale, unlike localeCompare. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** a; a and b; a, b and c. */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
