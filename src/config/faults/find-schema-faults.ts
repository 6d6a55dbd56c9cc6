import { z } from 'zod';
import { findClosest } from '../../lib/text/find-closest.ts';
import type { ConfigPath, Finding } from './fault.ts';
import { configSchema } from '../schema/schema.ts';
import type { WrittenConfig } from '../schema/schema.ts';

export type SchemaResult = { written: WrittenConfig; findings: [] } | { written: null; findings: Finding[] };

type Issue = z.core.$ZodIssue;

/** The only place where zod's issues become our findings: one finding per path. */
export function findSchemaFaults(data: unknown): SchemaResult {
  const result = configSchema.safeParse(data);
  if (result.success) return { written: result.data, findings: [] };
  const findings = result.error.issues.flatMap((issue) => describeIssue(issue, toConfigPath(issue.path), data));
  const byPath = new Map(findings.toReversed().map((finding) => [JSON.stringify(finding.path), finding]));
  return { written: null, findings: [...byPath.values()].toReversed() };
}

function describeIssue(issue: Issue, path: ConfigPath, data: unknown): Finding[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => describeUnknownKey(path, key));
  if (issue.code === 'invalid_union') {
    const branch = issue.errors.find((issues) => issues.every(isBelowRoot));
    if (branch !== undefined) {
      return branch.flatMap((inner) => describeIssue(inner, [...path, ...toConfigPath(inner.path)], data));
    }
  }
  const at = issue.code === 'invalid_key' ? 'key' : 'value';
  const allowed = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return [
    {
      path,
      at,
      problem: at === 'key' ? 'is not a name' : null,
      allowed,
      suggestion: null,
      asText: isMeantAsText(issue, path, data),
    },
  ];
}

/** If a union branch accepts the value's shape and only complains about its contents, it is the one that was meant. */
function isBelowRoot(issue: Issue): boolean {
  return issue.path.length > 0 || issue.code === 'unrecognized_keys';
}

const secretKey = /token|api_?key|passw|passphrase|secret|credential/i;

function describeUnknownKey(parent: ConfigPath, key: string): Finding {
  const path = [...parent, key];
  if (secretKey.test(key)) {
    return {
      path,
      at: 'key',
      problem: 'is a secret and must not stand in this file',
      allowed: null,
      suggestion: 'put ARGILLA_API_KEY into .env or the environment, and HF_TOKEN into the environment',
      secret: true,
    };
  }
  const known = listKnownKeys(parent);
  const closest = suggestKey(key, known);
  return closest === null
    ? { path, at: 'key', problem: 'is not a key', allowed: known.join(', '), suggestion: null }
    : { path, at: 'key', problem: 'is not a key', allowed: null, suggestion: `did you mean \`${closest}\`?` };
}

/** The known key of which this is probably a typo; null if none is similar. */
function suggestKey(key: string, known: readonly string[]): string | null {
  return findClosest(key.replaceAll('-', '_'), known, ({ length }) => Math.min(length - 1, Math.max(2, length / 3)));
}

/** The keys that prank.yaml may have at a path; none if people choose them. */
export function listKnownKeys(path: ConfigPath): string[] {
  return keysAt(configSchema, path);
}

function keysAt(schema: z.core.$ZodType | undefined, path: ConfigPath): string[] {
  if (schema instanceof z.ZodOptional) return keysAt(schema.unwrap(), path);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => keysAt(option, path));
  const [head, ...rest] = path;
  if (schema instanceof z.ZodObject) {
    return head === undefined ? Object.keys(schema.shape) : keysAt(schema.shape[head], rest);
  }
  return schema instanceof z.ZodArray && head !== undefined ? keysAt(schema.element, rest) : [];
}

/** YAML reads 2024 and true as a number and a boolean, but people who use them as names mean text. */
function isMeantAsText(issue: Issue, path: ConfigPath, data: unknown): boolean {
  const value = getIn(data, path);
  // true where a section or a text may stand is an attempt to switch something on, not a name.
  return typeof value === 'number' ? wantsText(issue) : typeof value === 'boolean' && isTextWanted(issue);
}

function wantsText(issue: Issue): boolean {
  if (issue.code === 'invalid_union') return issue.errors.some((issues) => issues.every(isTextWanted));
  return isTextWanted(issue);
}

function isTextWanted(issue: Issue): boolean {
  return issue.code === 'invalid_type' && issue.expected === 'string';
}

function getIn(data: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    data,
  );
}

function toConfigPath(path: readonly PropertyKey[]): ConfigPath {
  return path.map((part) => (typeof part === 'number' ? part : String(part)));
}
