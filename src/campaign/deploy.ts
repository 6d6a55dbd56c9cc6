import { isSameAddress, splitAddress } from '../lib/secrets/address.ts';
import type { Emit } from '../model.ts';
import { type DeployedDataset, deployDataset } from './deploy/dataset.ts';
import { keepServerUrl } from './open/server-address.ts';
import type { OpenCampaign } from './open/types.ts';
import { addRaters } from './serve/add-raters.ts';
import { localUrl } from './serve/local-url.ts';

export interface DeployOptions {
  dryRun?: boolean;
  /** How long to wait for a Space; half an hour unless given. */
  timeoutMs?: number;
}

export interface DeployResult extends DeployedDataset {
  /** The dataset is not the one that the last pull read, so the answers in the ratings log are not on the server. */
  isReplaced: boolean;
}

/**
 * Creates or updates Space, workspace, dataset, question and guidelines. It is safe to interrupt it and run it again:
 * whatever is as described is kept. Throws UnsafeError `deploy_refused`, `answers_not_pulled`, `not_confirmed`, and the
 * errors of a Space that does not start.
 */
export async function deploy(
  campaign: OpenCampaign,
  { dryRun = false, timeoutMs = 30 * 60_000 }: DeployOptions = {},
  emit: Emit = campaign.emit,
): Promise<DeployResult> {
  return campaign.withLock(
    'deploy',
    async () => {
      const deployed = await deployTarget(campaign, { dryRun, timeoutMs }, emit);
      const isLocal = campaign.target.type === 'local';
      const url = isLocal ? await lastingUrl(campaign) : deployed.url;
      if (!dryRun) await keepUrl(campaign, url, emit);
      // Accounts that `prank serve --rater` made before the workspace existed.
      if (!dryRun && isLocal) await addRaters(campaign, [], emit);
      const pulled = await campaign.log.readState();
      return { ...deployed, url, isReplaced: pulled !== null && pulled.datasetId !== deployed.datasetId };
    },
    { readOnly: dryRun },
  );
}

async function deployTarget(
  campaign: OpenCampaign,
  options: { dryRun: boolean; timeoutMs: number },
  emit: Emit,
): Promise<DeployedDataset> {
  const { target } = campaign;
  if (target.type === 'space') {
    const { deployToSpace } = await import('./space/deploy.ts');
    return deployToSpace({ ...campaign, target }, options, emit);
  }
  return campaign.withConnection(options, (connection) => deployDataset(campaign, connection, options, emit));
}

/** Saves the address for other commands. An address in the environment would lead them elsewhere. */
async function keepUrl(campaign: OpenCampaign, url: string, emit: Emit): Promise<void> {
  await keepServerUrl(campaign, url);
  const used = await campaign.readSetting('ARGILLA_API_URL');
  if (used === undefined || isSameAddress(used, url)) return;
  const named = splitAddress(used)?.url ?? 'no address';
  emit({ type: 'warning', text: `ARGILLA_API_URL in the environment names ${named}, not ${url}: unset it.` });
}

/** The embedded server may run only for this command. The address that lasts is the one of `prank serve`. */
async function lastingUrl({ readSetting }: OpenCampaign): Promise<string> {
  return splitAddress((await readSetting('ARGILLA_API_URL')) ?? localUrl)?.url ?? localUrl;
}
