import { printable } from '../../lib/text/text.ts';
import type { TerminalStyle } from './style.ts';
import { textWidth } from './text-width.ts';

/** Text from outside, made harmless and cut to `most` columns. */
export function fitText(text: string, most: number, { unicode }: Pick<TerminalStyle, 'unicode'>): string {
  const shown = printable(text);
  if (textWidth(shown) <= most) return shown;
  const ellipsis = unicode ? '…' : '...';
  const characters = Array.from(new Intl.Segmenter().segment(shown), ({ segment }) => segment);
  let kept = '';
  for (const character of characters) {
    if (textWidth(kept + character) > most - ellipsis.length) break;
    kept += character;
  }
  return kept + ellipsis;
}
