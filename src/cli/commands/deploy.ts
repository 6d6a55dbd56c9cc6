import type { Command } from 'commander';
import type { DeployPorts } from '../../campaign/deploy.ts';
import type { Campaign } from '../../model.ts';
import type { Context } from '../context.ts';
import { campaignPaths } from '../campaign-paths.ts';
import { renderStep } from '../output/step.ts';
import type { RunCommand } from '../run-command.ts';
import { localUrl } from './serve.ts';

export function registerDeploy(program: Command, run: RunCommand): void {
  program
    .command('deploy')
    .description('brings workspace, dataset, question and guidelines on the server into the described state')
    .option('--dry-run', 'print the plan; change nothing')
    .action((flags: { dryRun?: boolean }, command: Command) =>
      run(command, async (context) => {
        const dryRun = flags.dryRun === true;
        const campaign = await context.loadCampaign();
        await context.withLock(campaign, 'deploy', () =>
          context.withConnection(campaign, { dryRun }, (connection) =>
            deployOver(context, campaign, connection, dryRun),
          ),
        );
      }),
    );
}

async function deployOver(
  context: Context,
  campaign: Campaign,
  connection: DeployPorts['connection'],
  dryRun: boolean,
): Promise<void> {
  const { deploy } = await import('../../campaign/deploy.ts');
  const ports = { connection, confirm: context.confirm };
  const result = await deploy(campaign, ports, { dryRun }, context.emit);
  const isLocal = campaign.target.type === 'local';
  const url = isLocal ? await lastingUrl(context, campaign) : result.url;
  if (!dryRun) await context.saveSettings(campaign.dir, { ARGILLA_API_URL: url });
  if (!dryRun && isLocal) await letRatersIn(context, campaign);
  const data = { url, dataset_id: result.datasetId, steps: result.steps };
  context.reporter.answer('deploy', data, () => {
    const changes = result.steps.filter(({ action }) => action !== 'keep').length;
    if (dryRun) return result.steps.map((step) => renderStep(step)).join('\n');
    const done = changes === 0 ? 'Everything is as described' : `${changes} changes made`;
    const next = isLocal ? 'prank push, then prank serve for the raters' : 'prank push';
    return `${done}: ${url}, dataset ${campaign.task.dataset}.\nNext: ${next}`;
  });
}

/** The embedded server may be up for this command only: its lasting address is the one of `prank serve`. */
async function lastingUrl(context: Context, { dir }: Campaign): Promise<string> {
  return (await context.readSetting(dir, 'ARGILLA_API_URL')) ?? localUrl;
}

/** Accounts made by `prank serve --rater` before there was a workspace. */
async function letRatersIn(context: Context, { dir }: Campaign): Promise<void> {
  const { addRaters } = await import('../add-raters.ts');
  await addRaters(context, dir, campaignPaths.localDatabase(dir), []);
}
