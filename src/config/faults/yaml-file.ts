import { LineCounter, parseDocument } from 'yaml';
import type { Fault, Finding } from './fault.ts';
import { placeFinding } from './place-finding.ts';
import { findSyntaxFaults, findUnwantedYaml } from './yaml-faults.ts';

/** The values of a prank.yaml, and a way to find the place of a value in its text. */
export interface YamlFile {
  /** Plain values; undefined if they can't be trusted, so that nobody reports faults that don't exist. */
  data: unknown;
  /** Faults of YAML syntax, or YAML that prank does not accept. */
  faults: Fault[];
  /** true = there is no data. A duplicate key is a fault but not fatal. */
  fatal: boolean;
  place: (finding: Finding) => Fault;
}

/** Parses without throwing: problems are returned as faults. */
export function parseYamlFile(text: string): YamlFile {
  const lines = new LineCounter();
  const deep = findDeepIndent(text);
  const document = parseDocument(deep === null ? text : '', {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
  });
  const source = { text, document, lines };
  const syntax = findSyntaxFaults(source);
  const unwanted = findUnwantedYaml(source);
  const fatal = deep !== null || unwanted.length > 0 || syntax.fatal;
  return {
    data: fatal ? undefined : document.toJS(),
    faults: [...(deep === null ? [] : [deep]), ...syntax.faults, ...unwanted],
    fatal,
    place: (finding) => placeFinding(finding, source),
  };
}

/** Thousands of nested levels crash the whole process inside the parser. No real config indents by 200 spaces. */
function findDeepIndent(text: string): Fault | null {
  const index = text.split('\n').findIndex((line) => /^\s{200}/.test(line));
  if (index === -1) return null;
  const problem = 'is indented by more than 200 spaces here';
  return { line: index + 1, column: 1, path: '', value: null, problem, allowed: null, suggestion: null };
}
