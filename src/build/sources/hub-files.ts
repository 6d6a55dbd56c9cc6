import picomatch from 'picomatch';
import leven from 'leven';
import { UsageError } from '../../lib/errors.ts';
import { compareText, printable } from '../../lib/text/text.ts';
import type { Emit, Source } from '../../model.ts';

/** A file of a dataset on the Hub. */
export interface HubFile {
  /** In the repository. */
  path: string;
  sizeBytes: number;
}

/** The Hub as a build needs it; `dataset` is `owner/name`. What it throws names dataset, revision and file. */
export interface HubFilesPort {
  /** The commit that a branch, tag or commit stands for now. */
  pin(dataset: string, revision: string): Promise<string>;
  /** Every file of a commit. */
  list(dataset: string, commit: string): Promise<HubFile[]>;
  /** Local path of a file with the bytes that the Hub names, downloaded where it is not here yet. */
  fetch(dataset: string, commit: string, path: string, emit: Emit): Promise<string>;
  /** Local path of a file that is here already; null = it is not. Asks nobody. */
  findHere(dataset: string, commit: string, path: string): Promise<string | null>;
}

/** Where the files of a Hub source come from. */
export interface PinnedDataset {
  dataset: string;
  /** As prank.yaml says it. */
  revision: string;
  /** The pattern of prank.yaml. */
  path: string;
  commit: string;
}

/** The files that a source means, by path. Throws UsageError `source_file_missing`. */
export function matchHubFiles(source: Source, { dataset, path: pattern }: PinnedDataset, files: HubFile[]): HubFile[] {
  // A file whose very name has brackets or stars is meant literally.
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

const readable = /\.(csv|tsv|json|jsonl|ndjson)(\.gz)?$|\.parquet$/iu;

function hintAt(pattern: string, files: HubFile[]): string {
  const paths = files.map(({ path }) => path).filter((path) => readable.test(path));
  if (paths.length === 0) {
    return 'It has no data files that prank reads; the Hub may have made some: try  revision: refs/convert/parquet  with  path: "**/*.parquet"';
  }
  const [nearest = ''] = paths.toSorted((a, b) => leven(a, pattern) - leven(b, pattern) || compareText(a, b));
  return `Did you mean ${printable(nearest, 120)}? It has ${paths.length} data files.`;
}
