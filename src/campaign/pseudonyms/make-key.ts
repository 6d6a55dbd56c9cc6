import { isGithubJob } from '../../lib/github-job.ts';
import { UnsafeError } from '../../lib/errors.ts';
import { shellCommand } from '../../lib/text/shell-command.ts';
import type { Emit } from '../../model.ts';
import { newPseudonymKey } from '../../ratings/pseudonyms.ts';
import type { OpenCampaign } from '../open/types.ts';

/**
 * Makes the key of the pseudonyms, saves it in .env, and says so. `withKey` = the private backup will keep it, too.
 * Throws UnsafeError `pseudonym_key_not_kept` in a CI job, where it would be lost otherwise.
 */
export async function makeKey(campaign: OpenCampaign, withKey: boolean, emit: Emit): Promise<string> {
  if (!withKey && isGithubJob(campaign.env)) throw keyWouldBeLost();
  const key = newPseudonymKey(campaign.random);
  await campaign.saveSettings({ PRANK_PSEUDONYM_KEY: key });
  emit({ type: 'warning', text: describeMade(campaign.publish?.backup ?? null, withKey) });
  return key;
}

/**
 * Whether the private backup keeps the key, too: what prank.yaml says; if it says nothing, a person is asked, and without
 * one the answer is no.
 */
export async function mayBackUpKey({ publish, confirm }: OpenCampaign): Promise<boolean> {
  const { backup = null, pseudonymKey = null } = publish ?? {};
  if (backup === null || pseudonymKey !== null) return pseudonymKey === 'backup';
  return confirm(
    `The names of raters in releases are made with the key PRANK_PSEUDONYM_KEY in .env. If it is lost, every rater gets a new name. Keep it also in the private backup ${backup}, which names the raters anyway?`,
  );
}

function describeMade(backup: string | null, withKey: boolean): string {
  const made = 'The key for the names of raters was made now: PRANK_PSEUDONYM_KEY in .env.';
  if (withKey) return `${made} The private backup ${backup ?? ''} keeps it, too.`;
  const or =
    backup === null ? '' : ' Or let the private backup keep it:  publish: {pseudonym_key: backup}  in prank.yaml.';
  return `${made} Save a copy: without it, every rater gets a new name in the next release.${or}`;
}

/** The machine of a CI job is discarded afterwards, and the key in its .env with it. */
function keyWouldBeLost(): UnsafeError {
  const make = shellCommand(['openssl', 'rand', '-hex', '32']);
  const keep = shellCommand(['gh', 'secret', 'set', 'PRANK_PSEUDONYM_KEY']);
  return new UnsafeError(
    'pseudonym_key_not_kept',
    'There is no key for the names of raters, and one made in this job would be lost with it.',
    { hint: `Make one and keep it: ${make}, then PRANK_PSEUDONYM_KEY=… in .env, and ${keep}` },
  );
}
