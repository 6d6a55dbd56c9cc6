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

/**
 * Shows the status at this interval until Ctrl-C, which is its normal end. Reads the log again only if it has changed.
 */
export async function watchStatus(context: Context, { server, forecast, seconds }: WatchOptions): Promise<void> {
  const { signal, globals } = context;
  const view = openLiveView(context.io, context.redact, () => stdoutStyle(context.io, globals));
  const warnings = new Set<string>();
  let isFirst = true;
  // Messages after the first frame would tear it, so warnings appear below the status.
  const emit = (event: Event): void => {
    if (isFirst) context.emit(event);
    else if (event.type === 'warning') warnings.add(event.text);
  };
  const look = createStatusReader(await context.openCampaign({ emit }), { server, forecast }, emit);
  context.emit({ type: 'progress', task: 'reading what was answered', done: 0, total: null });
  try {
    while (!signal.aborted) {
      const result = await look();
      // Ends the progress line.
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
