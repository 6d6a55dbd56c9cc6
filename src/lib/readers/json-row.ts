import { printable } from '../text/text.ts';
import { malformedData } from './data-error.ts';
import { isRow, type Row } from './row.ts';
import { findJsonFault } from './json-fault.ts';
import { replaceNotFinite } from './json-nan.ts';

/** Where a piece of JSON begins: its line, and the number of characters before it on that line. */
export interface JsonPlace {
  path: string;
  line: number;
  indent?: number;
}

/** Parses one row from JSON text that begins at the given place. Throws `data_malformed` if it is not a JSON object. */
export function parseJsonRow(text: string, place: JsonPlace): Row {
  const value = parseJson(text, place);
  if (isRow(value)) return value;
  const kind = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
  throw malformedData(
    place,
    `a row must be an object with named values, this is ${kind}: ${printable(text.trim(), 60)}`,
  );
}

/**
 * Parses any JSON value. NaN and Infinity are null, as in other formats. Has its own error messages: those of V8 differ
 * between versions of Node.
 */
export function parseJson(text: string, place: JsonPlace): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (/NaN|Infinity/u.test(text)) {
      const finite = replaceNotFinite(text);
      if (finite !== text) return parseJson(finite, place);
    }
    const { path, line, indent = 0 } = place;
    const { offset, problem } = findJsonFault(text);
    const before = text.slice(0, offset);
    const lineStart = before.lastIndexOf('\n') + 1;
    const faultLine = line + before.split('\n').length - 1;
    const found = offset >= text.trimEnd().length ? 'the end' : `\`${printable(text.slice(offset, offset + 20), 20)}\``;
    const character = `character ${offset - lineStart + 1 + (lineStart === 0 ? indent : 0)}`;
    throw malformedData(
      { path, line: faultLine },
      `invalid JSON at ${character}: ${problem}, found ${found}`,
      undefined,
      error,
    );
  }
}
