import type { Account } from '../../hub/account.ts';
import { countOf } from '../../lib/text/numbers.ts';
import { PermissionError, RemoteError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import type { ForgottenRaters } from '../../folder/forgotten-raters.ts';
import type { Emit } from '../../model.ts';
import type { OpenCampaign } from '../open/types.ts';
import { type Examiner, openHubHastily } from './examiner.ts';
import { listLogFiles } from '../../ratings/log-folder.ts';
import type { ForgottenNote } from '../backup/forgotten-note.ts';
import { readForgottenNotes } from '../backup/join.ts';
import type { Manifest } from '../backup/manifest.ts';
import { logNames, logPath } from '../backup/plan.ts';
import { type BackupView, readBackup } from '../backup/repository.ts';
import { checkTokenFirst, explainHidden } from './visibility.ts';
import { type Check, fine, finding, findingOf, unseen, unseenOf } from './check.ts';

const area = 'backup';

export interface BackupExamination {
  checks: Check[];
  /** null = not looked for, or unknown because the backup could not be read. */
  isThere: boolean | null;
  /** null = none, or it could not be read. */
  manifest: Manifest | null;
  /** The raters whom any machine has forgotten, as far as the backup could be read. */
  forgotten: ForgottenRaters;
}

const unread = { isThere: null, manifest: null, forgotten: new Map() };

/** Whether a lost server could be rebuilt from the backup. */
export async function examineBackup(
  campaign: OpenCampaign,
  examiner: Examiner,
  account: Account | null,
  emit: Emit,
): Promise<BackupExamination> {
  const name = campaign.publish?.backup ?? null;
  if (name === null) {
    const why = 'prank.yaml names no backup: a lost server can be rebuilt from this folder alone.';
    const fix = `publish: {backup: OWNER/NAME} in prank.yaml, then ${prankCommand('pull')}`;
    return { checks: [unseen(area, 'backup', why, fix)], ...unread };
  }
  try {
    const hub = await openHubHastily(examiner, `datasets/${name}`);
    const target = { hub, repository: { type: 'dataset', name } as const, campaign, emit };
    const view = await readBackup(target, null);
    const id = { area, name: 'backup', what: `the backup ${name}`, type: 'dataset', id: name } as const;
    const hidden = view.commit === null && account !== null ? explainHidden(account, id) : null;
    if (hidden !== null) return { checks: [hidden], isThere: null, manifest: null, forgotten: new Map() };
    const here = await listLogFiles(campaignPaths.ratings(campaign.dir));
    const checks = [checkView(name, view, { here, account })];
    const forgotten = listForgotten(await readForgottenNotes(target, view, []));
    return { checks, isThere: view.commit !== null, manifest: view.manifest, forgotten };
  } catch (error) {
    const place = { area, name: 'backup' } as const;
    const isUnseen = error instanceof RemoteError || error instanceof PermissionError;
    const checks = [isUnseen ? unseenOf(place, error) : findingOf(place, error)];
    return { checks, ...unread };
  }
}

function listForgotten(notes: readonly ForgottenNote[]): ForgottenRaters {
  return new Map(notes.flatMap(({ raterHashes, at }) => raterHashes.map((hash): [string, string] => [hash, at])));
}

function checkView(
  name: string,
  { commit, files }: BackupView,
  { here, account }: { here: readonly string[]; account: Account | null },
): Check {
  if (commit === null) {
    if (here.length === 0) return fine(area, 'backup', `The first pull with an answer makes the backup ${name}.`);
    return finding(
      area,
      'backup',
      `There is no backup ${name}, or none that this token may see.`,
      `${checkTokenFirst(account, 'it')}, or was never made: ${prankCommand('pull')}`,
    );
  }
  const missing = here.filter((file) => !files.has(logPath(file))).length;
  if (missing > 0)
    return finding(
      area,
      'backup',
      `The backup ${name} lacks ${countOf(missing, 'file')} of the ratings log.`,
      prankCommand('pull'),
    );
  const further = logNames(files).filter((file) => !here.includes(file)).length;
  const more = further === 0 ? '' : `, and ${countOf(further, 'file')} that prank pull brings here`;
  return fine(area, 'backup', `The backup ${name} is private, and has all of the ratings log${more}.`);
}
