import { LineCounter, parseDocument } from 'yaml';
import type { Fault, Finding } from './fault.ts';
import { placeFinding } from './place-finding.ts';
import { findSyntaxFaults, findUnwantedYaml } from './yaml-faults.ts';

/** Text of a prank.yaml with its values, and the way back from a value to its place. */
export interface YamlFile {
  /** Plain values; undefined when they can't be trusted, so that looking further would tell nonsense. */
  data: unknown;
  /** Not YAML, or YAML that is not read here. */
  faults: Fault[];
  /** true = there are no data. A key that stands twice is a fault, yet not fatal. */
  fatal: boolean;
  place: (finding: Finding) => Fault;
}

/** Parses without throwing: what is wrong comes back as faults. */
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

/** Nesting of thousands of levels takes the whole process down inside the parser; no config comes near 200 columns. */
function findDeepIndent(text: string): Fault | null {
  const index = text.split('\n').findIndex((line) => /^\s{200}/.test(line));
  if (index === -1) return null;
  const problem = 'is indented by more than 200 spaces here';
  return { line: index + 1, column: 1, path: '', value: null, problem, allowed: null, suggestion: null };
}
