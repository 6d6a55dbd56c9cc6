import type { BuildSettings, DashboardSettings, EngineSettings, ExportSettings } from '../../src/model.ts';

/** Settings that drop nothing but exact duplicates. */
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

/** What prank.yaml says when it says nothing of engines. */
export const anyEngine: EngineSettings = {
  engine: 'auto',
  spark: { master: null, conf: {}, node: null, output: null },
};

/** What a release has for training when prank.yaml asks for nothing. */
export const noExports: ExportSettings = { top: null, preferences: null };

/** The page about a campaign when prank.yaml says nothing of it. */
export const plainDashboard: DashboardSettings = { space: null, leaderboard: 20, optOut: [] };
