import { type HubConnection, type HubOptions, openHub } from '../../hub/connection.ts';
import { exchangeIdentity } from '../../hub/oidc.ts';
import { type HubLogin, type LoginOptions, readFreshLogin, readLogin, renewalMarginMs } from '../../hub/login.ts';
import {
  type Environment as ReadVariable,
  findEndpoint,
  findEndpointLogin,
  findNamedToken,
  findToken,
  isSwitchedOn,
  tokenPath,
} from '../../hub/token.ts';
import { renewToken, type TimedToken, type TokenSource } from '../../hub/token-source.ts';
import { PermissionError } from '../../lib/errors.ts';
import { readTextIfPresent } from '../../lib/files/read-text.ts';
import { nodeVersion } from '../../lib/package-info.ts';
import type { Clock } from '../../lib/retry.ts';
import type { Emit } from '../../model.ts';
import type { CampaignFolder, HubNeed } from './types.ts';

/**
 * Connects to the Hub with the user's token, which is searched for in the order of the official client; HF_TOKEN may
 * also be in .env. Throws PermissionError `hub_token_missing` if there is none and `need` requires one.
 */
export async function openCampaignHub(folder: CampaignFolder, need: HubNeed): Promise<HubConnection> {
  const env = await readVariables(folder);
  const { version, signal, emit, onSecret, clock, connectHub = openHub } = folder;
  const options: Omit<HubOptions, 'token'> = {
    endpoint: findEndpoint(env),
    login: findEndpointLogin(env),
    userAgent: `prank/${version}; node/${nodeVersion}`,
    signal,
    onMoved: ({ type, from, to }) => {
      const what = type === 'space' ? 'Space' : 'dataset';
      emit({
        type: 'warning',
        text: `The ${what} ${from} is now called ${to} on the Hub. Change its name in prank.yaml.`,
      });
    },
    onWait: (seconds, why) => emit({ type: 'info', text: `Waiting ${seconds} s for ${why}.` }),
    ...(need.retryLimits === undefined ? {} : { retryLimits: need.retryLimits }),
    ...(need.onDate === undefined ? {} : { onDate: need.onDate }),
  };
  if (need.withoutToken === true) return connectHub({ ...options, token: null });
  const token = await chooseToken(env, need, { ...options, clock, onSecret, onWarning: warnOnce(emit) });
  if (token === null && need.anonymous !== true) {
    throw new PermissionError(
      'hub_token_missing',
      'No Hugging Face token: HF_TOKEN is not set, and nobody is logged in here.',
    );
  }
  return connectHub({ ...options, token });
}

/**
 * The token for a job that runs later; one from OIDC would have ended by then. `endsMs` = as far as this machine knows.
 * null = there is none.
 */
export async function readLastingToken(
  folder: CampaignFolder,
): Promise<{ token: string; endsMs: number | null; isRenewable: boolean } | null> {
  const env = await readVariables(folder);
  const token = await findToken(env, readTextIfPresent);
  if (token === null) return null;
  folder.onSecret(token);
  const login = await readLogin(env);
  return login?.token === token ? login : { token, endsMs: null, isRenewable: false };
}

/** The environment, with HF_TOKEN from .env if the environment has no token. */
async function readVariables({ env, readSetting }: CampaignFolder): Promise<ReadVariable> {
  const kept = await readSetting('HF_TOKEN');
  const hasOlderName = (env['HUGGING_FACE_HUB_TOKEN'] ?? '') !== '';
  return (name) => (name === 'HF_TOKEN' && !hasOlderName ? kept : env[name]);
}

/** Where the token comes from, in words; null = there is none. `isOidc` = a CI job proves its identity instead. */
export async function findTokenSource(folder: CampaignFolder): Promise<{ from: string | null; isOidc: boolean }> {
  const env = await readVariables(folder);
  if ((env('HF_OIDC_RESOURCE') ?? '') !== '') return { from: 'the identity of this CI job', isOidc: true };
  if ((folder.env['HF_TOKEN'] ?? '') !== '') return { from: 'HF_TOKEN in the environment', isOidc: false };
  if ((folder.env['HUGGING_FACE_HUB_TOKEN'] ?? '') !== '')
    return { from: 'HUGGING_FACE_HUB_TOKEN in the environment', isOidc: false };
  if (env('HF_TOKEN') !== undefined) return { from: 'HF_TOKEN in .env', isOidc: false };
  const isStored = (await findToken(env, readTextIfPresent)) !== null;
  return { from: isStored ? tokenPath(env) : null, isOidc: false };
}

/** The options of the connection, with which a token is renewed, too. */
type TokenOptions = LoginOptions & { clock: Clock };

async function chooseToken(
  env: ReadVariable,
  need: HubNeed,
  options: TokenOptions,
): Promise<string | TokenSource | null> {
  // It is empty if a workflow sets it from a variable that is not set.
  if ((env('HF_OIDC_RESOURCE') ?? '') !== '') return exchangeToken(env, need, options);
  if (need.anonymous === true && isSwitchedOn(env('HF_HUB_DISABLE_IMPLICIT_TOKEN'))) return null;
  const named = findNamedToken(env);
  if (named !== null) {
    options.onSecret(named);
    return named;
  }
  const login = await readFreshLogin(env, options);
  if (login === null || !login.isRenewable) return login?.token ?? null;
  const now = (): number => options.clock.now();
  const renew = async () => timeLogin((await readFreshLogin(env, options)) ?? login, now());
  return renewToken(timeLogin(login, now()), renew, now);
}

/** Whether a login is still good is for the Hub to say. */
function timeLogin({ token, endsMs }: HubLogin, nowMs: number): TimedToken {
  const renewMs = endsMs === null ? Infinity : Math.max(endsMs - renewalMarginMs, nowMs + recheckMs);
  return { token, renewMs, endsMs: Infinity };
}

const recheckMs = 5 * 60_000;

/** A job that the Hub does not trust for a place may still read it anonymously. No other token is used instead. */
async function exchangeToken(env: ReadVariable, need: HubNeed, options: TokenOptions): Promise<TokenSource | null> {
  const now = (): number => options.clock.now();
  const exchange = async (): Promise<TimedToken> => {
    const askedMs = now();
    const { token, expiresInSeconds } = await exchangeIdentity(env, need.resource, options);
    options.onSecret(token);
    const endsMs = askedMs + expiresInSeconds * 1000;
    return { token, renewMs: endsMs - oidcMarginMs, endsMs };
  };
  try {
    return renewToken(await exchange(), exchange, now);
  } catch (error) {
    if (need.anonymous === true && error instanceof PermissionError) return null;
    throw error;
  }
}

/** Time left at which another token is requested, as in the official client. */
const oidcMarginMs = 5 * 60_000;

function warnOnce(emit: Emit): (text: string) => void {
  const said = new Set<string>();
  return (text) => {
    if (!said.has(text)) emit({ type: 'warning', text });
    said.add(text);
  };
}
