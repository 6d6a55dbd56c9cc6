import { deploy, type DeployOptions, type DeployResult } from '../../campaign/deploy.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { printable } from '../../lib/text/text.ts';
import type { Campaign } from '../../model.ts';
import type { Context } from '../context.ts';
import { renderStep } from '../output/human/step.ts';

/** Creates or updates what raters work with, and names the next command. */
export async function runDeploy(context: Context, options: Required<DeployOptions>): Promise<void> {
  const campaign = await context.openCampaign();
  const result = await deploy(campaign, options, context.emit);
  const { url, datasetId, steps } = result;
  context.reporter.answer('deploy', { url, dataset_id: datasetId, steps }, () =>
    options.dryRun ? steps.map((step) => renderStep(step)).join('\n') : renderDeployed(campaign, result),
  );
}

function renderDeployed({ target }: Campaign, { url, datasetName, steps, isReplaced, isBeside }: DeployResult): string {
  const changes = steps.filter(({ action }) => action !== 'keep').length;
  const done = changes === 0 ? 'Everything is as described' : `${changes} changes made`;
  const signIn =
    target.type === 'space'
      ? `\nYou sign in there with your user name on the Hub and the password ARGILLA_PASSWORD in .env, as owner; raters with Hugging Face.`
      : '';
  const where = `${done}: ${url}, dataset ${printable(datasetName, 200)}`;
  if (isBeside) {
    const next = `${prankCommand('pull', '--new-dataset')}, which keeps the old answers, then ${prankCommand('push')}`;
    return `${where}, without the answers of the one known so far.\nNext: ${next}`;
  }
  if (isReplaced) return `${where}, without the answers that were pulled.\nNext: ${prankCommand('restore')}`;
  const next = target.type === 'local' ? `, then ${prankCommand('serve')} for the raters` : '';
  return `${where}.${signIn}\nNext: ${prankCommand('push')}${next}`;
}
