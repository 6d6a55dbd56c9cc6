import { type Account, getAccount } from '../../hub/account.ts';
import type { HubConnection } from '../../hub/connection.ts';
import { findRepository } from '../../hub/repos/repositories.ts';
import { loginCommand } from '../../hub/token.ts';
import { PrankError } from '../../lib/errors.ts';
import { dayMs, showTime } from '../../lib/time.ts';
import type { Campaign, Emit } from '../../model.ts';
import { findTokenSource, readLastingToken } from './hub.ts';
import type { CampaignFolder, OpenCampaign } from './types.ts';

/** When a token stops working. */
export interface TokenEnd {
  endsMs: number;
  /** prank gets a new one in time, without a person. */
  isRenewable: boolean;
}

/** How long before the end people are warned. */
const noticeMs = 7 * dayMs;

/** When the token of this machine ends, by the Hub and by `hf auth login`; null = never. */
export async function findTokenEnd(folder: CampaignFolder, { auth }: Account): Promise<TokenEnd | null> {
  const lasting = await readLastingToken(folder);
  const toldMs = Date.parse(auth.expiresAt ?? '');
  const endsMs = Number.isNaN(toldMs) ? (lasting?.endsMs ?? null) : toldMs;
  return endsMs === null ? null : { endsMs, isRenewable: lasting?.isRenewable ?? false };
}

/** Whether a person must make a new token within a week. */
export function isEndingSoon({ endsMs, isRenewable }: TokenEnd, nowMs: number): boolean {
  // A login that should have been renewed by now could not be.
  return endsMs - nowMs < (isRenewable ? 0 : noticeMs);
}

/** The end as people read it. */
export function showEnd({ endsMs }: TokenEnd): string {
  return showTime(new Date(endsMs).toISOString());
}

/** What to do about a token that ends. */
export const newTokenHint = `Make a new one at https://huggingface.co/settings/tokens, then: ${loginCommand}, or set HF_TOKEN.`;

/** Few tries: nobody waits for a warning. */
const hasty = { retries: 0, baseMs: 0, maxMs: 0 };

/**
 * The Hub with the token that this machine would use, if the campaign uses the Hub; tried only once. null = there is
 * no token, or a CI job gets its own.
 */
async function openHastily(campaign: OpenCampaign): Promise<HubConnection | null> {
  const { from, isOidc } = await findTokenSource(campaign);
  if (from === null || isOidc || !usesHub(campaign)) return null;
  return campaign.openHub({ resource: '', retryLimits: hasty });
}

/** The end of that token. null = it never ends, or is not known. */
export async function askTokenEnd(campaign: OpenCampaign): Promise<TokenEnd | null> {
  try {
    const hub = await openHastily(campaign);
    return hub === null ? null : await findTokenEnd(campaign, await getAccount(hub));
  } catch (error) {
    if (error instanceof PrankError) return null;
    throw error;
  }
}

/**
 * Warns days before the token ends, and of datasets that have another name on the Hub by now. Says nothing if the Hub
 * can't be asked.
 */
export async function warnOfHub(campaign: OpenCampaign, emit: Emit): Promise<void> {
  try {
    const hub = await openHastily(campaign);
    if (hub === null) return;
    const end = await findTokenEnd(campaign, await getAccount(hub));
    if (end !== null && isEndingSoon(end, campaign.clock.now()))
      emit({ type: 'warning', text: `The Hugging Face token ends at ${showEnd(end)}. ${newTokenHint}` });
    // The connection warns of a rename.
    for (const name of [campaign.publish?.dataset ?? null, campaign.publish?.backup ?? null])
      if (name !== null) await findRepository(hub, { type: 'dataset', name });
  } catch (error) {
    if (!(error instanceof PrankError)) throw error;
  }
}

function usesHub({ target, publish }: Campaign): boolean {
  return target.type === 'space' || publish?.dataset != null || publish?.backup != null;
}
