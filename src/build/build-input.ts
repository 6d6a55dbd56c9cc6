import type { BuildSettings, EngineSettings, PromptKind, Source } from '../model.ts';
import type { Machine } from './engines/spark/find-spark.ts';
import type { HubFilesPort } from './sources/hub-files.ts';

export interface BuildInput {
  sources: Source[];
  settings: BuildSettings;
  seed: number;
  /** Absolute folder of the campaign. */
  dir: string;
  /** Threads of the engine; the machine's cores unless said. Never changes a byte of the result. */
  threads?: number;
  /** Left out: DuckDB. */
  engine?: EngineSettings & { machine: Machine };
  /** Ends the build between two steps. */
  signal?: AbortSignal;
  /** Needed where a source is a dataset on the Hub. */
  hub?: HubFilesPort;
  /** For a plan: nothing is read, not even to be hashed. */
  looksOnly?: boolean;
  /** Take the newest commits of Hub datasets instead of those in the lock. */
  update?: boolean;
}

/** What became of one source's rows: read = kept + all that was dropped. */
export interface SourceCount {
  id: string;
  /** `mixed` when a column tells the kind row by row. */
  kind: PromptKind | 'mixed';
  read: number;
  kept: number;
  dropped: Record<string, number>;
  license: string | null;
}

export interface BuildOutcome {
  prompts: number;
  /** Rows read in all: prompts plus everything dropped. */
  candidates: number;
  dropped: Record<string, number>;
  sources: SourceCount[];
  /** Of prompts.parquet. */
  sha256: string;
}
