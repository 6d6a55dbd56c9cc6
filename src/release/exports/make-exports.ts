import type { PreferenceExport, TopExport } from '../../model.ts';
import type { ReleaseInput } from '../input.ts';
import type { ReleaseTable } from '../tables/release-table.ts';
import { type RankedPrompt, rankPrompts } from '../tables/released-prompts.ts';
import { findCertainty } from './certainty.ts';
import { choosePairs, type PromptPair } from './choose-pairs.ts';
import { preferencesTable } from './preferences-table.ts';
import { type SeedPrompt, selectSeedPrompts, topTable } from './top-table.ts';
import { showFigure } from '../../lib/text/numbers.ts';

/** Exports are made only from the release's prompts. */
export type ExportInput = Pick<ReleaseInput, 'campaign' | 'prompts' | 'ranking'>;

/** The exports that have rows, with their settings. */
export interface Exports {
  top: { settings: TopExport; rows: SeedPrompt[] } | null;
  preferences: { settings: PreferenceExport; pairs: PromptPair[] } | null;
  /** Why a requested export is left out, and what to change. `datasets` can't open a split without rows. */
  leftOut: string[];
}

/** The exports that prank.yaml asks for. Pure and independent of the input's order. */
export function makeExports(input: ExportInput): Exports {
  const { top, preferences } = input.campaign.publish.exports;
  const prompts = rankPrompts(input);
  const rows = top === null ? [] : selectSeedPrompts(prompts, top);
  const pairs = preferences === null ? [] : choosePairs(prompts, preferences, input.campaign.seed);
  return {
    top: top === null || rows.length === 0 ? null : { settings: top, rows },
    preferences: preferences === null || pairs.length === 0 ? null : { settings: preferences, pairs },
    leftOut: [
      ...(top === null || rows.length > 0 ? [] : [explainNoTop(prompts, top)]),
      ...(preferences === null || pairs.length > 0 ? [] : [explainNoPreferences(prompts, preferences)]),
    ],
  };
}

/** The exports as files of the release. */
export function exportTables({ top, preferences }: Exports): ReleaseTable[] {
  return [
    ...(top === null ? [] : [topTable(top.rows)]),
    ...(preferences === null ? [] : [preferencesTable(preferences.pairs)]),
  ];
}

function explainNoTop(prompts: readonly RankedPrompt[], { score, certainty }: TopExport): string {
  const certainties = prompts.flatMap(({ item }) => findCertainty(item, score) ?? []);
  if (certainties.length === 0) return `publish.exports.top is left out: ${noIntervals}`;
  const most = certainties.reduce((a, b) => Math.max(a, b));
  return (
    `publish.exports.top is left out: no prompt has a score of ${score} or more with a certainty of ${certainty}; ` +
    `the surest one has ${showFigure(most, 3)}. Lower its score or certainty in prank.yaml, or collect more answers a prompt.`
  );
}

function explainNoPreferences(prompts: readonly RankedPrompt[], { within }: PreferenceExport): string {
  const name = 'publish.exports.preferences is left out:';
  if (prompts.every(({ item }) => item.scoreLow === null)) return `${name} ${noIntervals}`;
  const which = within === 'any' ? 'no two prompts' : `no two prompts of the same ${within}`;
  const wider = within === 'any' ? 'Collect' : 'Set its within to any in prank.yaml, or collect';
  return `${name} ${which} have 95 % intervals that don't overlap. ${wider} more answers a prompt.`;
}

const noIntervals = 'all ratings are equal, so that no score has an interval. Collect more answers.';
