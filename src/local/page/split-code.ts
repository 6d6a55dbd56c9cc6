/** A part of a plain text. All parts joined are the text. */
export interface TextPart {
  kind: 'prose' | 'code';
  text: string;
}

/** Separates fenced code from prose, so that long lines of code need not wrap. Fences are part of the code. */
export function splitCode(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let fence: string | undefined;
  let current: TextPart | undefined;
  const add = (kind: TextPart['kind'], line: string, isNew = false): void => {
    if (current?.kind === kind && !isNew) current.text += line;
    else parts.push((current = { kind, text: line }));
  };
  for (const line of text.split(/(?<=\n)/u)) {
    const [, mark] = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/u.exec(line) ?? [];
    if (fence === undefined) {
      if (mark === undefined) {
        add('prose', line);
      } else {
        fence = mark;
        add('code', line, true);
      }
      continue;
    }
    add('code', line);
    if (mark !== undefined && mark.startsWith(fence) && line.trim() === mark) fence = undefined;
  }
  return parts;
}
