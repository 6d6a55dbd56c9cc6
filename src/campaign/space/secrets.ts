import { UsageError } from '../../lib/errors.ts';
import type { SpaceTarget } from '../../model.ts';
import type { CampaignFolder } from '../open/types.ts';
import { isDatabaseSecret } from './software.ts';

type Settings = Pick<CampaignFolder, 'readSetting'>;

// The image's start script passes them on without quotes, and Argilla requires 8 characters.
const fit = /^[\w.~:@%+=,/][\w.~:@%+=,/-]{7,99}$/u;

/** The name in .env of a secret of the Space. */
const keptAs: Readonly<Record<string, string>> = { API_KEY: 'ARGILLA_API_KEY', PASSWORD: 'ARGILLA_PASSWORD' };

/**
 * Values for the secrets of a plan, by key. The owner's key and password come from the settings. Otherwise they are
 * created, and saved in .env before the Space has them, so that a deploy after a killed one finds them again. Throws
 * UsageError `secret_unfit`, `database_url_missing`.
 */
export async function provideSecrets(
  keys: readonly string[],
  username: string,
  target: SpaceTarget,
  folder: Pick<CampaignFolder, 'readSetting' | 'saveSettings' | 'onSecret' | 'random'>,
): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  const made: Record<string, string> = {};
  for (const key of keys) {
    const name = keptAs[key];
    const stored = await findValue(key, name, username, target, folder);
    const value = stored ?? folder.random(32).toString('hex');
    if (key !== 'USERNAME') folder.onSecret(value);
    values[key] = value;
    if (stored === null && name !== undefined) made[name] = value;
  }
  if (Object.keys(made).length > 0) await folder.saveSettings(made);
  return values;
}

/** null = must be created. */
async function findValue(
  key: string,
  name: string | undefined,
  username: string,
  target: SpaceTarget,
  settings: Settings,
): Promise<string | null> {
  if (key === 'USERNAME') return username;
  if (isDatabaseSecret(key)) return readDatabaseUrl(target, settings);
  if (name === undefined) return null;
  const stored = await settings.readSetting(name);
  if (stored === undefined) return null;
  if (fit.test(stored)) return stored;
  throw new UsageError('secret_unfit', `${name} has blanks or signs in it that the start of the Space trips over.`, {
    hint: `Use 8 to 100 letters and digits for ${name}, or remove it from .env: prank makes one.`,
  });
}

/** null = the Space's own database. Throws UsageError `database_url_missing`. */
export async function readDatabaseUrl({ databaseEnv }: SpaceTarget, settings: Settings): Promise<string | null> {
  if (databaseEnv === null) return null;
  const url = await settings.readSetting(databaseEnv);
  if (url !== undefined) return url;
  throw new UsageError('database_url_missing', `${databaseEnv} is neither in the environment nor in .env.`, {
    hint: `prank.yaml reads the address of the database from it. Put  ${databaseEnv}=postgresql+asyncpg://…  into .env`,
  });
}
