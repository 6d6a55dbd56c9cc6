import { listLogFiles } from '../../ratings/log-folder.ts';
import type { ResponseEvent } from '../../model.ts';
import type { RatingsLog } from './types.ts';

/** The log in `dir`. It is read again only if its files have changed: their names follow from their content. */
export function openRatingsLog(dir: string): RatingsLog {
  let known: { names: string; events: ResponseEvent[] } | null = null;
  return {
    async read() {
      const names = (await listLogFiles(dir)).join('\n');
      if (known?.names === names) return known.events;
      const { readRatingsLog } = await import('../../ratings/ratings-log.ts');
      const events = await readRatingsLog(dir);
      known = { names, events };
      return events;
    },
    async append(events) {
      const { appendToRatingsLog } = await import('../../ratings/ratings-log.ts');
      await appendToRatingsLog(dir, events);
    },
    readState: async () => (await import('../../ratings/pull-state.ts')).readPullState(dir),
    writeState: async (state) => (await import('../../ratings/pull-state.ts')).writePullState(dir, state),
  };
}
