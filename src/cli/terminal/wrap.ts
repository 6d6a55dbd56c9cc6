import { wrapWords } from '../../lib/text/wrap-words.ts';
import { textWidth } from './text-width.ts';

/** In place of a blank at which no line may end. */
const glue = '\u{E000}';

/** A part of a text that `wrapText` leaves on one line: a command that runs over two lines can't be copied. */
export function keepWhole(part: string): string {
  return part.replaceAll(' ', glue);
}

/** Sentences in lines of at most `width` columns of a terminal. */
export function wrapText(text: string, width: number): string {
  return wrapWords(text, width, textWidth).join('\n').replaceAll(glue, ' ');
}
