import { printable } from '../../lib/text/text.ts';
import { malformedData } from '../rows/data-error.ts';
import { isRow, type Row } from '../rows/row-value.ts';
import { findJsonFault } from './json-fault.ts';

/** Where a piece of JSON begins: its line, and how many characters stand before it on that line. */
export interface JsonPlace {
  path: string;
  line: number;
  indent?: number;
}

/** One row from JSON text that begins at the given line; throws `data_malformed` for invalid JSON and for anything but an object. */
export function parseJsonRow(text: string, place: JsonPlace): Row {
  const value = parseJson(text, place);
  if (isRow(value)) return value;
  const kind = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
  throw malformedData(
    place,
    `a row must be an object with named values, this is ${kind}: ${printable(text.trim(), 60)}`,
  );
}

/** Any JSON value, with our own account of what is wrong: the messages of V8 differ between versions of Node. */
export function parseJson(text: string, { path, line, indent = 0 }: JsonPlace): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { offset, problem } = findJsonFault(text);
    const before = text.slice(0, offset);
    const lineStart = before.lastIndexOf('\n') + 1;
    const faultLine = line + before.split('\n').length - 1;
    const found = offset >= text.trimEnd().length ? 'the end' : `\`${printable(text.slice(offset, offset + 20), 20)}\``;
    const place = `character ${offset - lineStart + 1 + (lineStart === 0 ? indent : 0)}`;
    throw malformedData(
      { path, line: faultLine },
      `invalid JSON at ${place}: ${problem}, found ${found}`,
      undefined,
      error,
    );
  }
}
