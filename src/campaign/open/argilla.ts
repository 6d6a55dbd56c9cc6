import { type Connection, type ConnectionOptions, openConnection } from '../../argilla/connection.ts';
import { UsageError } from '../../lib/errors.ts';
import type { CampaignFolder, Host } from './types.ts';

/** Opens Argilla at an address with a key. */
export function openArgilla(
  { version, signal, clock, connectArgilla = openConnection }: Host,
  options: Pick<ConnectionOptions, 'url' | 'apiKey'> & Partial<ConnectionOptions>,
): Connection {
  return connectArgilla({ userAgent: `prank/${version}`, signal, clock, ...options });
}

/** The key from the environment or .env. Throws UsageError `key_missing`. */
export async function requireKey(folder: CampaignFolder): Promise<string> {
  const key = await folder.readSetting('ARGILLA_API_KEY');
  if (key !== undefined) return key;
  throw new UsageError('key_missing', 'No Argilla API key: ARGILLA_API_KEY is neither in the environment nor in .env.');
}

/** The owner's key of the embedded server: from the settings, otherwise created once and kept in .env. */
export async function ownerKey(folder: CampaignFolder): Promise<string> {
  const stored = await folder.readSetting('ARGILLA_API_KEY');
  if (stored !== undefined) return stored;
  const made = folder.random(32).toString('base64url');
  await folder.saveSettings({ ARGILLA_API_KEY: made });
  return made;
}
