/** A cell: text, a number, or nothing. */
export type CsvCell = string | number | null;

/** RFC 4180. Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers stay numbers. */
export function renderCsv(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [header, ...rows].map((cells) => `${cells.map(renderCell).join(',')}\r\n`).join('');
}

function renderCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = (/^[=+\-@\t\r]/u.test(cell) ? `'${cell}` : cell).toWellFormed();
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
