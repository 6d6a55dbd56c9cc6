import { UsageError } from '../lib/errors.ts';
import type { Emit } from '../model.ts';
import type { BuildPlan } from './build-plan.ts';
import type { BuildCounts } from './manifest.ts';

/**
 * Compares what sources gave with what the config takes. Too few is UsageError `source_short`, or a warning when the
 * config accepts it; a build without a single prompt is always UsageError `no_prompts`.
 */
export function checkShortage({ settings, sources }: BuildPlan, counts: BuildCounts, emit: Emit): void {
  const shortages = counts.sources.flatMap((count, index) => {
    const take = sources[index]?.source.take ?? 'all';
    return take === 'all' || count.kept >= take ? [] : [{ ...count, take }];
  });
  const accounts = shortages.map(
    ({ id, kept, take, read, dropped }) => `${id} has ${kept} of ${take} (read ${read}${renderDropped(dropped)})`,
  );
  if (shortages.length > 0 && settings.shortage === 'fail') {
    throw new UsageError('source_short', `Too few prompts: ${accounts.join('; ')}.`, {
      hint: 'Lower `take:` of these sources, loosen the filters, or set `shortage: accept` under build.',
      details: shortages.map(({ id, kept, take, read, dropped }) => ({ id, take, kept, read, dropped })),
    });
  }
  if (counts.prompts === 0) {
    throw new UsageError(
      'no_prompts',
      `No prompt is left of ${counts.candidates} rows${renderDropped(counts.dropped)}.`,
      {
        hint: 'Loosen `where:` of the sources or the filters under build.',
        details: counts.sources,
      },
    );
  }
  for (const account of accounts) emit({ type: 'warning', text: `Too few prompts, accepted: ${account}.` });
  for (const { id, kept, read, dropped } of counts.sources) {
    if (kept === 0 && !shortages.some((shortage) => shortage.id === id)) {
      emit({ type: 'warning', text: `Source ${id} gives no prompt: read ${read}${renderDropped(dropped)}.` });
    }
  }
}

function renderDropped(dropped: Record<string, number>): string {
  return Object.entries(dropped)
    .map(([reason, count]) => `, ${reason} ${count}`)
    .join('');
}
