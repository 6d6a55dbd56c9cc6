import { type Command, InvalidArgumentError } from 'commander';
import type { DeployResult } from '../../campaign/deploy.ts';
import { isSameAddress, splitAddress } from '../../lib/secrets/address.ts';
import type { Campaign, SpaceTarget } from '../../model.ts';
import type { Context } from '../context.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import { renderHelpText } from './help-text.ts';
import { renderStep } from '../output/human/step.ts';
import type { RunCommand } from '../run-command.ts';
import { keepServerUrl } from '../wiring/server-address.ts';
import { localUrl } from './serve.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';

interface DeployFlags {
  dryRun?: boolean;
  /** Minutes. */
  timeout: number;
}

export function registerDeploy(program: Command, run: RunCommand): void {
  program
    .command('deploy')
    .description('brings Space, workspace, dataset, question and guidelines into the described state')
    .option('--dry-run', 'print the plan; change nothing')
    .option('--timeout <minutes>', 'how long to wait for a Space', parseMinutes, 30)
    .addHelpText(
      'after',
      renderHelpText({
        examples: [
          ['prank deploy --dry-run', 'see the plan; change nothing'],
          ['prank deploy', 'make what is missing, keep what is there; can be run again at any time'],
          ['prank deploy --timeout 60', 'wait an hour for a Space that builds slowly'],
        ],
        exits: {
          3: 'token or key may not do it, or the Hub wants a plan; nothing was changed',
          5: 'answers are at stake, or nobody said yes; nothing was changed',
        },
      }),
    )
    .action((flags: DeployFlags, command: Command) =>
      run(command, async (context) => {
        const campaign = await context.loadCampaign();
        await context.withLock(campaign, 'deploy', async () => {
          const dryRun = flags.dryRun === true;
          const result = await deployTarget(context, campaign, flags);
          await finishDeploy(context, campaign, result, dryRun);
        });
      }),
    );
}

function parseMinutes(text: string): number {
  if (/^\d{1,4}(?:\.\d+)?$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number of minutes.');
}

async function deployTarget(context: Context, campaign: Campaign, flags: DeployFlags): Promise<DeployResult> {
  const dryRun = flags.dryRun === true;
  const { target } = campaign;
  if (target.type === 'space') return deploySpace(context, { ...campaign, target }, flags);
  const { deploy } = await import('../../campaign/deploy.ts');
  return context.withConnection(campaign, { dryRun }, (connection) =>
    deploy(campaign, { connection, confirm: context.confirm }, { dryRun }, context.emit),
  );
}

async function deploySpace(
  context: Context,
  campaign: Campaign & { target: SpaceTarget },
  { dryRun = false, timeout }: DeployFlags,
): Promise<DeployResult> {
  const { deployToSpace } = await import('../../campaign/space/deploy.ts');
  const { createSpacePorts } = await import('../wiring/space.ts');
  const ports = await createSpacePorts(context, campaign);
  return deployToSpace(campaign, ports, { dryRun, timeoutMs: timeout * 60_000 }, context.emit);
}

/** Keeps what other commands need, and says what was done. */
async function finishDeploy(
  context: Context,
  campaign: Campaign,
  result: DeployResult,
  dryRun: boolean,
): Promise<void> {
  const isLocal = campaign.target.type === 'local';
  const url = isLocal ? await lastingUrl(context, campaign) : result.url;
  if (!dryRun) await keepUrl(context, campaign.dir, url);
  if (!dryRun && isLocal) await addRatersToWorkspace(context, campaign);
  const pulled = await context.logPort(campaign).readState();
  const isReplaced = pulled !== null && pulled.datasetId !== result.datasetId;
  const data = { url, dataset_id: result.datasetId, steps: result.steps };
  context.reporter.answer('deploy', data, () => {
    const changes = result.steps.filter(({ action }) => action !== 'keep').length;
    if (dryRun) return result.steps.map((step) => renderStep(step)).join('\n');
    const done = changes === 0 ? 'Everything is as described' : `${changes} changes made`;
    if (isReplaced)
      return `${done}: ${url}, dataset ${campaign.task.dataset}, without the answers that were pulled.\nNext: ${prankCommand('restore')}`;
    const next = isLocal
      ? `${prankCommand('push')}, then ${prankCommand('serve')} for the raters`
      : prankCommand('push');
    return `${done}: ${url}, dataset ${campaign.task.dataset}.\nNext: ${next}`;
  });
}

/** Other commands go by this address; one in the environment would lead them elsewhere. */
async function keepUrl(context: Context, dir: string, url: string): Promise<void> {
  await keepServerUrl(context, dir, url);
  const used = await context.readSetting(dir, 'ARGILLA_API_URL');
  if (used === undefined || isSameAddress(used, url)) return;
  const named = splitAddress(used)?.url ?? 'no address';
  context.emit({ type: 'warning', text: `ARGILLA_API_URL in the environment names ${named}, not ${url}: unset it.` });
}

/** The embedded server may be up for this command only: its lasting address is the one of `prank serve`. */
async function lastingUrl(context: Context, { dir }: Campaign): Promise<string> {
  return splitAddress((await context.readSetting(dir, 'ARGILLA_API_URL')) ?? localUrl)?.url ?? localUrl;
}

/** Accounts made by `prank serve --rater` before there was a workspace. */
async function addRatersToWorkspace(context: Context, { dir }: Campaign): Promise<void> {
  const { addRaters } = await import('../run/add-raters.ts');
  await addRaters(context, dir, campaignPaths.localDatabase(dir), []);
}
