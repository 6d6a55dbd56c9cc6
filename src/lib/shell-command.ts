// Words that no shell expands. A first `=` or `~` would be expanded by zsh and by all shells.
const plainWord = /^[\w@%+:,./-][\w@%+=:,./-]*$/u;
// What moves the cursor, breaks the line or can't be seen.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** A word of a script, for every POSIX shell. It keeps line breaks as they are. */
export function quoteShellAlways(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A word to type, on one line, whatever is in the text. A text with control characters needs bash, zsh or ksh. */
export function quoteShell(text: string): string {
  if (plainWord.test(text)) return text;
  if (!unprintable.test(text)) return quoteShellAlways(text);
  return `$'${Array.from(text, escapeCharacter).join('')}'`;
}

/** In bytes, because shells read `\u` by the locale. */
function escapeCharacter(character: string): string {
  if (unprintable.test(character)) {
    return Array.from(Buffer.from(character), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  }
  return character === "'" || character === '\\' ? `\\${character}` : character;
}

/** A command as one line to type: a shell reads the same words back, and runs nothing that is hidden in them. */
export function shellCommand(words: readonly string[]): string {
  return words.map(quoteShell).join(' ');
}

let program: readonly string[] = ['prank'];

/** How this prank was started, for the commands that it shows: `['prank']`, or `['node', '/path/to/bin/prank.js']`. */
export function setProgram(words: readonly string[]): void {
  program = words;
}

/** A command of prank for people to type, such as `prank push --prune`. */
export function prankCommand(...words: string[]): string {
  return shellCommand([...program, ...words]);
}

/** A command of prank to type in another folder. */
export function prankCommandIn(dir: string, ...words: string[]): string {
  // Behind a dash, `cd` would look for an option.
  const folder = dir.startsWith('-') ? `./${dir}` : dir;
  return `${shellCommand(['cd', folder])} && ${prankCommand(...words)}`;
}
