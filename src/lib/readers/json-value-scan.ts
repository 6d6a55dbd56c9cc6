const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;

/** Finds where a JSON value ends in a text that arrives in pieces. */
export class JsonValueScan {
  private depth = 0;
  private isInString = false;
  private isEscaped = false;
  private hasBegun = false;

  /** Offset after the value that begins at `start`; null if it continues: then call with the next piece and 0. */
  findEnd(text: string, start: number): number | null {
    for (let at = start; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      const end = this.isInString ? this.insideString(code, at) : this.outsideString(code, at);
      this.hasBegun = true;
      if (end === null) continue;
      this.depth = 0;
      this.hasBegun = false;
      return end;
    }
    return null;
  }

  private insideString(code: number, at: number): number | null {
    if (this.isEscaped) this.isEscaped = false;
    else if (code === backslash) this.isEscaped = true;
    else if (code === quote) {
      this.isInString = false;
      return this.depth === 0 ? at + 1 : null;
    }
    return null;
  }

  private outsideString(code: number, at: number): number | null {
    if (code === quote) {
      if (this.depth === 0 && this.hasBegun) return at;
      this.isInString = true;
    } else if (isOpening(code)) {
      this.depth += 1;
    } else if (isClosing(code)) {
      if (this.depth === 0) return at;
      this.depth -= 1;
      if (this.depth === 0) return at + 1;
    } else if (this.depth === 0 && (code === comma || code === colon || isSpace(code))) {
      return at;
    }
    return null;
  }
}

/** JSON's white space; false for NaN, the char code past the end of a text. */
export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function isOpening(code: number): boolean {
  return code === 0x7b || code === 0x5b;
}

function isClosing(code: number): boolean {
  return code === 0x7d || code === 0x5d;
}
