import { type Account, findRefusal, getAccount } from '../../hub/account.ts';
import type { HubConnection } from '../../hub/connection.ts';
import { HubUnreachableError } from '../../hub/http-error.ts';
import { findRepository, splitName } from '../../hub/repos/repositories.ts';
import { PermissionError, PrankError } from '../../lib/errors.ts';
import { groupBy } from '../../lib/group-by.ts';
import { printable } from '../../lib/text/text.ts';
import type { Campaign } from '../../model.ts';
import { findTokenSource } from '../open/hub.ts';
import { findTokenEnd, isEndingSoon, newTokenHint, showEnd, type TokenEnd } from '../open/token-end.ts';
import { type Check, fine, finding, findingOf, unseen, unseenOf } from './check.ts';
import { type Examiner, openHubHastily } from './examiner.ts';
import { loginCommand } from '../../hub/token.ts';

/** The Hub as this token sees it. */
export interface HubExamination {
  checks: Check[];
  /** Anonymous without a valid token; null = not needed, or the Hub does not respond. */
  hub: HubConnection | null;
  /** null = no valid token, or a CI job. */
  account: Account | null;
}

const nobody = { hub: null, account: null };

/** Checks whether there is a token and whose it is; in a CI job, where the Hub trusts the job. */
export async function examineHub(campaign: Campaign | null, examiner: Examiner): Promise<HubExamination> {
  const { from, isOidc } = await findTokenSource(examiner.folder);
  const places = campaign === null ? [] : listPlaces(campaign);
  if (isOidc) return examineJob(places, examiner);
  const isNeeded = campaign === null || places.length > 0;
  if (from === null) return withoutToken(campaign, isNeeded, examiner);
  try {
    const hub = await openHubHastily(examiner, '');
    const account = await getAccount(hub);
    const end = await findTokenEnd(examiner.folder, account);
    return { checks: [checkToken(account, from, end, examiner.folder.clock.now())], hub, account };
  } catch (error) {
    const place = { area: 'hub', name: 'token' } as const;
    if (!(error instanceof PermissionError)) {
      const check = isNeeded ? findingOf(place, error) : unseenOf(place, error);
      return { checks: [check], ...nobody };
    }
    const why = `${error.message} It comes from ${from}.`;
    const checks = [finding('hub', 'token', why, error.hint)];
    return { checks, hub: await openAnonymously(campaign, examiner), account: null };
  }
}

interface Place {
  name: string;
  what: string;
  resource: string;
  need: { owner: string; type: 'dataset' | 'space'; name: string };
}

function listPlaces({ target, publish }: Campaign): Place[] {
  return [
    ...(target.type === 'space' ? [toPlace('space_rights', 'Space', 'space', target.space)] : []),
    ...(publish?.dataset == null ? [] : [toPlace('release_rights', 'dataset', 'dataset', publish.dataset)]),
    ...(publish?.dashboard.space == null
      ? []
      : [toPlace('dashboard_rights', "dashboard's Space", 'space', publish.dashboard.space)]),
    ...(publish?.backup == null ? [] : [toPlace('backup_rights', 'backup', 'dataset', publish.backup)]),
  ];
}

function toPlace(name: string, what: string, type: Place['need']['type'], id: string): Place {
  const [owner, repository] = splitName(id);
  return { name, what: `the ${what} ${id}`, resource: `${type}s/${id}`, need: { owner, type, name: repository } };
}

async function withoutToken(campaign: Campaign | null, isNeeded: boolean, examiner: Examiner): Promise<HubExamination> {
  if (!isNeeded) {
    const why = 'There is no Hugging Face token, and this campaign needs none.';
    return { checks: [fine('hub', 'token', why)], ...nobody };
  }
  const why = 'There is no Hugging Face token: HF_TOKEN is not set, and nobody is logged in here.';
  const fix = `Make one of type write at https://huggingface.co/settings/tokens, then: ${loginCommand}, or HF_TOKEN=… in .env`;
  return {
    checks: [finding('hub', 'token', why, fix)],
    hub: await openAnonymously(campaign, examiner),
    account: null,
  };
}

async function openAnonymously(campaign: Campaign | null, examiner: Examiner): Promise<HubConnection | null> {
  if (campaign?.target.type !== 'space') return null;
  try {
    return await openHubHastily(examiner, '', { withoutToken: true });
  } catch (error) {
    if (error instanceof PrankError) return null;
    throw error;
  }
}

function checkToken({ name, auth }: Account, from: string, end: TokenEnd | null, nowMs: number): Check {
  const token = auth.accessToken;
  const kind =
    token === null || token === undefined ? '' : ` (${token.role === 'fineGrained' ? 'fine-grained' : token.role})`;
  const why = `The token from ${from} is ${printable(name, 80)}'s${kind}`;
  if (end === null) return fine('hub', 'token', `${why}.`);
  if (isEndingSoon(end, nowMs)) return finding('hub', 'token', `${why}, and it ends at ${showEnd(end)}.`, newTokenHint);
  const renewed = end.isRenewable ? ', and prank renews it before' : '';
  return fine('hub', 'token', `${why}; it ends at ${showEnd(end)}${renewed}.`);
}

/**
 * Checks what the token may do at each place that the campaign writes to. `seen` = whether a place exists, by resource,
 * for the places that other checks looked at: creating needs more rights than changing.
 */
export async function examineRights(
  campaign: Campaign,
  { hub, account }: HubExamination,
  seen: ReadonlyMap<string, boolean>,
): Promise<Check[]> {
  if (hub === null || account === null) return [];
  const checks: Check[] = [];
  const refused: RefusedPlace[] = [];
  for (const place of listPlaces(campaign)) {
    try {
      const isThere = seen.get(place.resource) ?? (await isKnown(hub, place));
      const refusal = findRefusal(account, { ...place.need, create: !isThere });
      const verb = isThere ? 'change' : 'make';
      if (refusal === null) checks.push(fine('hub', place.name, `The token may ${verb} ${place.what}.`));
      else refused.push({ ...place, verb, refusal });
    } catch (error) {
      checks.push(unseenOf({ area: 'hub', name: place.name }, error));
    }
  }
  return [...checks, ...explainRefused(refused)];
}

interface RefusedPlace extends Place {
  verb: 'change' | 'make';
  /** The reason, then what to do. */
  refusal: string;
}

/** One finding for each remedy: a token that may only read is one thing to change, however many places it concerns. */
function explainRefused(refused: readonly RefusedPlace[]): Check[] {
  return [...groupBy(refused, ({ refusal }) => splitRefusal(refusal).fix).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const places = group.map(({ verb, what }) => `${verb} ${what}`).join(', nor ');
    const { why, fix } = splitRefusal(first.refusal);
    return [finding('hub', first.name, `The token may not ${places}: ${why}.`, fix)];
  });
}

async function isKnown(hub: HubConnection, { need: { owner, type, name } }: Place): Promise<boolean> {
  return (await findRepository(hub, { type, name: `${owner}/${name}` })) !== null;
}

/** A refusal has the reason first, then what to do. */
function splitRefusal(refusal: string): { why: string; fix: string } {
  const [why = refusal, ...rest] = refusal.split(': ');
  const fix = rest.join(': ');
  return { why, fix: fix === '' ? 'Use a token of an account that may: https://huggingface.co/settings/tokens' : fix };
}

/** A CI job proves its identity and gets a token for one place at a time, or none. */
async function examineJob(places: readonly Place[], examiner: Examiner): Promise<HubExamination> {
  const checks: Check[] = [];
  let hub: HubConnection | null = null;
  for (const { name, what, resource } of places) {
    try {
      const opened = await openHubHastily(examiner, resource);
      if (name === 'space_rights') hub = opened;
      checks.push(fine('hub', name, `The Hub trusts this CI job for ${what}.`));
    } catch (error) {
      if (error instanceof PrankError && (error.code === 'oidc_no_identity' || error.code === 'oidc_identity_failed'))
        return { checks: [findingOf({ area: 'hub', name: 'token' }, error)], ...nobody };
      checks.push(
        error instanceof HubUnreachableError
          ? unseenOf({ area: 'hub', name }, error)
          : findingOf({ area: 'hub', name }, error),
      );
    }
  }
  const token = checks.every(({ ok }) => ok === null)
    ? unseen('hub', 'token', 'A CI job shows who it is, and no place was asked for.')
    : fine('hub', 'token', 'There is no token: this CI job shows the Hub who it is.');
  return { checks: [token, ...checks], hub: hub ?? (await openJobAnonymously(examiner)), account: null };
}

async function openJobAnonymously(examiner: Examiner): Promise<HubConnection | null> {
  return openHubHastily(examiner, '', { withoutToken: true }).catch(() => null);
}
