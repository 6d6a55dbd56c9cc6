import type { Format } from './data-file.ts';
import { csvReader, tsvReader } from './delimited.ts';
import { jsonReader } from './json.ts';
import { jsonlReader } from './jsonl.ts';
import { parquetReader } from './parquet.ts';
import type { Reader } from './reader.ts';

/** A reader for every format. To add one, write a file here and add its name to `Format`. */
export const readers = {
  csv: csvReader,
  tsv: tsvReader,
  json: jsonReader,
  jsonl: jsonlReader,
  parquet: parquetReader,
} satisfies Record<Format, Reader>;
