import type { ConfigPath, Finding } from '../faults/fault.ts';
import type { WrittenConfig } from '../schema/schema.ts';

/** What is left of a type when any part of it may have been cut out. */
export type Sound<T> = T extends readonly (infer Item)[]
  ? (Sound<Item> | undefined)[]
  : T extends object
    ? { [Key in keyof T]?: Sound<T[Key]> | undefined }
    : T;

/** The written config without the values that the schema refused, so that rules can look at the rest of it. */
export interface Survey {
  config: Sound<WrittenConfig>;
  /** false = something above, at or below the path was refused: what is missing there may only be mistyped. */
  isSound: (...path: ConfigPath) => boolean;
}

/** What the schema can't say because it lies between keys: a rule looks at what is sound and reports what it finds. */
export type Rule = (survey: Survey) => Finding[];

/** A finding about a value, in the words of a rule. */
export function brokenRule(path: ConfigPath, problem: string, suggestion: string | null = null): Finding {
  return { path, at: 'value', problem, allowed: null, suggestion };
}

/** Cuts every finding's path out of the parsed values. Places in lists stay, so that paths go on meaning the same. */
export function surveyConfig(data: unknown, findings: readonly Finding[]): Survey {
  const config = structuredClone(data);
  for (const { path } of findings) cutOut(config, path);
  return {
    // All that the schema refused is cut out, and what it took has the type that it says.
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

/** One of the two paths leads through the other. */
function meet(a: ConfigPath, b: ConfigPath): boolean {
  return a.slice(0, b.length).every((part, index) => b[index] === part);
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
