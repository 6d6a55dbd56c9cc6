import type { UsageError } from '../errors.ts';
import { csvProblems, describeCount, quoteHint } from './csv-faults.ts';
import { csvSyntax, findLineEnd, lineBreakAt, readLeniently, readRecord, type CsvSyntax } from './csv-record.ts';
import { malformedData } from './data-error.ts';
import { findMarkedFault } from './marked-text.ts';
import { maxRowCharacters } from './reader.ts';

/** A record with the lines on which it begins and ends: either its cells, or why it can't be read. */
export type CutRecord = (Cells | Fault) & {
  text: string;
  line: number;
  lastLine: number;
};

interface Cells {
  cells: string[];
  fault: null;
}

interface Fault {
  cells: null;
  fault: UsageError;
}

/**
 * Cuts csv text, which arrives in pieces with marked faults, into records, and goes on after a bad one, which csv-parse
 * can't. After a stray quote, the next line is a new row, unless the quotes show that the bad row goes on. Throws
 * `data_malformed` if both are possible: then rows would be made from text, or lost.
 */
export class CsvCutter {
  private text = '';
  private at = 0;
  private line = 1;
  private columns: number | null = null;
  private isLast = false;
  /** In a line that is too long, of which the rest is dropped. */
  private isDropping = false;
  /** So much text must be there before the same record is tried again: scanning it for every piece takes too long. */
  private enough = 0;
  private readonly path: string;
  private readonly syntax: CsvSyntax;
  private readonly maxCharacters: number;

  constructor(path: string, delimiter: string, maxCharacters = maxRowCharacters) {
    this.path = path;
    this.syntax = csvSyntax(delimiter);
    this.maxCharacters = maxCharacters;
  }

  /** The records that this piece completes: after a long search for the end of a bad row, there can be very many. */
  *push(piece: string): Generator<CutRecord> {
    this.text = this.text.slice(this.at) + piece;
    this.at = 0;
    if (this.isDropping) this.drop();
    while (this.text.length - this.at > (this.isLast ? 0 : this.enough)) {
      const record = this.next();
      if (record === null) {
        this.enough = Math.min(2 * (this.text.length - this.at), this.maxCharacters);
        break;
      }
      this.enough = 0;
      if (record !== 'blank') yield record;
    }
  }

  /** The records that the end of the file completes. */
  *end(): Generator<CutRecord> {
    this.isLast = true;
    yield* this.push('');
  }

  private next(): CutRecord | 'blank' | null {
    const { text, at, syntax, isLast } = this;
    const blank = lineBreakAt(text, at, isLast);
    if (blank !== null && blank > 0) {
      this.at += blank;
      this.line += 1;
      return 'blank';
    }
    const record = readRecord(text, at, syntax, isLast);
    if (record === null) return text.length - at > this.maxCharacters ? this.skipLong() : null;
    if ('problem' in record) return this.skip(record.problem);
    const fault = findMarkedFault(text.slice(at, record.end), this.place);
    if (this.columns === null && fault !== null) throw fault;
    this.columns ??= record.cells.length;
    // A quote that is never closed may have ended at the first quote of a later row.
    if (record.cells.length !== this.columns) {
      const lineEnd = findLineEnd(text, at, isLast) ?? record.end;
      this.assertOneRow(lineEnd, record.end, describeCount(this.columns, record.cells.length));
    }
    return this.take(record.end, fault === null ? { cells: record.cells, fault } : { cells: null, fault });
  }

  private get place(): { path: string; line: number } {
    return { path: this.path, line: this.line };
  }

  private take(end: number, content: Cells | Fault): CutRecord {
    const whole = this.text.slice(this.at, end);
    const text = whole.replace(/(?:\r\n|\n|\r)$/u, '');
    const { line } = this;
    const lastLine = line + countLineBreaks(text);
    this.line = lastLine + (text === whole ? 0 : 1);
    this.at = end;
    return { ...content, text, line, lastLine };
  }

  private skip(problem: string): CutRecord | null {
    const { text, at, syntax, isLast } = this;
    const fault = malformedData(this.place, problem, quoteHint);
    if (this.columns === null) throw fault;
    const isFull = text.length - at > this.maxCharacters;
    const lineEnd = findLineEnd(text, at, isLast);
    if (lineEnd === null) return isFull ? this.skipLong() : null;
    const whole = readLeniently(text, at, syntax, isLast) ?? (isFull ? 'open' : null);
    if (whole === null) return null;
    const bad: Fault = { cells: null, fault };
    if (whole === 'open' || whole.end <= lineEnd || whole.fields !== this.columns) return this.take(lineEnd, bad);
    this.assertOneRow(lineEnd, whole.end, problem);
    return this.take(whole.end, bad);
  }

  /** Throws if one of the lines after the first could be a good row. */
  private assertOneRow(lineEnd: number, end: number, problem: string): void {
    if (!this.holdsRow(this.text.slice(lineEnd, end))) return;
    const lastLine = this.line + countLineBreaks(this.text.slice(this.at, end).trimEnd());
    throw malformedData(
      this.place,
      `${problem}, and the lines up to ${lastLine} can be rows or the rest of this one, so it can't be skipped`,
      quoteHint,
    );
  }

  /** Whether one of these lines could be a good row. */
  private holdsRow(text: string): boolean {
    for (let at = 0; at < text.length;) {
      const record = readRecord(text, at, this.syntax, true);
      const isRow = record !== null && 'cells' in record && text.slice(at, record.end).trim() !== '';
      if (isRow && record.cells.length === this.columns) return true;
      at = isRow ? record.end : (findLineEnd(text, at, true) ?? text.length);
    }
    return false;
  }

  private skipLong(): CutRecord {
    const fault = malformedData(this.place, csvProblems.tooLong);
    if (this.columns === null) throw fault;
    const lineEnd = findLineEnd(this.text, this.at, this.isLast);
    if (lineEnd !== null) return this.take(lineEnd, { cells: null, fault });
    const record: CutRecord = {
      cells: null,
      fault,
      text: this.text.slice(this.at, this.at + 1000),
      line: this.line,
      lastLine: this.line,
    };
    this.isDropping = true;
    this.drop();
    return record;
  }

  /** Drops text up to the end of the line. A carriage return at the end of a piece stays: a line feed may follow. */
  private drop(): void {
    const lineEnd = findLineEnd(this.text, this.at, this.isLast);
    this.isDropping = lineEnd === null;
    if (lineEnd !== null) this.line += 1;
    this.at = lineEnd ?? this.text.length - (this.text.endsWith('\r') ? 1 : 0);
  }
}

export function countLineBreaks(text: string): number {
  return text.match(/\r\n|\n|\r/gu)?.length ?? 0;
}
