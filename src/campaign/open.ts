import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import type { Connection } from '../argilla/connection.ts';
import { campaignPaths } from '../folder/campaign-paths.ts';
import { lockHolder, withFileLock, withReadLock } from '../lib/files/file-lock.ts';
import { readPackageInfo } from '../lib/package-info.ts';
import { systemClock } from '../lib/retry.ts';
import { listAddressSecrets } from '../lib/secrets/address.ts';
import type { Campaign } from '../model.ts';
import type { BackedUpGuidelines } from './backup/guidelines.ts';
import { openRatingsLog } from './open/ratings-log.ts';
import type { CampaignFolder, Host, OpenCampaign, OpenOptions } from './open/types.ts';

/**
 * Opens the campaign in `dir`, which holds its prank.yaml. Reads only that file; everything else is read, connected or
 * created on first use. If the guidelines that it names are not here, as in a fresh clone, their text comes from the
 * backup, and the first command that changes something writes the file. Throws UsageError `config_missing`, `config_invalid` and other configuration errors.
 */
export async function openCampaign(dir: string, options: OpenOptions = {}): Promise<OpenCampaign> {
  const { loadCampaign } = await import('../config/load-campaign.ts');
  let missing: BackedUpGuidelines | null = null;
  const config = await loadCampaign(join(resolve(dir), options.config ?? 'prank.yaml'), {
    async findGuidelines(campaign, file) {
      const { findBackedUpGuidelines } = await import('./backup/guidelines.ts');
      const text = await findBackedUpGuidelines(openLoaded(campaign, options), file);
      if (text !== null) missing = { file, text };
      return text;
    },
  });
  return openLoaded(config, options, missing);
}

/** What the verbs around this one have taken: they share it with the verbs they call. */
interface Taken {
  locked?: true;
  connection?: Connection;
}

/** One store for all campaigns, since Node passes every store along with every promise for as long as it runs. */
const taken = new AsyncLocalStorage<ReadonlyMap<object, Taken>>();

/** Runs `work` so that the verbs it calls on `campaign` find `more`. */
function share<T>(campaign: object, more: Taken, work: () => Promise<T>): Promise<T> {
  const outer = taken.getStore();
  return taken.run(new Map([...(outer ?? []), [campaign, { ...outer?.get(campaign), ...more }]]), work);
}

/** Opens a campaign whose prank.yaml was read already. `missing` = its guidelines file has to be written. */
export function openLoaded(
  config: Campaign,
  options: OpenOptions = {},
  missing: BackedUpGuidelines | null = null,
): OpenCampaign {
  const folder = openFolder(config.dir, options);
  const campaign: OpenCampaign = {
    ...config,
    ...folder,
    written: config,
    log: openRatingsLog(campaignPaths.ratings(config.dir)),
    async readPrompts() {
      const { readBuiltPrompts } = await import('../build/prompts-file.ts');
      return readBuiltPrompts(config.dir);
    },
    async readPromptIds() {
      const { readBuiltPromptIds } = await import('../build/prompts-file.ts');
      return readBuiltPromptIds(config.dir);
    },
    async withLock(command, work, { readOnly } = { readOnly: false }) {
      if (taken.getStore()?.get(campaign)?.locked === true) return work();
      const holder = lockHolder(command, new Date(folder.clock.now()));
      const lock = readOnly ? withReadLock : withFileLock;
      return lock(campaignPaths.lock(config.dir), holder, async () => {
        if (missing !== null && !readOnly) {
          const { keepGuidelines } = await import('./backup/guidelines.ts');
          await keepGuidelines(config.dir, missing, folder.emit);
        }
        return share(campaign, { locked: true }, work);
      });
    },
    async withConnection({ dryRun }, work) {
      const open = taken.getStore()?.get(campaign)?.connection;
      if (open !== undefined) return work(open);
      const { connectServer } = await import('./open/server.ts');
      return connectServer(campaign, { dryRun }, (connection) =>
        share(campaign, { connection }, () => work(connection)),
      );
    },
  };
  return campaign;
}

/** Opens the folder alone, whether or not it has a prank.yaml that can be read. */
export function openFolder(dir: string, options: OpenOptions = {}): CampaignFolder {
  const host = resolveHost(options);
  const path = resolve(dir);
  const warned = new Set<string>();
  const hide = (name: string, value: string): void => {
    const isAddress = name === 'ARGILLA_API_URL' || value.includes('://');
    if (name !== 'ARGILLA_API_URL') host.onSecret(value);
    if (isAddress) for (const secret of listAddressSecrets(value)) host.onSecret(secret);
  };
  const folder: CampaignFolder = {
    ...host,
    dir: path,
    configPath: join(path, basename(options.config ?? 'prank.yaml')),
    async readSetting(name) {
      const { readEnvFile } = await import('../folder/env-file.ts');
      const value = host.env[name] || (await readEnvFile(path))[name] || undefined;
      if (value !== undefined) hide(name, value);
      return value;
    },
    async saveSettings(values) {
      const { updateEnvFile } = await import('../folder/env-file.ts');
      for (const [name, value] of Object.entries(values)) hide(name, value);
      for (const text of await updateEnvFile(path, values)) {
        if (!warned.has(text)) host.emit({ type: 'warning', text });
        warned.add(text);
      }
    },
    openHub: async (need) => (await import('./open/hub.ts')).openCampaignHub(folder, need),
  };
  return folder;
}

function resolveHost({ config: _config, ...given }: OpenOptions): Host {
  return {
    // oxlint-disable-next-line no-restricted-globals -- the one place where a program that gives no environment gets its own
    env: process.env,
    clock: systemClock,
    confirm: async () => false,
    random: randomBytes,
    signal: new AbortController().signal,
    emit: () => {},
    onSecret: () => {},
    version: readPackageInfo().version,
    ...given,
  };
}
