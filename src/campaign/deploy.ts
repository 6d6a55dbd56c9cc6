import { writeLastDataset } from '../folder/last-dataset.ts';
import { isSameAddress, splitAddress } from '../lib/secrets/address.ts';
import { prankCommand } from '../lib/text/shell-command.ts';
import { isoNow } from '../lib/time.ts';
import type { Emit } from '../model.ts';
import { type DeployedDataset, deployDataset } from './deploy/dataset.ts';
import { keepServerUrl } from './open/server-address.ts';
import type { OpenCampaign } from './open/types.ts';
import { findKnownId } from './server/find-known-id.ts';
import { letRatersIn } from './serve/add-raters.ts';
import { localUrl } from './serve/local-url.ts';
import type { SpaceDeployOptions } from './space/deploy.ts';

export interface DeployOptions {
  dryRun?: boolean;
  /** Create or update the dataset that prank.yaml names, even if the campaign's dataset has another name by now. */
  newDataset?: boolean;
  /** How long to wait for a Space; half an hour unless given. */
  timeoutMs?: number;
}

export interface DeployResult extends DeployedDataset {
  /** The dataset is not the one that the last pull read, so the answers in the ratings log are not on the server. */
  isReplaced: boolean;
  /** `newDataset` led to another dataset than the one known before. */
  isBeside: boolean;
}

/**
 * Creates or updates Space, workspace, dataset, question and guidelines. It is safe to interrupt it and run it again:
 * whatever is as described is kept. A dataset that was renamed on the server is updated under its new name. Throws
 * UnsafeError `deploy_refused`, `answers_not_pulled`, `not_confirmed`, and the errors of a Space that does not start.
 */
export async function deploy(
  campaign: OpenCampaign,
  { dryRun = false, newDataset = false, timeoutMs = 30 * 60_000 }: DeployOptions = {},
  emit: Emit = campaign.emit,
): Promise<DeployResult> {
  return campaign.withLock(
    'deploy',
    async () => {
      const before = await findKnownId(campaign, emit);
      const known = newDataset ? null : before;
      const { rename, ...deployed } = await deployTarget(campaign, { dryRun, timeoutMs, known }, emit);
      if (rename !== null) {
        const text = `${rename} To start a new dataset instead: ${prankCommand('deploy', '--new-dataset')}.`;
        emit({ type: 'warning', text });
      }
      const isLocal = campaign.target.type === 'local';
      const url = isLocal ? await lastingUrl(campaign) : deployed.url;
      if (!dryRun) await keepUrl(campaign, url, emit);
      if (!dryRun) await rememberDataset(campaign, deployed);
      // Accounts that `prank serve --rater` made before the workspace existed.
      if (!dryRun && isLocal) await letRatersIn(campaign);
      const pulled = await campaign.log.readState();
      const isReplaced = pulled !== null && pulled.datasetId !== deployed.datasetId;
      const isBeside = newDataset && before !== null && before !== deployed.datasetId;
      return { ...deployed, rename, url, isReplaced, isBeside };
    },
    { readOnly: dryRun },
  );
}

async function deployTarget(campaign: OpenCampaign, options: SpaceDeployOptions, emit: Emit): Promise<DeployedDataset> {
  const { target } = campaign;
  if (target.type === 'space') {
    const { deployToSpace } = await import('./space/deploy.ts');
    return deployToSpace({ ...campaign, target }, options, emit);
  }
  return campaign.withConnection(options, (connection) => deployDataset(campaign, connection, options, emit));
}

/** Until somebody has answered, nothing else knows the dataset by its id. */
async function rememberDataset(
  { dir, clock }: OpenCampaign,
  { datasetId }: { datasetId: string | null },
): Promise<void> {
  if (datasetId !== null) await writeLastDataset(dir, { datasetId, at: isoNow(clock) });
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
