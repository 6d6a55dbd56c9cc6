import type { Role } from '../storage/users.ts';
import { ApiError, invalid } from './api-error.ts';

/** Deeper nesting would exhaust the stack. */
const maxDepth = 500;
/** A batch has up to 500 records; a rater's answers and searches have at most some thousand values. */
const maxValues: Record<Role, number> = { owner: 2_000_000, admin: 2_000_000, annotator: 20_000 };

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/**
 * Throws 413 or 422 if JSON has more values than somebody with this role may send, or is nested too deeply. It only looks
 * at punctuation, so it costs much less than parsing: a megabyte of `{}` would keep the server busy for seconds.
 */
export function checkJsonSize(json: Uint8Array, role: Role): void {
  let values = 1;
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === quote) {
      at = endOfString(json, at);
    } else if (byte === comma) {
      values += 1;
      if (values > maxValues[role]) throw tooManyValues(maxValues[role]);
    } else if (byte === openList || byte === openObject) {
      depth += 1;
      if (depth > maxDepth) throw invalid([{ type: 'json_invalid', loc: ['body', at], msg: 'JSON decode error' }]);
    } else if (byte === closeList || byte === closeObject) {
      depth -= 1;
    }
  }
}

/** Where the string that begins at `start` ends. */
function endOfString(json: Uint8Array, start: number): number {
  for (let at = json.indexOf(quote, start + 1); at >= 0; at = json.indexOf(quote, at + 1)) {
    let backslashes = 0;
    while (json[at - 1 - backslashes] === backslash) backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
  return json.length;
}

function tooManyValues(most: number): ApiError {
  const detail = `The request has more than ${most} values`;
  return new ApiError(413, { detail }, detail);
}
