import type { z } from 'zod';
import type { ExportSettings, PreferenceExport, TopExport } from '../../model.ts';
import { defaults } from '../defaults.ts';
import type { exportSchema } from '../schema/export-schema.ts';

type Written = z.infer<typeof exportSchema>;

/** Resolves the exports: one that is missing or false is not made, `true` means all defaults. `values` is the scale. */
export function resolveExports({ top, preferences }: Written, values: readonly number[]): ExportSettings {
  return { top: resolveTop(top, values), preferences: resolvePreferences(preferences) };
}

function resolveTop(written: Written['top'], values: readonly number[]): TopExport | null {
  if (written === undefined || written === false) return null;
  const { score, certainty } = written === true ? {} : written;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return {
    score: score ?? low + 0.75 * (high - low),
    certainty: certainty ?? defaults.publish.exports.top.certainty,
  };
}

function resolvePreferences(written: Written['preferences']): PreferenceExport | null {
  if (written === undefined || written === false) return null;
  const { max, within } = written === true ? {} : written;
  return {
    max: max ?? defaults.publish.exports.preferences.max,
    within: within ?? defaults.publish.exports.preferences.within,
  };
}
