import { wrapWords } from '../../lib/text/wrap-words.ts';
import { textWidth } from './text-width.ts';

/** Replaces a blank at which no line may end. */
const glue = '\u{E000}';

/** Marks a part of a text that `wrapText` keeps on one line: a command on two lines can't be copied. */
export function keepWhole(part: string): string {
  return part.replaceAll(' ', glue);
}

/** Text in lines of at most `width` terminal columns. */
export function wrapText(text: string, width: number): string {
  return wrapWords(text, width, textWidth).join('\n').replaceAll(glue, ' ');
}
