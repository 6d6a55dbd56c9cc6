import { printable } from '../text/text.ts';
import { countHint, describeCount } from './csv-faults.ts';
import type { CutRecord } from './csv-cutter.ts';
import { malformedData } from './data-error.ts';
import type { DataFile } from './data-file.ts';
import { BadRow, PendingRows, type ReadOptions, type RowBatch } from './reader.ts';
import type { Row } from './row.ts';

/** Turns the records of a csv or tsv file into rows: the first one is the header. */
export class DelimitedRows {
  readonly rows = new PendingRows();
  /** null until there was a header. */
  columns: readonly string[] | null = null;
  private readonly file: DataFile;
  private readonly options: ReadOptions;

  constructor(file: DataFile, options: ReadOptions) {
    this.file = file;
    this.options = options;
  }

  /** Adds a record that begins on this line. Throws `data_malformed` if it is a header that can't be used. */
  addCells(cells: readonly string[], line: number): void {
    if (this.columns === null) this.columns = this.checkHeader(cells);
    else this.rows.add(toRow(this.columns, cells), line);
  }

  /** Adds a record that may be bad. */
  addRecord({ cells, fault, text, line, lastLine }: CutRecord): void {
    if (fault !== null) this.rows.add(new BadRow(fault, text), line);
    else if (this.columns === null || cells.length === this.columns.length) this.addCells(cells, line);
    else {
      const problem = describeCount(this.columns.length, cells.length);
      const place = { path: this.file.path, line: lastLine };
      this.rows.add(new BadRow(malformedData(place, problem, countHint(this.options)), text), line);
    }
  }

  /** Throws `data_malformed` if there was no row. */
  assertSome(): void {
    if (this.rows.count > 0) return;
    throw malformedData(
      { path: this.file.path, line: 1 },
      'a header and no rows',
      'The export may have failed: make the file again.',
    );
  }

  takeBatch(): RowBatch {
    return this.rows.takeBatch((this.columns ?? []).filter((name) => name !== ''));
  }

  private checkHeader(names: readonly string[]): string[] {
    const place = { path: this.file.path, line: 1 };
    const wanted = this.options.names(names.filter((name) => name !== ''));
    const seen = new Set<string>();
    for (const name of names) {
      if (seen.has(name) && wanted.includes(name))
        throw malformedData(place, `two columns are named \`${printable(name, 60)}\``);
      if (name === '__proto__') throw malformedData(place, 'a column is named `__proto__`; give it another name');
      seen.add(name);
    }
    return [...names];
  }
}

function toRow(columns: readonly string[], cells: readonly string[]): Row {
  const row: Record<string, string> = {};
  // Data frame writers leave the name of the index column empty, so no path can name it.
  for (const [index, name] of columns.entries()) if (name !== '') row[name] = cells[index] ?? '';
  return row;
}
