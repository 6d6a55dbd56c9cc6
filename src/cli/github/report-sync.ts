import { countDays } from '../../campaign/answer-days.ts';
import { status } from '../../campaign/status.ts';
import type { SyncResult } from '../../campaign/sync.ts';
import { PrankError } from '../../lib/errors.ts';
import { findEndpoint } from '../../hub/token.ts';
import { redact } from '../../lib/redact.ts';
import type { Campaign } from '../../model.ts';
import { answersOf } from '../../ratings/current-view.ts';
import type { Context } from '../context.ts';
import { isGithubJob } from './job.ts';
import { appendSummary, setOutputs } from './job-files.ts';
import { renderFailureSummary, renderSyncSummary } from './step-summary.ts';

/** Runs a sync; in a GitHub Actions job, what came of it goes to the page of the run and into the outputs of the step. */
export async function reportSync(
  context: Context,
  campaign: Campaign,
  work: () => Promise<SyncResult>,
): Promise<SyncResult> {
  if (!isGithubJob(process.env)) return work();
  try {
    const result = await work();
    await appendSummary(process.env, await summarize(context, campaign, result));
    await setOutputs(process.env, {
      changed: String(result.changed),
      new: String(result.pull.new),
      tag: result.publish?.tag ?? '',
    });
    return result;
  } catch (error) {
    if (error instanceof PrankError) {
      await appendSummary(process.env, redact(renderFailureSummary(campaign.name, error), context.secrets));
    }
    throw error;
  }
}

async function summarize(context: Context, campaign: Campaign, result: SyncResult): Promise<string> {
  const { push: looked } = result;
  const log = looked === null ? [] : await context.readLog(campaign);
  const now = new Date().toISOString();
  const dataset = campaign.publish?.dataset ?? null;
  return renderSyncSummary({
    campaign: campaign.name,
    result,
    status: looked === null ? null : await countAll(context, campaign),
    days: countDays(answersOf(log), now),
    datasetUrl: dataset === null ? null : `${findEndpoint((name) => process.env[name])}/datasets/${dataset}`,
  });
}

async function countAll(context: Context, campaign: Campaign): ReturnType<typeof status> {
  return status(
    campaign,
    {
      readPrompts: () => context.readPrompts(campaign),
      readLog: () => context.readLog(campaign),
      readPulledAt: async () => null,
      readServer: null,
      // Nobody is named in it.
      raterName: async () => () => '',
      now: () => new Date().toISOString(),
    },
    { forecast: false },
    context.emit,
  );
}
