import type { UsageError } from '../../lib/errors.ts';
import { findClosest } from '../../lib/text/find-closest.ts';
import { printable } from '../../lib/text/text.ts';
import { malformedData } from '../../lib/readers/data-error.ts';
import { isRow, type Row } from '../../lib/readers/row.ts';
import { findStep, findValue, isScalar, type Lookup } from './row-value.ts';
import { type DataStep, renderDataPath, renderStep } from './data-path.ts';
import type { SourceLookups } from '../sources/lookups.ts';

/** Paths of which at least one must be found in some row, and what the source uses them for. */
interface Wanted {
  purpose: string;
  lookups: Lookup[];
}

/** Which of a source's paths the rows of a file have: plain data. */
export interface PathsSeen {
  /** Positions among `wantedPaths` of those that were never found. */
  missing: number[];
  columns: string[];
  /** The first row, as long as a path is missing. */
  sample: Row;
}

/** Watches the rows of one file for paths that are never found, which means a typo. */
export class PathCheck {
  private readonly wanted: Wanted[];
  private missing: number[];
  private readonly columns = new Set<string>();
  private sample: Row = {};

  constructor(lookups: SourceLookups) {
    this.wanted = wantedPaths(lookups);
    this.missing = this.wanted.map((_, index) => index);
  }

  see(columns: readonly string[], rows: readonly Row[]): void {
    if (this.missing.length === 0) return;
    if (Object.keys(this.sample).length === 0) this.sample = rows[0] ?? {};
    for (const column of columns) this.columns.add(column);
    this.missing = this.missing.filter((index) => {
      const lookups = this.wanted[index]?.lookups ?? [];
      return !rows.some((row) => lookups.some((lookup) => findValue(row, lookup) !== undefined));
    });
  }

  get seen(): PathsSeen {
    const { missing, columns, sample } = this;
    return missing.length === 0 ? { missing, columns: [], sample: {} } : { missing, columns: [...columns], sample };
  }
}

/** Throws `data_malformed` if no file has a path, with what the rows have instead, and the closest name. */
export function assertPathsFound(lookups: SourceLookups, seen: readonly PathsSeen[], place: string): void {
  const missing = wantedPaths(lookups).find((_, index) => seen.every((paths) => paths.missing.includes(index)));
  if (missing === undefined) return;
  const columns = [...new Set(seen.flatMap((paths) => paths.columns))];
  throw describeMissing(missing, columns, seen[0]?.sample ?? {}, place);
}

function wantedPaths({ prompt, where, kind, stratum, metadata }: SourceLookups): Wanted[] {
  return [
    { purpose: 'prompt', lookups: prompt },
    ...where.map((lookup) => ({ purpose: 'where', lookups: [lookup] })),
    ...(kind === null ? [] : [{ purpose: 'kind', lookups: [kind] }]),
    ...(stratum === null ? [] : [{ purpose: 'strata', lookups: [stratum] }]),
    ...metadata.map(({ name, lookup }) => ({ purpose: `metadata ${printable(name, 60)}`, lookups: [lookup] })),
  ];
}

function describeMissing(
  { purpose, lookups }: Wanted,
  columns: readonly string[],
  sample: Row,
  place: string,
): UsageError {
  const shown = lookups.map(({ text }) => quote(text)).join(' or ');
  const dead = lookups.map((lookup) => findDeadEnd(lookup, columns, sample));
  const [end] = dead;
  const near = dead.map(({ step, names, render }) => nearest(step, names, render)).find((name) => name !== null);
  return malformedData(
    { path: place },
    `no row has ${shown} (${purpose}); ${end?.account ?? ''}`,
    near === undefined || near === null
      ? (hintOfCell(dead) ?? 'Name a column or a path such as conversations[0].value.')
      : `Did you mean ${quote(near)}?`,
  );
}

/** Says what is wrong with text into which a path leads: data frames write lists as Python does. */
function hintOfCell(ends: readonly DeadEnd[]): string | null {
  const isPython = ends.some(({ value }) => typeof value === 'string' && /^\s*(?:\[\s*)?[{[]\s*'/u.test(value));
  if (!isPython) return null;
  return 'This text is not JSON but how Python shows a list. Export the column with json.dumps, or the rows as .jsonl.';
}

/** How far a path leads in the first row, and what is there. */
function findDeadEnd({ path }: Lookup, columns: readonly string[], sample: Row): DeadEnd {
  const [first] = path;
  const render = (at: number, step: DataStep): string => {
    const [head, ...tail] = path.with(at, step);
    return typeof head === 'string' ? renderDataPath([head, ...tail]) : '';
  };
  if (!columns.includes(first)) {
    return {
      account: `the columns are ${list(columns)}`,
      value: undefined,
      step: first,
      names: [...columns],
      render: (name) => render(0, name),
    };
  }
  let value: unknown = sample[first];
  let at = 1;
  for (; at < path.length; at += 1) {
    const next = findStep(value, path[at] ?? '');
    if (next === undefined) break;
    value = next;
  }
  const reached = quote(renderDataPath([first, ...path.slice(1, at)]));
  const account = `in the first row ${reached} is ${describeValue(value)}`;
  const end = at;
  const step = path[at] ?? '';
  if (typeof step === 'object' && step.name !== null && Array.isArray(value)) {
    const { name } = step;
    const choices = listChoices(value, name);
    const offered = choices.length === 0 ? `without ${quote(name)}` : `with ${printable(name, 60)} ${list(choices)}`;
    return {
      account: `${account} ${offered}`,
      value,
      step: step.value,
      names: choices,
      render: (choice) => render(end, { name, value: choice }),
    };
  }
  return {
    account,
    value,
    step: typeof step === 'string' ? step : renderStep(step),
    names: isRow(value) ? Object.keys(value) : [],
    render: (name) => render(end, name),
  };
}

/** The values by which list elements can be chosen. */
function listChoices(elements: readonly unknown[], name: string): string[] {
  const found = elements.map((element) => findStep(element, name)).filter(isScalar);
  return [...new Set(found.map(String))].toSorted();
}

interface DeadEnd {
  account: string;
  /** The last value that was found. */
  value: unknown;
  step: string;
  names: string[];
  /** The whole path with the failing step replaced. */
  render: (name: string) => string;
}

function nearest(step: string, names: readonly string[], render: (name: string) => string): string | null {
  const closest = findClosest(step, names, () => Math.min(4, Math.ceil(step.length * 0.4)));
  return closest === null ? null : render(closest);
}

/** Describes a value in words for people. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isRow(value)) return `an object with ${list(Object.keys(value))}`;
  return value === '' ? 'empty' : printable(JSON.stringify(value) ?? 'null', 60);
}

function list(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const shown = names
    .slice(0, 12)
    .map((name) => printable(name, 60))
    .join(', ');
  return names.length > 12 ? `${shown}, and ${names.length - 12} more` : shown;
}

function quote(text: string): string {
  return `\`${printable(text, 60)}\``;
}
