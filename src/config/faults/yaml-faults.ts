import { isAlias, isScalar, visit } from 'yaml';
import type { ErrorCode, Node, YAMLError } from 'yaml';
import { printable } from '../../lib/text/text.ts';
import type { Fault } from './fault.ts';
import { locate } from './place-finding.ts';
import type { YamlSource } from './place-finding.ts';
import { showValue } from './show-value.ts';

/** The YAML parser's complaints. `fatal` = anything after which the values can't be trusted. */
export function findSyntaxFaults(source: YamlSource): { faults: Fault[]; fatal: boolean } {
  const { document, lines, text } = source;
  const errors = [...document.errors, ...document.warnings];
  const seen = new Set<number>();
  const faults = errors.flatMap((error) => {
    const place = locate(lines, error.pos[0]);
    // A single mistake often causes many errors on the same line.
    if (seen.has(place.line)) return [];
    seen.add(place.line);
    return [{ ...place, ...describeError(error, text) }];
  });
  return { faults, fatal: errors.some(({ code }) => code !== 'DUPLICATE_KEY' && code !== 'BAD_DQ_ESCAPE') };
}

/** Common mistakes in plain words. Other errors keep the parser's own message. */
const knownErrors: Readonly<Partial<Record<ErrorCode, { problem: string; suggestion: string | null }>>> = {
  DUPLICATE_KEY: { problem: 'stands here a second time', suggestion: 'keep one of the two' },
  TAB_AS_INDENT: { problem: 'is indented with a tab', suggestion: 'use spaces' },
  MULTIPLE_DOCS: { problem: 'holds a second document', suggestion: 'remove the line ---' },
  BAD_DQ_ESCAPE: {
    problem: 'has a \\ inside double quotes, where it starts a special character',
    suggestion: 'write / between folders; in patterns, use single quotes',
  },
  NON_STRING_KEY: { problem: 'has a key here that is not plain text', suggestion: null },
  TAG_RESOLVE_FAILED: { problem: 'uses a tag (!), which is not read here', suggestion: 'write the plain value' },
  RESOURCE_EXHAUSTION: { problem: 'is nested too deeply here', suggestion: null },
};

function describeError({ code, pos, message }: YAMLError, text: string): Omit<Fault, 'line' | 'column'> {
  const known = knownErrors[code] ?? { problem: `is not YAML: ${printable(message)}`, suggestion: null };
  const key = code === 'DUPLICATE_KEY' ? showValue(/^[^\n:]*/.exec(text.slice(pos[0]))?.[0] ?? '') : null;
  return { ...known, path: key ?? '', value: key ?? showValue(text.slice(pos[0], pos[1])), allowed: null };
}

/** Rejects anchors, aliases and merges: they give one value several places, so a fault could point to the wrong one. */
export function findUnwantedYaml({ document, lines }: YamlSource): Fault[] {
  const found: Fault[] = [];
  const refuse = (node: Node, what: string) =>
    found.push({
      ...locate(lines, node.range?.[0] ?? 0),
      path: '',
      value: null,
      problem: `uses ${what}, which is not read here`,
      allowed: null,
      suggestion: 'write the value out where it is needed',
    });
  visit(document, {
    Node(key, node) {
      if (isAlias(node)) refuse(node, `the alias *${node.source}`);
      else if (node.anchor !== undefined) refuse(node, `the anchor &${node.anchor}`);
      else if (isScalar(node) && key === 'key' && node.value === '<<') refuse(node, 'a merge (<<)');
    },
  });
  return found;
}
