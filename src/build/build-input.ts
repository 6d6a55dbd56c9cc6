import type { BuildSettings, EngineSettings, PromptKind, Source } from '../model.ts';
import type { Machine } from './engines/spark/find-spark.ts';
import type { HubFilesPort } from './sources/hub-files.ts';

export interface BuildInput {
  sources: Source[];
  settings: BuildSettings;
  seed: number;
  /** Absolute folder of the campaign. */
  dir: string;
  /** Threads of the engine; default: all cores. Never changes a byte of the result. */
  threads?: number;
  /** Default: DuckDB. */
  engine?: EngineSettings & { machine: Machine };
  /** Stops the build between two steps. */
  signal?: AbortSignal;
  /** Needed if a source is a dataset on the Hub. */
  hub?: HubFilesPort;
  /** Only plan: read no file, not even to hash it. */
  looksOnly?: boolean;
  /** Use the newest commits of Hub datasets instead of the locked ones. */
  update?: boolean;
}

/** What happened to one source's rows: read = kept + everything dropped. */
export interface SourceCount {
  id: string;
  /** `mixed` if a column gives the kind of each row. */
  kind: PromptKind | 'mixed';
  read: number;
  kept: number;
  dropped: Record<string, number>;
  license: string | null;
}

export interface BuildOutcome {
  prompts: number;
  /** All rows read: prompts plus everything dropped. */
  candidates: number;
  dropped: Record<string, number>;
  sources: SourceCount[];
  /** SHA-256 of prompts.parquet. */
  sha256: string;
}
