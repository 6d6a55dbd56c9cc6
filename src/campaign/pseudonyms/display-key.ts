import { PrankError } from '../../lib/errors.ts';
import type { Emit } from '../../model.ts';
import { newPseudonymKey } from '../../ratings/pseudonyms.ts';
import type { OpenCampaign } from '../open/types.ts';
import { readReleasedNames } from '../publish/published-release.ts';
import { chooseReleaseKey } from './release-key.ts';

/**
 * The key for names that are shown here and not published. None is made beside one that releases are made with: if that
 * one can't be found, or nobody can be asked about it, the names are made for this command only, and that is said.
 */
export async function chooseDisplayKey(
  campaign: OpenCampaign,
  emit: Emit,
  { dryRun } = { dryRun: false },
): Promise<string> {
  const stored = await campaign.readSetting('PRANK_PSEUDONYM_KEY');
  if (stored !== undefined) return stored;
  try {
    const released = await readReleasedNames(campaign);
    const options = { dryRun, newPseudonyms: false, ask: false, raterIds: new Set<string>() };
    return (await chooseReleaseKey(campaign, released, options, emit)).key;
  } catch (error) {
    if (!(error instanceof PrankError)) throw error;
    const text = `The names of raters are made for this command only: ${error.message}`;
    emit({ type: 'info', text });
    return newPseudonymKey(campaign.random);
  }
}
