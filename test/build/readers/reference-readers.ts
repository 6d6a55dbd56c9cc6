/** Plain readers of whole texts, to compare the streaming ones with: `null` stands for a row that is bad by itself. */
export type ReferenceRows = (Record<string, unknown> | null)[] | 'broken';

/** null = not text. */
export function decode(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

export function referenceJsonl(bytes: Uint8Array): ReferenceRows {
  const text = decode(bytes);
  if (text === null) return 'broken';
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length === 0 ? 'broken' : lines.map((line) => asRow(parse(line)));
}

export function referenceJson(bytes: Uint8Array): ReferenceRows {
  const value = parse(decode(bytes) ?? '');
  return Array.isArray(value) && value.length > 0 ? value.map(asRow) : 'broken';
}

/** RFC 4180 with LF and CR as line ends too, a header, and strict quotes. */
export function referenceCsv(bytes: Uint8Array): ReferenceRows {
  const text = decode(bytes);
  const records = text === null ? null : splitRecords(text);
  const [header, ...rows] = records ?? [];
  if (header === undefined || rows.length === 0 || hasTwins(header)) return 'broken';
  return rows.map((cells) =>
    cells.length === header.length
      ? Object.fromEntries(header.map((name, at) => [name, cells[at]] as const).filter(([name]) => name !== ''))
      : null,
  );
}

/** A column without a name is that of an index: nobody can ask for it, and there may be several. */
function hasTwins(header: readonly string[]): boolean {
  const names = header.filter((name) => name !== '');
  return new Set(names).size < names.length;
}

function splitRecords(text: string): string[][] | null {
  const token = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/uy;
  const records: string[][] = [];
  let cells: string[] = [];
  while (token.lastIndex < text.length || cells.length > 0) {
    const match = token.exec(text);
    if (match === null) return null;
    const [whole, quoted, bare = '', end] = match;
    cells.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === ',') continue;
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
