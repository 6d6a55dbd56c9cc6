import { readManifest } from '../../build/manifest.ts';
import type { PublishPorts } from '../../campaign/publish/types.ts';
import type { HubConnection } from '../../hub/connection.ts';
import { UnsafeError } from '../../lib/errors.ts';
import { shellCommand } from '../../lib/text/shell-command.ts';
import type { Campaign } from '../../model.ts';
import { openChartCache } from '../../release/charts/chart-cache.ts';
import { createChartDrawer } from '../../release/charts/draw-chart.ts';
import { compareRelease, type WriteOptions, writeRelease } from '../../release/write-release.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import type { Context } from '../context.ts';
import { githubRunUrl, isGithubJob } from '../github/job.ts';
import { isSimulated } from '../../folder/is-simulated.ts';
import { withScratchFolder } from './scratch-folder.ts';
import { createThreads } from './threads/create-threads.ts';

/** What publish needs of the campaign's folder, the Hub and the CI job that it may run in. */
export function createPublishPorts(context: Context, campaign: Campaign, options: { dryRun: boolean }): PublishPorts {
  const { dir, publish } = campaign;
  const drawChart = createChartDrawer(openChartCache(campaignPaths.charts(dir), { readOnly: options.dryRun }));
  let opened: Promise<HubConnection> | null = null;
  const openHub = (): Promise<HubConnection> =>
    (opened ??= context.openHub({ dir, resource: `datasets/${publish?.dataset ?? ''}` }));
  const making: WriteOptions = {
    drawChart,
    onProgress: (task, done, total) => context.emit({ type: 'progress', task, done, total }),
  };
  return {
    rankItems: createThreads(context).rankItems,
    readPrompts: () => context.readPrompts(campaign),
    readManifest: () => readManifest(campaignPaths.manifest(campaign.dir)),
    readLog: () => context.readLog(campaign),
    pseudonymKey: (isFirst) => pseudonymKey(context, campaign, isFirst, options),
    writeRelease: (folder, input, card) => writeRelease(folder, input, { ...making, card }),
    compareRelease: (folder, input) => compareRelease(folder, input, making),
    withScratchFolder,
    isSimulated: () => isSimulated(campaign.dir),
    openHub,
    // A token of a person is good for both.
    openSpaceHub: () =>
      (context.io.env['HF_OIDC_RESOURCE'] ?? '') === ''
        ? openHub()
        : context.openHub({ dir, resource: `spaces/${publish?.dashboard.space ?? ''}` }),
    runUrl: githubRunUrl(context.io.env),
  };
}

async function pseudonymKey(
  context: Context,
  campaign: Campaign,
  isFirst: boolean,
  { dryRun }: { dryRun: boolean },
): Promise<string> {
  const stored = await context.readSetting(campaign.dir, 'PRANK_PSEUDONYM_KEY');
  if (stored !== undefined) return stored;
  if (isFirst && !dryRun && isGithubJob(context.io.env)) throw keyWouldBeLost();
  if (isFirst) return context.pseudonymKey(campaign, { keep: !dryRun });
  throw new UnsafeError(
    'pseudonym_key_missing',
    'The key that the pseudonyms of the last release were made with is not here.',
  );
}

/** The machine of a job is gone after it, and the key in its .env with it. */
function keyWouldBeLost(): UnsafeError {
  return new UnsafeError(
    'pseudonym_key_not_kept',
    'There is no key for the names of raters, and one made in this job would be lost with it.',
    {
      hint: `Make one and keep it: ${shellCommand(['openssl', 'rand', '-hex', '32'])}, then PRANK_PSEUDONYM_KEY=… in .env, and ${shellCommand(['gh', 'secret', 'set', 'PRANK_PSEUDONYM_KEY'])}`,
    },
  );
}
