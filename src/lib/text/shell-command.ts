// Words that no shell expands. A first `=` or `~` would be expanded by zsh and by all shells.
const plainWord = /^[\w@%+:,./-][\w@%+=:,./-]*$/u;
// Characters that move the cursor, break the line, are invisible, look like a blank, or look like nothing in particular.
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/**
 * One word for a POSIX shell that means exactly this text. A text with control or invisible characters is written as `$'…'`, which
 * bash, zsh and ksh decode. Other shells get another word, but never run anything in it.
 */
export function quoteShell(text: string): string {
  if (plainWord.test(text)) return text;
  if (!unprintable.test(text)) return quoteShellAlways(text);
  return `$'${Array.from(text, escapeCharacter).join('')}'`;
}

/** The same, always in single quotes: for scripts, in which control characters do no harm. */
export function quoteShellAlways(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** In bytes, because shells read `\u` in the encoding of the locale. */
function escapeCharacter(character: string): string {
  // A quote must not appear, not even escaped: a shell without `$'…'` would end the word there and run what follows.
  if (!unprintable.test(character) && character !== "'" && character !== '\\') return character;
  return Array.from(Buffer.from(character), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
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

/** Whether the name `prank` is enough to start it. */
export function isOnPath(): boolean {
  return program[0] === 'prank';
}

/** A command of prank for people to type, such as `prank push --prune`. */
export function prankCommand(...words: string[]): string {
  return shellCommand([...program, ...words]);
}

/** A command of prank to type in another folder; `.` is the folder at hand. */
export function prankCommandIn(dir: string, ...words: string[]): string {
  const command = prankCommand(...words);
  return dir === '.' || dir === '' ? command : `${shellCommand(['cd', pathArgument(dir)])} && ${command}`;
}

/** A path as a command takes it: after a first dash it would look for an option, and `cd` of zsh after a plus, too. */
export function pathArgument(path: string): string {
  return /^[-+]/u.test(path) ? `./${path}` : path;
}
