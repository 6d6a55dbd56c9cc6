const notFinite = /["]|-?\b(?:NaN|Infinity)\b/gu;

/** Replaces NaN and Infinity outside of strings, which Python writes although they are not JSON, with null. */
export function replaceNotFinite(text: string): string {
  let result = '';
  let copied = 0;
  notFinite.lastIndex = 0;
  for (let match = notFinite.exec(text); match !== null; match = notFinite.exec(text)) {
    if (match[0] === '"') {
      notFinite.lastIndex = endOfString(text, match.index);
      continue;
    }
    result += `${text.slice(copied, match.index)}null`;
    copied = notFinite.lastIndex;
  }
  return result + text.slice(copied);
}

/** Offset after the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
