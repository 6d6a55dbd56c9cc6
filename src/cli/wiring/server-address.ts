import { isSameAddress, splitAddress } from '../../lib/secrets/address.ts';
import { UsageError } from '../../lib/errors.ts';
import type { Context } from '../context.ts';

/**
 * The address of the server that prank.yaml names. ARGILLA_API_URL may add the user and password of a proxy in front of
 * it, which prank.yaml must not hold; a different server there would be another campaign's, so it is not used.
 */
export async function addLogin(context: Context, dir: string, url: string): Promise<string> {
  const written = await context.readSetting(dir, 'ARGILLA_API_URL');
  if (written === undefined) return url;
  const split = splitAddress(written);
  if (split !== null && isSameAddress(split.url, url)) return split.login === null ? url : written;
  const problem = split === null ? 'is not an address that begins with https:// or http://' : `names ${split.url}`;
  context.emit({
    type: 'warning',
    text: `ARGILLA_API_URL ${problem}, but prank.yaml says ${url}, which is used.`,
  });
  return url;
}

/** ARGILLA_API_URL for a server that prank.yaml names otherwise; null = it is not set. Throws UsageError `server_url_invalid`. */
export async function readServerUrl(context: Context, dir: string): Promise<string | null> {
  const written = await context.readSetting(dir, 'ARGILLA_API_URL');
  if (written === undefined) return null;
  if (splitAddress(written) !== null) return written;
  // Not with its value: nobody can say which part of it is secret.
  throw new UsageError('server_url_invalid', 'ARGILLA_API_URL is not an address that begins with https:// or http://.');
}

/**
 * Keeps in .env where the server is, for the commands that follow. An address there of the same server stays as it is,
 * because it may hold a user and password.
 */
export async function keepServerUrl(context: Context, dir: string, url: string): Promise<void> {
  const { readEnvFile } = await import('../../folder/env-file.ts');
  const kept = (await readEnvFile(dir))['ARGILLA_API_URL'];
  if (kept === undefined || !isSameAddress(kept, url)) await context.saveSettings(dir, { ARGILLA_API_URL: url });
}
