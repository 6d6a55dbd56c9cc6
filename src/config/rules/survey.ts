import type { ConfigPath, Finding } from '../faults/fault.ts';
import type { WrittenConfig } from '../schema/schema.ts';

/** A type of which any part may have been removed. */
export type Sound<T> = T extends readonly (infer Item)[]
  ? (Sound<Item> | undefined)[]
  : T extends object
    ? { [Key in keyof T]?: Sound<T[Key]> | undefined }
    : T;

/** The written config without the values that the schema rejected, so that rules can check the rest. */
export interface Survey {
  config: Sound<WrittenConfig>;
  /** false = something above, at or below the path was rejected, so a missing value there may only be mistyped. */
  isSound: (...path: ConfigPath) => boolean;
}

/** A rule checks what the schema can't: relations between keys. It looks at sound values and reports what it finds. */
export type Rule = (survey: Survey) => Finding[];

/** A finding about a value, in the rule's own words. */
export function brokenRule(path: ConfigPath, problem: string, suggestion: string | null = null): Finding {
  return { path, at: 'value', problem, allowed: null, suggestion };
}

/** Removes the path of every finding from the parsed values. List positions stay, so that paths keep their meaning. */
export function surveyConfig(data: unknown, findings: readonly Finding[]): Survey {
  const config = structuredClone(data);
  for (const { path } of findings) cutOut(config, path);
  return {
    // Everything the schema rejected is removed, and everything it accepted has its type.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    config: (findings.some(({ path }) => path.length === 0) ? {} : config) as Sound<WrittenConfig>,
    isSound: (...path) => !findings.some((finding) => meet(finding.path, path)),
  };
}

function cutOut(config: unknown, path: ConfigPath): void {
  const last = path.at(-1);
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((value, part) => (isContainer(value) ? Reflect.get(value, part) : undefined), config);
  if (last === undefined || !isContainer(parent)) return;
  if (Array.isArray(parent)) Reflect.set(parent, last, undefined);
  else Reflect.deleteProperty(parent, last);
}

/** Whether one of the two paths is a prefix of the other. */
function meet(a: ConfigPath, b: ConfigPath): boolean {
  return a.slice(0, b.length).every((part, index) => b[index] === part);
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
