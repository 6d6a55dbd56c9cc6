import { join } from 'node:path';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import { UnsafeError } from '../../lib/errors.ts';
import { countOf } from '../../lib/text/numbers.ts';
import { listLogFiles } from '../../ratings/log-folder.ts';
import type { Emit, ResponseEvent } from '../../model.ts';
import type { RatingsLog } from './types.ts';

/**
 * The log in `dir`. It is read again only if its files have changed: their names follow from their content.
 */
export function openRatingsLog(dir: string): RatingsLog {
  const refuse = (gone: readonly string[]): never => {
    throw new UnsafeError('ratings_log_incomplete', describeLostFiles(dir, gone), { details: { lost: gone } });
  };
  let known: { names: string; all: ResponseEvent[]; own: ResponseEvent[] } | null = null;
  return {
    async read({ lost = refuse, earlier = false } = {}) {
      const names = (await listLogFiles(dir)).join('\n');
      if (known?.names === names) return earlier ? known.all : known.own;
      const { listLostLogFiles } = await import('../../ratings/pull-state.ts');
      const gone = await listLostLogFiles(dir);
      if (gone.length > 0) lost(gone);
      const { readRatingsLog } = await import('../../ratings/ratings-log.ts');
      const { isEarlierRound } = await import('../../ratings/earlier-rounds.ts');
      const all = await readRatingsLog(dir);
      const hasEarlier = all.some(isEarlierRound);
      known = { names, all, own: hasEarlier ? all.filter((event) => !isEarlierRound(event)) : all };
      return earlier ? known.all : known.own;
    },
    async append(events) {
      const { appendToRatingsLog } = await import('../../ratings/ratings-log.ts');
      await appendToRatingsLog(dir, events);
    },
    readState: async () => (await import('../../ratings/pull-state.ts')).readPullState(dir),
    writeState: async (state) => (await import('../../ratings/pull-state.ts')).writePullState(dir, state),
  };
}

/** For commands that put the log back together: they warn instead of stopping. */
export function warnOfLostFiles({ dir }: { dir: string }, emit: Emit): (lost: readonly string[]) => void {
  return (lost) => emit({ type: 'warning', text: describeLostFiles(campaignPaths.ratings(dir), lost) });
}

/** Says which files the log has lost since the last pull. */
function describeLostFiles(dir: string, lost: readonly string[]): string {
  const more = lost.length - 1;
  const others = more === 0 ? '' : ` and ${countOf(more, 'other file')}`;
  return `${join(dir, lost[0] ?? '')}${others} of the ratings log ${more === 0 ? 'is' : 'are'} missing since the last pull.`;
}
