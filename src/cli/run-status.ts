import { readServerProgress, type ServerProgress } from '../campaign/server-progress.ts';
import { status } from '../campaign/status.ts';
import { RemoteError } from '../lib/errors.ts';
import type { Campaign } from '../model.ts';
import type { Context } from './context.ts';
import { connectTarget } from './connect-target.ts';
import { toStatusData } from './output/status-data.ts';
import { renderStatus } from './output/status.ts';
import { stdoutStyle } from './output/terminal-style.ts';
import { createRankPorts } from './rank-ports.ts';

/** A look at the campaign must not wait for a Space that is asleep. */
const patienceMs = 15_000;

/** Says where the campaign stands. */
export async function runStatus(
  context: Context,
  { server, forecast }: { server: boolean; forecast: boolean },
): Promise<void> {
  const campaign = await context.loadCampaign();
  const result = await status(
    campaign,
    {
      readPrompts: () => context.readPrompts(campaign),
      readLog: () => context.readLog(campaign),
      readPulledAt: async () => (await context.logPort(campaign).readState())?.at ?? null,
      readServer: server ? () => readServer(context, campaign) : null,
      raterName: createRankPorts(context, {}).raterName,
      now: () => new Date().toISOString(),
    },
    { forecast },
    context.emit,
  );
  const style = stdoutStyle(context.globals);
  context.reporter.answer('status', toStatusData(result), () => renderStatus(result, style));
}

async function readServer(context: Context, campaign: Campaign): Promise<ServerProgress | null> {
  const patience = AbortSignal.timeout(patienceMs);
  const hasty = { ...context, signal: AbortSignal.any([context.signal, patience]) };
  try {
    return await connectTarget(hasty, campaign, { dryRun: true }, (connection) =>
      readServerProgress(connection, campaign.task),
    );
  } catch (error) {
    if (!patience.aborted) throw error;
    throw new RemoteError('server_slow', `it did not answer within ${patienceMs / 1000} seconds`, { cause: error });
  }
}
