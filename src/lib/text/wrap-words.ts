/** Lines of at most `most` (in characters, or by `widthOf`), broken at spaces. A longer word gets its own line. */
export function wrapWords(
  text: string,
  most: number,
  widthOf: (line: string) => number = (line) => line.length,
): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last === undefined || widthOf(longer) > most) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
