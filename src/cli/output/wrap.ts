import stringWidth from 'string-width';
import { wrapWords } from '../../lib/wrap-words.ts';

/** Sentences in lines of at most `width` columns of a terminal. */
export function wrapText(text: string, width: number): string {
  return wrapWords(text, width, stringWidth).join('\n');
}
