import stringWidth from 'string-width';

/** One column each, whatever stands beside them: ASCII, punctuation, the blocks of charts, the glue of wrap.ts. */
const plain = /^[ -~·–—’…→−\u2500-\u259F\uE000]*$/u;

/** Columns of a terminal. Only texts that are not plain pay for the tables of emoji, which take a while to set up. */
export function textWidth(text: string): number {
  return plain.test(text) ? text.length : stringWidth(text);
}
