const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;

/** Finds where a JSON value ends, remembering across pieces of text how far it has looked. */
export class JsonValueScan {
  private looked = 0;
  private depth = 0;
  private isInString = false;

  /** Offset behind the value that begins at `start`, or null when the text ends first; then call again with more. */
  findEnd(text: string, start: number): number | null {
    let at = start + this.looked;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (this.isInString) {
        // At the end of the text this steps over a character that is still to come.
        if (code === backslash) at += 1;
        else if (code === quote) {
          this.isInString = false;
          if (this.depth === 0) return this.found(at + 1);
        }
        continue;
      }
      const end = this.outsideString(code, at, start);
      if (end !== null) return this.found(end);
    }
    this.looked = at - start;
    return null;
  }

  private outsideString(code: number, at: number, start: number): number | null {
    if (code === quote) {
      if (this.depth === 0 && at > start) return at;
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

  private found(end: number): number {
    this.looked = 0;
    this.depth = 0;
    this.isInString = false;
    return end;
  }
}

/** White space as JSON has it; false for NaN, the code behind the end of a text. */
export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function isOpening(code: number): boolean {
  return code === 0x7b || code === 0x5b;
}

function isClosing(code: number): boolean {
  return code === 0x7d || code === 0x5d;
}
