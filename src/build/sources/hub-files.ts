import picomatch from 'picomatch';
import leven from 'leven';
import { UsageError } from '../../lib/errors.ts';
import { compareText, printable } from '../../lib/text/text.ts';
import type { Emit, Source } from '../../model.ts';

/** A file of a dataset on the Hub. */
export interface HubFile {
  /** Path in the repository. */
  path: string;
  sizeBytes: number;
}

/** What a build needs from the Hub. `dataset` is `owner/name`. Its errors name dataset, revision and file. */
export interface HubFilesPort {
  /** The commit that a branch, tag or commit currently points to. */
  pin(dataset: string, revision: string): Promise<string>;
  /** Every file of a commit. */
  list(dataset: string, commit: string): Promise<HubFile[]>;
  /** Local path of a file with the Hub's bytes; downloads it if it is not here yet. */
  fetch(dataset: string, commit: string, path: string, emit: Emit): Promise<string>;
  /** Local path of a file that is already here; null = it isn't. Makes no request. */
  findHere(dataset: string, commit: string, path: string): Promise<string | null>;
}

/** Where the files of a Hub source come from. */
export interface PinnedDataset {
  dataset: string;
  /** As written in prank.yaml. */
  revision: string;
  /** The pattern of prank.yaml. */
  path: string;
  commit: string;
}

/** The files that a source's pattern matches, sorted by path. Throws UsageError `source_file_missing`. */
export function matchHubFiles(source: Source, { dataset, path: pattern }: PinnedDataset, files: HubFile[]): HubFile[] {
  // If a file with exactly this name exists, its brackets or stars are literal.
  const literal = files.filter(({ path }) => path === pattern);
  const isMatch = picomatch(pattern, { dot: true });
  const found = literal.length > 0 ? literal : files.filter(({ path }) => isMatch(path));
  if (found.length > 0) return found.toSorted((a, b) => compareText(a.path, b.path));
  throw new UsageError(
    'source_file_missing',
    `Source ${source.id}: no file of the dataset ${dataset} matches ${printable(pattern, 120)}.`,
    { hint: hintAt(pattern, files) },
  );
}

/** What helps if a dataset has its rows in files that prank doesn't read. */
export const convertedByHub =
  'The Hub may have made Parquet files of it: try  revision: refs/convert/parquet  with  path: "**/*.parquet"';

const readable = /\.(csv|tsv|json|jsonl|ndjson)(\.gz)?$|\.parquet$/iu;

function hintAt(pattern: string, files: HubFile[]): string {
  const paths = files.map(({ path }) => path).filter((path) => readable.test(path));
  if (paths.length === 0) {
    return `It has no data files that prank reads. ${convertedByHub}`;
  }
  const [nearest = ''] = paths.toSorted((a, b) => leven(a, pattern) - leven(b, pattern) || compareText(a, b));
  return `Did you mean ${printable(nearest, 120)}? It has ${paths.length} data files.`;
}
