import { status } from '../../campaign/status.ts';
import { UsageError } from '../../lib/errors.ts';
import type { Context } from '../context.ts';
import { toStatusData } from '../output/json/status.ts';
import { renderStatus } from '../output/human/status/status.ts';
import { stdoutStyle } from '../terminal/style.ts';
import { watchStatus } from './watch-status.ts';

export interface StatusFlags {
  server: boolean;
  forecast: boolean;
  /** Seconds between two updates; missing = only one. */
  watch?: number;
}

/** Shows the campaign's status, once or until Ctrl-C. */
export async function runStatus(context: Context, { server, forecast, watch }: StatusFlags): Promise<void> {
  if (watch !== undefined && context.globals.json === true) throw watchWithJson();
  if (watch !== undefined) return watchStatus(context, { server, forecast, seconds: watch });
  const result = await status(await context.openCampaign(), { server, forecast }, context.emit);
  const style = stdoutStyle(context.io, context.globals);
  context.reporter.answer('status', toStatusData(result), () => renderStatus(result, style));
}

function watchWithJson(): UsageError {
  return new UsageError('watch_with_json', '--watch never ends, and --json is exactly one document.');
}
