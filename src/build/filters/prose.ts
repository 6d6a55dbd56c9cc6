/** Fenced and inline code, and URLs. */
const quoted = /```[^]*?(?:```|$)|`[^`\n]*`|\b(?:https?:\/\/|www\.)\S+/gu;

/** Lines that are indented like code or end like those of most programming languages. Longer ones are paragraphs. */
const codeLine = /^(?: {4}|\t).*|^.{0,120}(?:[\w)\]}"'];|\{|[;\]}"'\d]\s?\}|\w\([^()\n]*\):)[ \t]*$/gmu;

/** Words as in prose, without signs of code, numbers or paths beside them. */
const word = /(?<![\p{L}\p{M}\p{N}_.=\\/<>@#$&|{])[\p{L}\p{M}]+(?![\p{L}\p{M}\p{N}_([{}=<>\\/@$&|]|\.\p{L})/gu;

/** Below this share of letters in words, a text is a formula, a table or code. */
const leastShare = 0.3;

/** The first thousand characters of prose, without the code in between; '' if there is next to none. */
export function keepProse(text: string): string {
  const prose = text.slice(0, 20_000).replace(quoted, ' ').replace(codeLine, '').slice(0, 1000);
  const letters = prose.match(word)?.join('').length ?? 0;
  return letters < leastShare * countVisible(prose) ? '' : prose;
}

function countVisible(text: string): number {
  let visible = 0;
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 32) visible += 1;
  return visible;
}
