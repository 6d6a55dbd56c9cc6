import { printable } from '../text/text.ts';
import { malformedData } from './data-error.ts';
import { parseJson } from './json-row.ts';
import { describeObject, pandasToLines } from './json-shape.ts';
import { isSpace, JsonValueScan } from './json-value-scan.ts';
import { maxRowCharacters } from './reader.ts';

/** The text of one array element, and where it begins: its line, and the characters before it on that line. */
export interface CutElement {
  text: string;
  line: number;
  indent: number;
}

type State = 'start' | 'key' | 'colon' | 'member value' | 'after member' | 'element' | 'after element' | 'done';

/**
 * Splits a JSON document of one array, or of an object with one array, into the array's elements as the text arrives in
 * pieces. It checks the syntax between values; `JSON.parse` checks the values themselves.
 */
export class JsonArrayCutter {
  private state: State = 'start';
  /** True after `[` or `{`, when the closing bracket may follow at once. False after a comma. */
  private mayClose = false;
  private isInObject = false;
  private key = '';
  private arrayKey: string | null = null;
  /** The first value of the object that is no array, for a message. */
  private firstValue: unknown = null;
  private line = 1;
  /** Offset in `text` at which the line begins; negative if that part is no longer in `text`. */
  private lineStart = 0;
  /** The value that began in an earlier piece. */
  private open: CutElement | null = null;
  private text = '';
  private at = 0;
  private readonly value = new JsonValueScan();
  private readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Returns the elements that this piece completes. */
  push(piece: string): CutElement[] {
    this.lineStart -= this.text.length;
    this.text = piece;
    this.at = 0;
    const elements: CutElement[] = [];
    for (let element = this.step(); element !== undefined; element = this.step()) {
      if (element !== null) elements.push(element);
    }
    return elements;
  }

  /** Throws if the document is incomplete. */
  end(): void {
    if (this.state === 'done') return;
    if (this.state === 'start') throw malformedData({ path: this.path }, 'the file is empty');
    throw this.fault('the JSON ends too early: the file was cut off');
  }

  /** Reads one token or value: returns an element, null for anything else, undefined if more text is needed. */
  private step(): CutElement | null | undefined {
    if (this.open !== null) return this.continueValue(this.open);
    this.skipSpace();
    const char = this.text[this.at];
    if (char === undefined) return undefined;
    switch (this.state) {
      case 'start':
        return this.start(char);
      case 'key':
      case 'member value':
      case 'element':
        return this.takeValue(char);
      case 'colon':
        return this.token(char === ':', 'member value', 'expected :');
      case 'after member':
        if (char === '}') return this.close('}');
        return this.token(char === ',', 'key', 'expected , or }');
      case 'after element':
        if (char === ']') return this.close(']');
        return this.token(char === ',', 'element', 'expected , or ]');
      case 'done':
        throw this.fault(
          'more text after the end of the JSON value',
          'When each line is an object of its own, name the file .jsonl.',
        );
    }
  }

  private start(char: string): null {
    if (char !== '[' && char !== '{') throw this.fault('neither an array of objects nor an object that holds one');
    this.isInObject = char === '{';
    this.token(true, char === '{' ? 'key' : 'element', '');
    this.mayClose = true;
    return null;
  }

  private takeValue(char: string): CutElement | null | undefined {
    if (this.state === 'member value' && char === '[') return this.openArray();
    if (this.mayClose && char === (this.state === 'key' ? '}' : ']')) return this.close(char);
    if (this.state === 'key' && char !== '"') throw this.fault('expected a name in double quotes');
    this.mayClose = false;
    return this.continueValue({ text: '', line: this.line, indent: this.at - this.lineStart });
  }

  /** Reads this piece's part of the value; an incomplete value stays open. V8 joins the strings only once. */
  private continueValue(open: CutElement): CutElement | null | undefined {
    const end = this.value.findEnd(this.text, this.at);
    const element = { ...open, text: open.text + this.text.slice(this.at, end ?? undefined) };
    this.passTo(end ?? this.text.length);
    this.open = end === null ? element : null;
    if (element.text.length > maxRowCharacters)
      throw this.fault(`a value of more than ${maxRowCharacters / 2 ** 20} MB`);
    return end === null ? undefined : this.finishValue(element);
  }

  private finishValue(element: CutElement): CutElement | null {
    if (this.state === 'element') {
      this.state = 'after element';
      return element;
    }
    const value = parseJson(element.text, { path: this.path, ...element });
    if (this.state === 'key') this.key = String(value);
    else this.firstValue ??= value;
    this.state = this.state === 'key' ? 'colon' : 'after member';
    return null;
  }

  private openArray(): null {
    if (this.arrayKey !== null) {
      const keys = [this.arrayKey, this.key];
      const names = keys.map((key) => `\`${printable(key, 60)}\``).join(' and ');
      const isSplit = keys.every((key) => ['columns', 'index', 'data'].includes(key));
      throw this.fault(
        `two arrays, ${names}; it is unclear which one holds the rows`,
        isSplit ? pandasToLines(this.path, 'split') : undefined,
      );
    }
    this.arrayKey = this.key;
    this.token(true, 'element', '');
    this.mayClose = true;
    return null;
  }

  private close(bracket: string): null {
    if (bracket === '}' && this.arrayKey === null) {
      throw this.fault(...describeObject(this.firstValue, this.path));
    }
    return this.token(true, bracket === ']' && this.isInObject ? 'after member' : 'done', '');
  }

  private token(isExpected: boolean, next: State, problem: string): null {
    if (!isExpected)
      throw this.fault(`invalid JSON: ${problem}, found \`${printable(this.text.slice(this.at, this.at + 20), 20)}\``);
    this.at += 1;
    this.state = next;
    this.mayClose = false;
    return null;
  }

  private skipSpace(): void {
    let end = this.at;
    while (isSpace(this.text.charCodeAt(end))) end += 1;
    this.passTo(end);
  }

  private passTo(end: number): void {
    for (
      let next = this.text.indexOf('\n', this.at);
      next >= 0 && next < end;
      next = this.text.indexOf('\n', next + 1)
    ) {
      this.line += 1;
      this.lineStart = next + 1;
    }
    this.at = end;
  }

  private fault(problem: string, hint?: string): Error {
    return malformedData({ path: this.path, line: this.line }, problem, hint);
  }
}
