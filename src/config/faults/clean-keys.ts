import type { ConfigPath, Finding } from './fault.ts';
import { listKnownKeys } from './find-schema-faults.ts';

/** Blanks and invisible characters around a key, as pasted from web pages or typed inside quotes. */
const stray = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu;

/** A key as it was meant. */
export function cleanKey(key: string): string {
  return key.replace(stray, '');
}

/**
 * The values with known keys cleaned of stray blanks, so that what is below them is checked too, and a finding for each
 * such key. Keys that people choose, such as names of columns, stay as they are.
 */
export function cleanKeys(value: unknown, path: ConfigPath = []): { data: unknown; findings: Finding[] } {
  if (Array.isArray(value)) {
    const items = value.map((item, index) => cleanKeys(item, [...path, index]));
    return { data: items.map(({ data }) => data), findings: items.flatMap(({ findings }) => findings) };
  }
  if (typeof value !== 'object' || value === null) return { data: value, findings: [] };
  const known = listKnownKeys(path);
  const findings: Finding[] = [];
  const entries = Object.entries(value).map(([written, item]) => {
    const meant = cleanKey(written);
    const isStray = meant !== written && known.includes(meant) && !Object.hasOwn(value, meant);
    const key = isStray ? meant : written;
    if (isStray) findings.push(strayBlank([...path, key]));
    const below = cleanKeys(item, [...path, key]);
    findings.push(...below.findings);
    return [key, below.data] as const;
  });
  return { data: Object.fromEntries(entries), findings };
}

function strayBlank(path: ConfigPath): Finding {
  const problem = 'has a blank or an invisible character beside its name';
  return { path, at: 'key', problem, allowed: null, suggestion: 'type the key again' };
}
