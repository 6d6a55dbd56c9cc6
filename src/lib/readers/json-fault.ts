export interface JsonFault {
  /** UTF-16 offset of the first invalid character. */
  offset: number;
  problem: string;
}

/** Where and why a text that `JSON.parse` rejected is not JSON. */
export function findJsonFault(text: string): JsonFault {
  return new JsonScan(text).findFault() ?? { offset: text.length, problem: 'invalid JSON' };
}

const space = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

type Expected = 'value' | 'member' | 'after value';

/** Walks the grammar with its own stack, so that deep nesting can't overflow the call stack. */
class JsonScan {
  private at = 0;
  private expected: Expected = 'value';
  private readonly open: ('{' | '[')[] = [];
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  findFault(): JsonFault | null {
    for (;;) {
      this.match(space);
      if (this.expected === 'after value' && this.open.length === 0) {
        return this.at < this.text.length ? this.fault('expected nothing after the value') : null;
      }
      const fault = this.next();
      if (fault !== null) return fault;
    }
  }

  private next(): JsonFault | null {
    if (this.expected === 'value') return this.value();
    if (this.expected === 'member') return this.member();
    return this.afterValue(this.open.at(-1) === '{' ? '}' : ']');
  }

  private value(): JsonFault | null {
    const first = this.text[this.at];
    if (first === '{' || first === '[') return this.bracket(first);
    this.expected = 'after value';
    if (first === '"') return this.string();
    return this.match(number) || this.match(word) ? null : this.fault('expected a value');
  }

  private bracket(bracket: '{' | '['): null {
    this.at += 1;
    this.open.push(bracket);
    this.match(space);
    const isEmpty = this.text[this.at] === (bracket === '{' ? '}' : ']');
    this.expected = isEmpty ? 'after value' : bracket === '{' ? 'member' : 'value';
    return null;
  }

  private afterValue(close: '}' | ']'): JsonFault | null {
    const next = this.text[this.at];
    if (next !== ',' && next !== close) return this.fault(`expected , or ${close}`);
    this.at += 1;
    if (next === close) this.open.pop();
    else this.expected = close === '}' ? 'member' : 'value';
    return null;
  }

  private member(): JsonFault | null {
    if (this.text[this.at] !== '"') return this.fault('expected a name in double quotes');
    const fault = this.string();
    if (fault !== null) return fault;
    this.match(space);
    if (this.text[this.at] !== ':') return this.fault('expected :');
    this.at += 1;
    this.expected = 'value';
    return null;
  }

  private string(): JsonFault | null {
    const start = this.at;
    this.at += 1;
    while (this.at < this.text.length) {
      const char = this.text[this.at] ?? '';
      if (char === '\\') {
        if (!this.match(escape)) return this.fault('an unknown escape in a string');
        continue;
      }
      if (char < ' ') return this.fault('a control character in a string');
      this.at += 1;
      if (char === '"') return null;
    }
    return { offset: start, problem: 'a string that is never closed' };
  }

  private match(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) return false;
    this.at += match[0].length;
    return true;
  }

  private fault(problem: string): JsonFault {
    return { offset: this.at, problem };
  }
}
