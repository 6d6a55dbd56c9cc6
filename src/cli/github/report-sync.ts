import { status, type StatusResult } from '../../campaign/status.ts';
import type { SyncResult } from '../../campaign/sync.ts';
import { PrankError } from '../../lib/errors.ts';
import { findEndpoint } from '../../hub/token.ts';
import { redact } from '../../lib/secrets/redact.ts';
import type { OpenCampaign } from '../../campaign/open/types.ts';
import type { Context } from '../context.ts';
import { isGithubJob } from '../../lib/github-job.ts';
import type { Io } from '../io.ts';
import { renderFailureSummary, renderSyncSummary } from './step-summary.ts';
import { appendFile } from 'node:fs/promises';

/** Runs a sync. In a GitHub Actions job, writes the result to the page of the run and to the outputs of the step. */
export async function reportSync(
  context: Context,
  campaign: OpenCampaign,
  work: () => Promise<SyncResult>,
): Promise<SyncResult> {
  if (!isGithubJob(context.io.env)) return work();
  const hide = (text: string): string => redact(text, context.secrets);
  try {
    const result = await work();
    await appendSummary(context.io.env, hide(await summarize(context, campaign, result)));
    await setOutputs(context.io.env, {
      changed: String(result.changed),
      new: String(result.pull.new),
      tag: result.publish?.tag ?? '',
    });
    return result;
  } catch (error) {
    if (error instanceof PrankError) {
      await appendSummary(context.io.env, renderFailureSummary(campaign.name, error, hide));
    }
    throw error;
  }
}

async function summarize(context: Context, campaign: OpenCampaign, result: SyncResult): Promise<string> {
  const dataset = campaign.publish?.dataset ?? null;
  const endpoint = findEndpoint((name) => context.io.env[name]);
  return renderSyncSummary({
    campaign: campaign.name,
    result,
    // If nothing has changed, the files to count from may not even be here.
    status: result.push === null ? null : await countAll(context, campaign),
    datasetUrl: dataset === null ? null : `${endpoint}/datasets/${dataset}`,
  });
}

/** Counts from the log, which was just pulled. Raters are not named. */
async function countAll(context: Context, campaign: OpenCampaign): Promise<StatusResult> {
  return status(campaign, { server: false, forecast: false, names: false }, context.emit);
}

/** Adds Markdown to the page of the run; does nothing outside of a job. */
async function appendSummary(env: Io['env'], markdown: string): Promise<void> {
  await append(env['GITHUB_STEP_SUMMARY'], markdown);
}

/** Sets outputs of the step, which later steps can read. Line breaks in values become blanks. */
async function setOutputs(env: Io['env'], values: Record<string, string>): Promise<void> {
  const lines = Object.entries(values).map(([name, value]) => `${name}=${value.replaceAll(/[\r\n]/gu, ' ')}\n`);
  await append(env['GITHUB_OUTPUT'], lines.join(''));
}

async function append(path: string | undefined, text: string): Promise<void> {
  if (path !== undefined && path !== '') await appendFile(path, text);
}
