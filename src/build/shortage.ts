import { UsageError } from '../lib/errors.ts';
import { printable } from '../lib/text/text.ts';
import type { Emit } from '../model.ts';
import type { BuildPlan } from './build-plan.ts';
import type { BuildCounts } from './manifest.ts';
import { findShortages, type Quota } from './quotas.ts';

/**
 * Compares what the sources gave with what the config asks for. Too few prompts throw UsageError `source_short`, or
 * warn if the config accepts it. A build without any prompt always throws UsageError `no_prompts`.
 */
export function checkShortage(
  { settings, sources }: BuildPlan,
  counts: BuildCounts,
  quotas: readonly Quota[],
  emit: Emit,
): void {
  const short = findShortages(
    sources.map(({ source }) => source),
    settings.size,
    quotas,
  );
  const shortages = short.map((quota) => countShortage(quota, sources, counts));
  if (shortages.length > 0 && settings.shortage === 'fail') {
    throw new UsageError('source_short', `Too few prompts: ${shortages.map(describeShortage).join('; ')}.`, {
      details: shortages,
    });
  }
  if (counts.prompts === 0) {
    throw new UsageError(
      'no_prompts',
      `No prompt is left of ${counts.candidates} rows${renderDropped(counts.dropped)}.`,
      { details: counts.sources },
    );
  }
  const reported = new Set(short.flatMap(({ sources: places }) => places));
  for (const account of shortages.map(describeShortage))
    emit({ type: 'warning', text: `Too few prompts, accepted: ${account}.` });
  for (const [index, { id, kept, read, dropped }] of counts.sources.entries()) {
    if (kept === 0 && !reported.has(index)) {
      emit({ type: 'warning', text: `Source ${id} gives no prompt: read ${read}${renderDropped(dropped)}.` });
    }
  }
}

interface Shortage {
  /** Ids of the sources that the prompts were to come from. */
  id: string;
  stratum: string | null;
  take: number;
  kept: number;
  read: number;
  dropped: Record<string, number>;
}

function countShortage(
  { sources, stratum, wanted, available }: Quota,
  planned: BuildPlan['sources'],
  counts: BuildCounts,
): Shortage {
  const id = sources.map((index) => planned[index]?.source.id ?? '').join(' + ');
  const found = sources.flatMap((index) => counts.sources[index] ?? []);
  const read = found.reduce((sum, count) => sum + count.read, 0);
  const dropped: Record<string, number> = {};
  for (const count of found) {
    for (const [reason, rows] of Object.entries(count.dropped)) dropped[reason] = (dropped[reason] ?? 0) + rows;
  }
  return { id, stratum: stratum === '' ? null : stratum, take: wanted ?? 0, kept: available, read, dropped };
}

function describeShortage({ id, stratum, take, kept, read, dropped }: Shortage): string {
  const place = stratum === null ? id : `${id}, ${printable(stratum, 60)}`;
  return `${place} has ${kept} of ${take} (read ${read}${renderDropped(dropped)})`;
}

function renderDropped(dropped: Record<string, number>): string {
  return Object.entries(dropped)
    .map(([reason, count]) => `, ${reason} ${count}`)
    .join('');
}
