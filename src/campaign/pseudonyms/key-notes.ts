import { z } from 'zod';
import { commitFiles } from '../../hub/repos/commit.ts';
import { prepareFiles } from '../../hub/repos/preupload.ts';
import { retryOnMovedBranch } from '../../hub/retry-on-moved-branch.ts';
import { isoNow } from '../../lib/time.ts';
import type { Emit } from '../../model.ts';
import { fingerprintKey } from '../../ratings/pseudonyms.ts';
import { backupUnreadable, parseJson, timeAfter } from '../backup/manifest.ts';
import { ownerPath, renderOwner } from '../backup/owner.ts';
import {
  type BackupTarget,
  createBackup,
  findBackup,
  openBackupTarget,
  placeOf,
  randomSuffix,
  readBackupFile,
} from '../backup/repository.ts';
import type { OpenCampaign } from '../open/types.ts';

const note = z.object({
  version: z.literal(1),
  at: z.string(),
  fingerprint: z.string(),
  /** null = the organizer keeps it. */
  key: z.string().nullable(),
});

/** What the path of a note says, so that a listing of the backup is enough. */
interface KeyNote {
  path: string;
  fingerprint: string;
  hasKey: boolean;
}

const notePath = /^pseudonyms\/\d{8}T\d{9}Z-([0-9a-f]{16})(-key)?-[0-9a-f]+\.json$/u;

/** Newest first. */
function listNotes(files: readonly string[]): KeyNote[] {
  return files
    .toSorted()
    .toReversed()
    .flatMap((path): KeyNote[] => {
      const [, fingerprint, key] = notePath.exec(path) ?? [];
      return fingerprint === undefined ? [] : [{ path, fingerprint, hasKey: key !== undefined }];
    });
}

/** What the backup knows of the key of the pseudonyms. */
export interface BackedUpKey {
  /** Fingerprint of the key that was used last; null = no release was made yet. */
  fingerprint: string | null;
  /** The key with this fingerprint; null = the backup does not hold it. */
  find: (fingerprint: string) => Promise<string | null>;
}

/** null = prank.yaml names no backup, or there is none yet. Throws like `findBackup`. */
export async function readBackedUpKey(campaign: OpenCampaign, emit: Emit): Promise<BackedUpKey | null> {
  const target = await openBackupTarget(campaign, emit);
  const head = target === null ? null : await findBackup(target);
  if (target === null || head === null) return null;
  const notes = listNotes(head.files);
  return {
    fingerprint: notes[0]?.fingerprint ?? null,
    async find(fingerprint) {
      const path = notes.find((one) => one.hasKey && one.fingerprint === fingerprint)?.path;
      if (path === undefined) return null;
      const parsed = note.safeParse(parseJson(await readBackupFile(target, head, path)));
      const key = parsed.data?.key ?? null;
      if (key === null || fingerprintKey(key) !== fingerprint)
        throw backupUnreadable(placeOf(target, path), parsed.error);
      campaign.onSecret(key);
      return key;
    },
  };
}

const maxRounds = 6;

/**
 * Notes in the backup which key the next release is made with, and keeps the key itself there if `withKey` says so.
 * Only adds, and nothing if the newest note says it already. Without a backup there is nothing to note; for a key that
 * must be kept, the backup is created.
 */
export async function noteKey(
  campaign: OpenCampaign,
  { key, withKey }: { key: string; withKey: boolean },
  emit: Emit,
): Promise<void> {
  const target = await openBackupTarget(campaign, emit);
  if (target === null) return;
  await retryOnMovedBranch(() => noteOnce(target, key, withKey), { maxRounds });
}

async function noteOnce(target: BackupTarget, key: string, withKey: boolean): Promise<void> {
  const { hub, repository, campaign } = target;
  let head = await findBackup(target);
  if (head === null && !withKey) return;
  if (head === null) {
    await createBackup(target);
    head = await findBackup(target);
  }
  const files = head?.files ?? [];
  const fingerprint = fingerprintKey(key);
  const notes = listNotes(files);
  const isKept = !withKey || notes.some((one) => one.hasKey && one.fingerprint === fingerprint);
  if (head === null || (notes[0]?.fingerprint === fingerprint && isKept)) return;
  const at = timeAfter(notes[0]?.path ?? null, isoNow(campaign.clock));
  const owner = ownerPath(campaign.id);
  const name = [at.replaceAll(/[-:.]/gu, ''), fingerprint, ...(withKey ? ['key'] : []), randomSuffix(campaign)];
  const content = { version: 1, at, fingerprint, key: withKey ? key : null } satisfies z.input<typeof note>;
  const add = await prepareFiles(hub, repository, [
    { path: `pseudonyms/${name.join('-')}.json`, source: Buffer.from(`${JSON.stringify(content, null, 2)}\n`) },
    ...(files.includes(owner) ? [] : [{ path: owner, source: renderOwner(campaign.id) }]),
  ]);
  const summary = withKey ? 'Keep the key of the pseudonyms' : 'Note the key of the pseudonyms';
  const change = { parent: head.commit, summary, description: '', add, remove: [] };
  const commit = await commitFiles(hub, repository, change);
  // Nothing else has changed there since the last pull, so the next one need not look.
  const state = await campaign.log.readState();
  if (state?.backup?.dataset !== repository.name || state.backup.commit !== head.commit) return;
  await campaign.log.writeState({ ...state, backup: { ...state.backup, commit } });
}
