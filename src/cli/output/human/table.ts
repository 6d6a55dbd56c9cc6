import { showCount } from '../../../lib/text/numbers.ts';

/** Columns padded to their widest cell. A column of numbers is aligned right. */
export function renderTable(header: string[], rows: string[][]): string {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ''))));
  const isNumeric = header.map((_, column) => rows.every((row) => /^(?:[<−]?[\d.,]+ ?%?|–)$/.test(row[column] ?? '')));
  const renderLine = (line: string[]): string =>
    line
      .map((cell, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - widthOf(cell));
        return isNumeric[column] === true ? padding + cell : cell + padding;
      })
      .join('  ')
      .trimEnd();
  return lines.map(renderLine).join('\n');
}

/** `12 too_short, 3 duplicate`, largest first. */
export function renderCounts(counts: Record<string, number>): string {
  return Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${showCount(count)} ${name.replaceAll('_', ' ')}`)
    .join(', ');
}

function widthOf(cell: string): number {
  return Array.from(cell).length;
}
