import { isDeepStrictEqual } from 'node:util';

/** Simple readers of whole texts, to compare the streaming readers with. `null` is a row that is bad by itself. */
export type ReferenceRows = (Record<string, unknown> | null)[] | 'broken';

/** null = not text. */
export function decode(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

/** The text with a NUL in every line that is not UTF-8; null = UTF-16 that is none. */
function decodeMarked(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    try {
      return new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be', { fatal: true }).decode(bytes);
    } catch {
      return null;
    }
  }
  const lines = Buffer.from(bytes)
    .toString('latin1')
    .split(/(?<=[\r\n])/u);
  return lines
    .map((line) => decodeLine(Buffer.from(line, 'latin1')))
    .join('')
    .replace(/^\ufeff/u, '');
}

function decodeLine(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return `\0${new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)}`;
  }
}

export function referenceJsonl(bytes: Uint8Array): ReferenceRows {
  const lines = decodeMarked(bytes)
    ?.split('\n')
    .filter((line) => line.trim() !== '');
  if (lines === undefined || lines.length === 0) return 'broken';
  return lines.map((line) => (line.includes('\0') ? null : asRow(parse(line))));
}

export function referenceJson(bytes: Uint8Array): ReferenceRows {
  const value = parse(decode(bytes) ?? '');
  return Array.isArray(value) && value.length > 0 ? value.map(asRow) : 'broken';
}

/**
 * Whether these rows occur in a text that is not a valid JSON array as a whole: each one is the value between a bracket
 * or comma and the next one, in order, with something bad among them.
 */
export function areElementsOf(rows: ReferenceRows, bytes: Uint8Array): boolean {
  const text = decodeMarked(bytes);
  if (text === null || rows === 'broken' || !rows.includes(null)) return false;
  let from = 0;
  return rows.every((row) => {
    if (row === null) return true;
    for (const start of offsetsOf(/(?<=[[,][ \n\r\t]*)\{/gu, text)) {
      const end =
        start < from
          ? undefined
          : offsetsOf(/\}(?=[ \n\r\t]*[\],])/gu, text).find((at) =>
              isDeepStrictEqual(parse(text.slice(start, at + 1)), row),
            );
      if (end === undefined) continue;
      from = end;
      return true;
    }
    return false;
  });
}

function offsetsOf(pattern: RegExp, text: string): number[] {
  return [...text.matchAll(pattern)].map(({ index }) => index);
}

/** RFC 4180, also with LF and CR as line ends, with a header and strict quotes. */
export function referenceDelimited(bytes: Uint8Array, delimiter: ',' | '\t'): ReferenceRows {
  const text = decode(bytes);
  const records = text === null ? null : splitRecords(text, delimiter);
  const [header, ...rows] = records ?? [];
  if (header === undefined || rows.length === 0 || hasTwins(header)) return 'broken';
  return rows.map((cells) => nameCells(header, cells));
}

function nameCells(header: readonly string[], cells: readonly string[]): Record<string, unknown> | null {
  if (cells.length !== header.length) return null;
  return Object.fromEntries(header.map((name, at) => [name, cells[at]] as const).filter(([name]) => name !== ''));
}

/**
 * Whether these rows occur in a text that is not valid as a whole: each one is all that some successive lines hold, in
 * order, with something bad among them.
 */
export function areRecordsOf(rows: ReferenceRows, bytes: Uint8Array, delimiter: ',' | '\t'): boolean {
  const lines = decodeMarked(bytes)?.split(/(?<=\r\n|\n|\r(?!\n))/u) ?? [];
  if (rows === 'broken' || !rows.includes(null)) return false;
  const header = recordOf(lines.filter((line) => !/^[\r\n]*$/u.test(line)).slice(0, 1), delimiter) ?? [];
  let from = 1;
  return rows.every((row) => {
    if (row === null) return true;
    for (let start = from; start < lines.length; start += 1) {
      for (let end = start + 1; end <= start + 4; end += 1) {
        const cells = recordOf(lines.slice(start, end), delimiter);
        if (cells === null || !isDeepStrictEqual(nameCells(header, cells), row)) continue;
        from = end;
        return true;
      }
    }
    return false;
  });
}

function recordOf(lines: readonly string[], delimiter: ',' | '\t'): string[] | null {
  const text = lines.join('');
  const records = text.includes('\0') ? null : splitRecords(text, delimiter);
  return records?.length === 1 ? (records[0] ?? null) : null;
}

/** Only the columns that are read must be unique. */
function hasTwins(header: readonly string[]): boolean {
  const names = header.filter((name) => name === 'prompt' || name === 'n');
  return new Set(names).size < names.length;
}

function splitRecords(text: string, delimiter: ',' | '\t'): string[][] | null {
  const token =
    delimiter === ','
      ? /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/uy
      : /(?:"((?:[^"]|"")*)"|([^"\t\r\n]*))(\t|\r\n|\n|\r|$)/uy;
  const records: string[][] = [];
  let cells: string[] = [];
  while (token.lastIndex < text.length || cells.length > 0) {
    const match = token.exec(text);
    if (match === null) return null;
    const [whole, quoted, bare = '', end] = match;
    cells.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === delimiter) continue;
    const isBlank = cells.length === 1 && whole === end;
    if (!isBlank) records.push(cells);
    cells = [];
    if (end === '') break;
  }
  return records;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asRow(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}
