/**
 * A JSON number that JavaScript would not write back unchanged: `3.0`, or an integer beyond 2^53. Argilla distinguishes
 * 3 from 3.0 (a rating must be the former, float metadata the latter), so the difference must be kept.
 */
export class ExactNumber {
  readonly text: string;
  readonly isInteger: boolean;

  constructor(literal: string) {
    this.isInteger = /^-?\d+$/.test(literal);
    this.text = this.isInteger ? literal : floatText(Number(literal));
  }

  get value(): number {
    return Number(this.text);
  }
}

/** JSON text that is embedded unchanged when rendered. */
export class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A float as JSON with a decimal point or exponent: 1 → `1.0`. */
export function floatText(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Like JSON.parse, but returns an ExactNumber for numbers that would lose information. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  const plain: unknown = JSON.parse(text);
  return hasExactNumber(text) ? new ExactReader(text).read() : plain;
}

/** Renders plain values, ExactNumber and RawJson as JSON. */
export function renderJson(value: unknown): string {
  if (value instanceof RawJson || value instanceof ExactNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map((item) => renderJson(item)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members: string[] = [];
    for (const [key, member] of Object.entries(value)) {
      if (member !== undefined) members.push(`${JSON.stringify(key)}:${renderJson(member)}`);
    }
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** Gives equal text for values that Python considers equal: keys in any order, 1 and 1.0 the same. */
export function canonicalJson(value: unknown): string {
  if (value instanceof ExactNumber) return value.isInteger ? value.text : String(value.value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.toSorted().join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}

const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[[\]{}]/g;
const maxDepth = 500;

/** Scans text that JSON.parse accepted. Throws SyntaxError if its nesting would exhaust the stack later. */
function hasExactNumber(text: string): boolean {
  let depth = 0;
  let found = false;
  for (const [part] of text.matchAll(token)) {
    if (part === '{' || part === '[') depth += 1;
    else if (part === '}' || part === ']') depth -= 1;
    else if (!part.startsWith('"')) found ||= isExact(part);
    if (depth > maxDepth) throw new SyntaxError(`JSON nested deeper than ${maxDepth} levels`);
  }
  return found;
}

function isExact(literal: string): boolean {
  const value = Number(literal);
  return Number.isInteger(value) && (/[.eE]/.test(literal) || !Number.isSafeInteger(value));
}

/** Reads text that JSON.parse has already accepted, so it validates nothing. */
class ExactReader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  read(): unknown {
    const start = this.skipSpace();
    if (start === '{') return this.readObject();
    if (start === '[') return this.readArray();
    if (start === '"') return JSON.parse(this.readToken());
    const literal = this.readToken();
    return /^[-\d]/.test(literal) && isExact(literal) ? new ExactNumber(literal) : JSON.parse(literal);
  }

  private readObject(): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    this.at += 1;
    while (this.skipSpace() !== '}') {
      const key = String(JSON.parse(this.readToken()));
      this.skipSpace();
      this.at += 1;
      const value = this.read();
      // Plain assignment to `__proto__` would set the prototype instead of a key.
      Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
      if (this.skipSpace() === ',') this.at += 1;
    }
    this.at += 1;
    return object;
  }

  private readArray(): unknown[] {
    const array: unknown[] = [];
    this.at += 1;
    while (this.skipSpace() !== ']') {
      array.push(this.read());
      if (this.skipSpace() === ',') this.at += 1;
    }
    this.at += 1;
    return array;
  }

  private readToken(): string {
    const pattern = /"(?:[^"\\]|\\.)*"|[^\s,\]}:]+/y;
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  private skipSpace(): string {
    while (/\s/.test(this.text.charAt(this.at))) this.at += 1;
    return this.text.charAt(this.at);
  }
}
