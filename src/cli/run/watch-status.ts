import { setTimeout as wait } from 'node:timers/promises';
import { createStatusReader } from '../../campaign/status.ts';
import type { Event } from '../../model.ts';
import type { Context } from '../context.ts';
import { openLiveView } from '../terminal/live-view.ts';
import { renderStatus } from '../output/human/status/status.ts';
import { stdoutStyle } from '../terminal/style.ts';

export interface WatchOptions {
  server: boolean;
  forecast: boolean;
  seconds: number;
}

/** Shows the status every so many seconds until Ctrl-C, which ends it well; the log is only read when it changed. */
export async function watchStatus(context: Context, { server, forecast, seconds }: WatchOptions): Promise<void> {
  const { signal, globals } = context;
  const view = openLiveView(context.io, context.redact, () => stdoutStyle(context.io, globals));
  const warnings = new Set<string>();
  let isFirst = true;
  // Talk after the first frame would tear it; what must be known stands below the status.
  const emit = (event: Event): void => {
    if (isFirst) context.emit(event);
    else if (event.type === 'warning') warnings.add(event.text);
  };
  const look = createStatusReader(await context.openCampaign({ emit }), { server, forecast }, emit);
  context.emit({ type: 'progress', task: 'reading what was answered', done: 0, total: null });
  try {
    while (!signal.aborted) {
      const result = await look();
      context.reporter.endProgress();
      isFirst = false;
      view.show({
        time: new Date(),
        note: `Ctrl-C ends, every ${seconds} s`,
        render: (style) =>
          [renderStatus(result, style), ...[...warnings].map((text) => `warning: ${text}`)].join('\n\n'),
      });
      await wait(seconds * 1000, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    view.close();
  }
}
