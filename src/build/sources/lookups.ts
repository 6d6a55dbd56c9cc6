import { compareText } from '../../lib/text/text.ts';
import type { Source } from '../../model.ts';
import { type Lookup, makeLookup } from '../rows/row-value.ts';

/** Every path that a source looks up in its rows, parsed. */
export interface SourceLookups {
  prompt: Lookup[];
  where: Lookup[];
  kind: Lookup | null;
  stratum: Lookup | null;
  /** Name in the dataset and path in the row, sorted by name. */
  metadata: { name: string; lookup: Lookup }[];
}

/** Parses the paths of a source. Throws UsageError `path_invalid`. */
export function sourceLookups({ promptPaths, where, kind, strata, metadata }: Source): SourceLookups {
  return {
    prompt: promptPaths.map(makeLookup),
    where: Object.keys(where).map(makeLookup),
    kind: typeof kind === 'string' ? null : makeLookup(kind.column),
    stratum: strata === null ? null : makeLookup(strata.by),
    metadata: Object.entries(metadata)
      .toSorted(([a], [b]) => compareText(a, b))
      .map(([name, path]) => ({ name, lookup: makeLookup(path) })),
  };
}

/** All paths of a source, whatever they are for. */
export function allLookups(lookups: SourceLookups): Lookup[] {
  const metadata = lookups.metadata.map(({ lookup }) => lookup);
  const single = [lookups.kind, lookups.stratum].filter((lookup) => lookup !== null);
  return [...lookups.prompt, ...lookups.where, ...single, ...metadata];
}

/** The names to read in column formats: first steps of all paths, and whole paths as column names. */
export function namesToRead(lookups: SourceLookups): string[] {
  return [...new Set(allLookups(lookups).flatMap(({ text, path }) => [text, path[0]]))];
}
