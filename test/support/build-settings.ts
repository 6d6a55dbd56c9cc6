import type { BuildSettings, DashboardSettings, EngineSettings, ExportSettings } from '../../src/model.ts';

/** Settings that drop only exact duplicates. */
export const lenient: BuildSettings = {
  size: null,
  length: { min: 1, max: 100_000 },
  drop: [],
  nearDuplicates: null,
  language: null,
  pii: 'keep',
  exclude: [],
  shortage: 'fail',
};

/** Engine settings if prank.yaml doesn't mention engines. */
export const anyEngine: EngineSettings = {
  engine: 'auto',
  spark: { master: null, conf: {}, node: null, output: null },
};

/** Training exports if prank.yaml asks for none. */
export const noExports: ExportSettings = { top: null, preferences: null };

/** The dashboard if prank.yaml doesn't mention it. */
export const plainDashboard: DashboardSettings = { space: null, leaderboard: 20, optOut: [] };
