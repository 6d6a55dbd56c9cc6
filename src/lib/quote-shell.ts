/** A word of a POSIX shell that stands for the text, whatever is in it. */
export function quoteShell(text: string): string {
  return /^[\w@%+=:,./][\w@%+=:,./-]*$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
