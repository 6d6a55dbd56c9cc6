import { isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Document, LineCounter, Node } from 'yaml';
import { cleanKey } from './clean-keys.ts';
import { renderPath } from './fault.ts';
import type { ConfigPath, Fault, Finding } from './fault.ts';
import { showValue } from './show-value.ts';

/** A YAML text in the forms needed to find positions. */
export interface YamlSource {
  text: string;
  document: Document;
  lines: LineCounter;
}

/** Line and column of an offset, both counted from 1, even in an empty file. */
export function locate(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** Places a finding in the file: at its key or value, or, if that is missing, at the parent that should contain it. */
export function placeFinding(finding: Finding, { text, document, lines }: YamlSource): Fault {
  const { key, value } = findNodes(document, finding.path);
  const written = value?.range == null ? null : showValue(text.slice(value.range[0], value.range[1]));
  const offset =
    (finding.at === 'key' ? (key ?? value) : (value ?? key))?.range?.[0] ?? offsetOfParent(document, finding.path);
  return {
    ...locate(lines, offset),
    path: renderPath(finding.path),
    value: finding.secret === true ? '***' : written,
    problem: finding.problem ?? describeWritten(written, finding.path),
    allowed: finding.allowed,
    suggestion: finding.asText === true ? suggestQuotes(written) : finding.suggestion,
  };
}

/** Quotes what is written: 0123 is the number 123 for YAML, but the name that was meant is 0123. */
function suggestQuotes(written: string | null): string | null {
  return written === null || written === '' ? null : `write "${written}" in quotes if it is meant as text`;
}

function describeWritten(written: string | null, path: ConfigPath): string {
  if (written === null && path.length > 0) return 'is missing';
  return written === null || written === '' ? 'is empty' : `is \`${written}\``;
}

function offsetOfParent(document: Document, path: ConfigPath): number {
  for (let length = path.length - 1; length >= 0; length -= 1) {
    const { key, value } = findNodes(document, path.slice(0, length));
    const offset = (typeof path[length - 1] === 'number' ? value : (key ?? value))?.range?.[0];
    if (offset !== undefined) return offset;
  }
  return 0;
}

function findNodes(document: Document, path: ConfigPath): { key: Node | null; value: Node | null } {
  let key: Node | null = null;
  let value: Node | null = document.contents;
  for (const part of path) {
    if (isMap(value)) {
      const map = value;
      const named = (clean: (key: string) => string) =>
        map.items.find((item) => isScalar(item.key) && clean(String(item.key.value)) === String(part));
      const pair = named((name) => name) ?? named(cleanKey);
      key = isNode(pair?.key) ? pair.key : null;
      value = isNode(pair?.value) ? pair.value : null;
    } else if (isSeq(value) && typeof part === 'number') {
      const item: unknown = value.items[part];
      key = null;
      value = isNode(item) ? item : null;
    } else return { key: null, value: null };
  }
  return { key, value };
}
