import { duckdbEngine } from './duckdb.ts';
import type { Engine } from './engine.ts';

/** What can carry a build plan out. */
export type EngineName = 'duckdb';

export const engines = { duckdb: duckdbEngine } satisfies Record<EngineName, Engine>;
