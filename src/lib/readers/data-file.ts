/** Format of a data file. `.gz` is not a format; see `DataFile.gzip`. */
export type Format = 'csv' | 'tsv' | 'json' | 'jsonl' | 'parquet';

/** A file of rows. */
export interface DataFile {
  /** What error messages call it. */
  path: string;
  absolutePath: string;
  format: Format;
  gzip: boolean;
  /** If it can't be opened here, its bytes. */
  bytes?: AsyncIterable<Buffer>;
}

const formatsByEnding: Readonly<Record<string, Format>> = {
  csv: 'csv',
  tsv: 'tsv',
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  parquet: 'parquet',
};

/** The format that the ending of a name shows; null = none that can be read. */
export function formatOfName(path: string): Pick<DataFile, 'format' | 'gzip'> | null {
  const ending = /\.([^./]+?)(\.gz)?$/iu.exec(path);
  const format = formatsByEnding[(ending?.[1] ?? '').toLowerCase()];
  const gzip = ending?.[2] !== undefined;
  return format === undefined || (gzip && format === 'parquet') ? null : { format, gzip };
}
