import { UsageError } from '../../lib/errors.ts';
import { findHubPage } from '../../lib/hub-page.ts';
import { isSameAddress, splitServerAddress } from '../../lib/secrets/address.ts';
import type { Campaign, Emit } from '../../model.ts';
import type { CampaignFolder } from './types.ts';

/**
 * The address of the server that prank.yaml names. ARGILLA_API_URL may add the user and password of a proxy in front of
 * it, which prank.yaml must not hold. A different server there belongs to another campaign, so it is not used.
 */
export async function addLogin(folder: CampaignFolder, url: string, emit: Emit): Promise<string> {
  const written = await folder.readSetting('ARGILLA_API_URL');
  if (written === undefined) return url;
  const split = splitServerAddress(written);
  if (split !== null && isSameAddress(split.url, url)) return split.login === null ? url : written;
  const problem = split === null ? 'is not an address that begins with https:// or http://' : `names ${split.url}`;
  emit({ type: 'warning', text: `ARGILLA_API_URL ${problem}, but prank.yaml says ${url}, which is used.` });
  return url;
}

/**
 * ARGILLA_API_URL, for a server whose address is not in prank.yaml; null = it is not set. Throws UsageError
 * `server_url_invalid`, `server_url_is_hub_page`.
 */
export async function readServerUrl(folder: CampaignFolder): Promise<string | null> {
  const written = await folder.readSetting('ARGILLA_API_URL');
  if (written === undefined) return null;
  const page = findHubPage(written);
  if (page !== null) throw hubPageRefused(page.space);
  if (splitServerAddress(written) !== null) return written;
  // Without its value: nobody can say which part of it is secret.
  throw new UsageError('server_url_invalid', 'ARGILLA_API_URL is not an address that begins with https:// or http://.');
}

/** No key goes to a page of the Hub. `space` = the Space that the page shows. */
function hubPageRefused(space: string | null): UsageError {
  const what = space === null ? 'a page of the Hugging Face Hub' : `the page of the Space ${space} on the Hub`;
  return new UsageError('server_url_is_hub_page', `ARGILLA_API_URL is ${what}, not the address of a server.`, {
    hint: 'Remove ARGILLA_API_URL from .env and the environment: prank finds the address of a Space by its name.',
  });
}

/** Where raters answer, without user and password; null = unknown, or on the embedded server. */
export async function findRaterUrl(
  folder: CampaignFolder,
  { target }: Pick<Campaign, 'target'>,
): Promise<string | null> {
  if (target.type === 'url') return target.url;
  if (target.type === 'local') return null;
  return splitServerAddress((await folder.readSetting('ARGILLA_API_URL')) ?? '')?.url ?? null;
}

/** Whether ARGILLA_API_URL holds a user and password. */
export async function hasServerLogin(folder: CampaignFolder): Promise<boolean> {
  const written = (await folder.readSetting('ARGILLA_API_URL')) ?? '';
  return (splitServerAddress(written)?.login ?? null) !== null;
}

/**
 * Saves the server's address in .env for later commands. An address of the same server stays as it is, because it may
 * hold a user and password.
 */
export async function keepServerUrl(folder: CampaignFolder, url: string): Promise<void> {
  const { readEnvFile } = await import('../../folder/env-file.ts');
  const kept = (await readEnvFile(folder.dir))['ARGILLA_API_URL'];
  if (kept === undefined || !isSameAddress(kept, url)) await folder.saveSettings({ ARGILLA_API_URL: url });
}
