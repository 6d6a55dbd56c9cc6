// Words that no shell expands. zsh would expand a leading `=`, and all shells a leading `~`.
const plainWord = /^[\w@%+:,./-][\w@%+=:,./-]*$/u;
// Characters that move the cursor, break the line, are invisible, look like a space, or have no defined look.
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/**
 * One word for a POSIX shell that means exactly this text. A text with control or invisible characters becomes `$'…'`,
 * which bash, zsh and ksh decode. Other shells read another word, but never run anything in it.
 */
export function quoteShell(text: string): string {
  if (plainWord.test(text)) return text;
  if (!unprintable.test(text)) return quoteShellAlways(text);
  return `$'${Array.from(text, escapeCharacter).join('')}'`;
}

/** Same as `quoteShell`, but always in single quotes: for scripts, in which control characters do no harm. */
export function quoteShellAlways(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Escapes bytes, because shells read `\u` in the encoding of the locale. */
function escapeCharacter(character: string): string {
  // No quote may appear, even escaped: a shell without `$'…'` would end the word there and run what follows.
  if (!unprintable.test(character) && character !== "'" && character !== '\\') return character;
  return Array.from(Buffer.from(character), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

/** A command as one line to type. A shell reads back the same words and runs nothing hidden in them. */
export function shellCommand(words: readonly string[]): string {
  return words.map(quoteShell).join(' ');
}

/** A command whose output goes into a file, as one line to type. */
export function shellCommandInto(words: readonly string[], path: string): string {
  return `${shellCommand(words)} > ${quoteShell(path)}`;
}

let program: readonly string[] = ['prank'];

/** Sets how this prank was started, for the commands it shows: `['prank']`, or `['node', '/path/to/bin/prank.js']`. */
export function setProgram(words: readonly string[]): void {
  program = words;
}

/** Whether `prank` alone is enough to start it. */
export function isOnPath(): boolean {
  return program[0] === 'prank';
}

/** A prank command for people to type, such as `prank push --prune`. */
export function prankCommand(...words: string[]): string {
  return shellCommand([...program, ...words]);
}

/** A prank command to type in another folder; `.` is the current folder. */
export function prankCommandIn(dir: string, ...words: string[]): string {
  const command = prankCommand(...words);
  return dir === '.' || dir === '' ? command : `${shellCommand(['cd', pathArgument(dir)])} && ${command}`;
}

/** A path as an argument: with a leading dash it would be read as an option, and in zsh's `cd` also with a plus. */
export function pathArgument(path: string): string {
  return /^[-+]/u.test(path) ? `./${path}` : path;
}
