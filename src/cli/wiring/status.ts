import { chooseRaterName } from '../../campaign/ranking/rater-names.ts';
import type { ServerProgress } from '../../campaign/server/progress.ts';
import type { StatusPorts } from '../../campaign/status.ts';
import { RemoteError } from '../../lib/errors.ts';
import type { Campaign } from '../../model.ts';
import { readCampaignStamp } from '../../folder/campaign-stamp.ts';
import type { Context } from '../context.ts';
import { createThreads } from './threads/create-threads.ts';

/** A look at the campaign must not wait for a Space that is asleep. */
const patienceMs = 15_000;

/** What status needs of the campaign's folder and its server, which `server: false` leaves alone. */
export function createStatusPorts(context: Context, campaign: Campaign, { server }: { server: boolean }): StatusPorts {
  const privacy = campaign.publish?.raters ?? 'pseudonym';
  return {
    readPrompts: () => context.readPrompts(campaign),
    readLog: () => context.readLog(campaign),
    readPulledAt: async () => (await context.logPort(campaign).readState())?.at ?? null,
    readStamp: () => readCampaignStamp(campaign.dir),
    makeForecast: createThreads(context).forecastCampaign,
    readServer: server ? () => readServer(context, campaign) : null,
    raterName: (log) => chooseRaterName(privacy, log, () => context.pseudonymKey(campaign)),
    now: () => new Date().toISOString(),
  };
}

async function readServer(context: Context, campaign: Campaign): Promise<ServerProgress | null> {
  const patience = AbortSignal.timeout(patienceMs);
  const { connectTarget } = await import('./connect-target.ts');
  const { readServerProgress } = await import('../../campaign/server/progress.ts');
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
