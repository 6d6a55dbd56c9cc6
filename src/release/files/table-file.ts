import { extname } from 'node:path';
import { writeFileWhole } from '../../lib/files/atomic-file.ts';
import { UsageError } from '../../lib/errors.ts';
import { type CsvCell, renderCsv } from '../../lib/text/csv.ts';

type Render = (columns: readonly string[], rows: readonly (readonly CsvCell[])[]) => string;

const renderers: Record<string, Render> = {
  '.csv': renderCsv,
  '.json': (columns, rows) => {
    const objects = rows.map((row) =>
      Object.fromEntries(columns.map((name, index) => [name, wellFormed(row[index] ?? null)])),
    );
    return `${JSON.stringify(objects, null, 2)}\n`;
  },
};

/** Throws UsageError `table_file_ending` unless the file's ending names a format. */
export function assertTableFile(path: string): void {
  findRenderer(path);
}

/** Writes a table as csv or json, by the ending of `path`. */
export async function writeTableFile(
  path: string,
  columns: readonly string[],
  rows: readonly (readonly CsvCell[])[],
): Promise<void> {
  await writeFileWhole(path, findRenderer(path)(columns, rows));
}

function findRenderer(path: string): Render {
  const render = renderers[extname(path).toLowerCase()];
  if (render !== undefined) return render;
  throw new UsageError('table_file_ending', `${path} does not say which format it should have.`);
}

function wellFormed(cell: CsvCell): CsvCell {
  return typeof cell === 'string' ? cell.toWellFormed() : cell;
}
