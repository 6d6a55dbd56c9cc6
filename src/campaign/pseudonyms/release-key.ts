import { PermissionError, RemoteError, UnsafeError, UsageError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import type { Emit } from '../../model.ts';
import { fingerprintKey, isPseudonym, newPseudonymKey, pseudonym } from '../../ratings/pseudonyms.ts';
import type { OpenCampaign } from '../open/types.ts';
import { type BackedUpKey, noteKey, readBackedUpKey } from './key-notes.ts';
import { makeKey, mayBackUpKey } from './make-key.ts';

/** What an earlier release says about its key. */
export interface ReleasedNames {
  /** Fingerprint in its card; null = it has none, as in releases of earlier versions. */
  fingerprint: string | null;
  /** The names of its raters. */
  readNames: () => Promise<ReadonlySet<string>>;
}

export interface KeyOptions {
  dryRun: boolean;
  /** A key that differs from that of the last release is meant; a missing one is made. */
  newPseudonyms: boolean;
  /** false = nobody is asked whether the backup may keep the key. */
  ask: boolean;
  /** Ids of the raters in the ratings log. */
  raterIds: ReadonlySet<string>;
}

/** The key that a release is made with. */
export interface ReleaseKey {
  key: string;
  /**
   * Notes it in the backup. Called before anything is published. Throws if the backup should hold a key that was
   * just made, and can't; otherwise a warning is enough.
   */
  note: () => Promise<void>;
}

/**
 * The key of the pseudonyms: from the environment or .env, otherwise from the backup; made for the first release.
 * `released` = the last release; null = there is none. Throws UnsafeError `pseudonym_key_differs` if the last release was
 * made with another key, `pseudonym_key_missing` or `pseudonym_key_not_kept`, and UsageError `pseudonym_key_unchanged`.
 */
export async function chooseReleaseKey(
  campaign: OpenCampaign,
  released: ReleasedNames | null,
  options: KeyOptions,
  emit: Emit,
): Promise<ReleaseKey> {
  const stored = await campaign.readSetting('PRANK_PSEUDONYM_KEY');
  // The release decides. The backup is asked only if it says nothing.
  let backup: BackedUpKey | null | undefined;
  const readBackup = async (): Promise<BackedUpKey | null> => (backup ??= await readBackedUpKey(campaign, emit));
  const readNoted = async (): Promise<string | null> => {
    try {
      return (await readBackup())?.fingerprint ?? null;
    } catch (error) {
      // With a key here, the names in the last release show whether it is the right one.
      const isHub = error instanceof RemoteError || error instanceof PermissionError;
      if (stored === undefined || !isHub) throw error;
      return null;
    }
  };
  const wanted = released?.fingerprint ?? (await readNoted());
  // Asked once: later the release or the backup knows the key.
  const isNew = wanted === null || options.newPseudonyms;
  const mayAsk = isNew && !options.dryRun && options.ask;
  const isAgreed = async (): Promise<boolean> =>
    mayAsk ? mayBackUpKey(campaign) : campaign.publish?.pseudonymKey === 'backup';
  const use = (key: string, withKey: boolean, isMade = false): ReleaseKey => ({
    key,
    async note() {
      try {
        await noteKey(campaign, { key, withKey }, emit);
      } catch (error) {
        const isHub = error instanceof RemoteError || error instanceof PermissionError;
        // A key that is only in .env of a CI job would be lost. The release has the fingerprint, too.
        if ((isMade && withKey) || !isHub) throw error;
        emit({
          type: 'warning',
          text: `The backup does not know yet which key the names are made with: ${error.message}`,
        });
      }
    },
  });
  if (stored !== undefined) {
    const isOther =
      wanted === null ? await hasOtherNames(released, stored, options.raterIds) : wanted !== fingerprintKey(stored);
    if (isOther && !options.newPseudonyms) throw otherKey();
    if (!isOther && options.newPseudonyms && wanted !== null) throw unchanged();
    return use(stored, await isAgreed());
  }
  if (!options.newPseudonyms) {
    const kept = wanted === null ? null : ((await (await readBackup())?.find(wanted)) ?? null);
    if (kept !== null) {
      if (!options.dryRun) await campaign.saveSettings({ PRANK_PSEUDONYM_KEY: kept });
      emit({ type: 'info', text: 'The key for the names of raters came from the backup.' });
      return use(kept, true);
    }
    if (wanted !== null || (await readPseudonyms(released)).length > 0) throw missing();
  }
  if (options.dryRun) return use(newPseudonymKey(campaign.random), false);
  const withKey = await isAgreed();
  return use(await makeKey(campaign, withKey, emit), withKey, true);
}

/** Releases of earlier versions have no fingerprint, but names. */
async function hasOtherNames(
  released: ReleasedNames | null,
  key: string,
  raterIds: ReadonlySet<string>,
): Promise<boolean> {
  const names = await readPseudonyms(released);
  const own = new Set([...raterIds].map((id) => pseudonym(key, id)));
  return names.length > 0 && !names.some((name) => own.has(name));
}

async function readPseudonyms(released: ReleasedNames | null): Promise<string[]> {
  return released === null ? [] : [...(await released.readNames())].filter(isPseudonym);
}

/** The key here would rename everybody. */
export function otherKey(): UnsafeError {
  return new UnsafeError(
    'pseudonym_key_differs',
    'PRANK_PSEUDONYM_KEY is not the key that the last release was made with: every rater would get a new name.',
    {
      hint: `Nothing was published. Take the key from .env of the machine that published before. To rename all raters on purpose: ${prankCommand('publish', '--new-pseudonyms')}`,
    },
  );
}

function unchanged(): UsageError {
  return new UsageError(
    'pseudonym_key_unchanged',
    'PRANK_PSEUDONYM_KEY is still the key that the last release was made with, so raters would keep their names.',
  );
}

function missing(): UnsafeError {
  return new UnsafeError(
    'pseudonym_key_missing',
    'The key that the pseudonyms of the last release were made with is not here.',
  );
}
