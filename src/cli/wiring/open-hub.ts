import { type HubConnection, type HubOptions, openHub } from '../../hub/connection.ts';
import { exchangeIdentity } from '../../hub/oidc.ts';
import {
  type Environment,
  findEndpoint,
  findEndpointLogin,
  findToken,
  isSwitchedOn,
  tokenPath,
} from '../../hub/token.ts';
import { PermissionError } from '../../lib/errors.ts';
import { readTextIfPresent } from '../../lib/files/read-text.ts';
import type { Context, HubNeed } from '../context.ts';

/**
 * The Hub with the token of whoever runs the command, in the order of the official client; HF_TOKEN may stand in .env
 * too. Throws PermissionError `hub_token_missing`.
 */
export async function openCampaignHub(context: Context, need: HubNeed): Promise<HubConnection> {
  const env = await readEnvironment(context, need.dir);
  const options: Omit<HubOptions, 'token'> = {
    endpoint: findEndpoint(env),
    login: findEndpointLogin(env),
    userAgent: `prank/${context.version}; node/${process.versions.node}`,
    signal: context.signal,
    onWait: (seconds, why) => context.emit({ type: 'info', text: `Waiting ${seconds} s for ${why}.` }),
    ...(need.retryLimits === undefined ? {} : { retryLimits: need.retryLimits }),
    ...(need.onDate === undefined ? {} : { onDate: need.onDate }),
  };
  if (need.withoutToken === true) return openHub({ ...options, token: null });
  const token = await chooseToken(env, need, options);
  if (token !== null) context.addSecret(token);
  if (token === null && need.anonymous !== true) {
    throw new PermissionError(
      'hub_token_missing',
      'No Hugging Face token: HF_TOKEN is not set, and nobody is logged in here.',
    );
  }
  return openHub({ ...options, token });
}

/** The token to hand on to a job that runs later: whatever OIDC gives would be over by then. null = none is known here. */
export async function readLastingToken(context: Context, dir: string): Promise<string | null> {
  const token = await findToken(await readEnvironment(context, dir), readTextIfPresent);
  if (token !== null) context.addSecret(token);
  return token;
}

/** The environment, with HF_TOKEN from .env where it is not set otherwise. */
async function readEnvironment(context: Context, dir: string): Promise<Environment> {
  const kept = await context.readSetting(dir, 'HF_TOKEN');
  const hasOlderName = (context.io.env['HUGGING_FACE_HUB_TOKEN'] ?? '') !== '';
  return (name) => (name === 'HF_TOKEN' && !hasOlderName ? kept : context.io.env[name]);
}

/** Where the token comes from, in words; null = there is none. `isOidc` = a CI job shows who it is instead. */
export async function findTokenSource(
  context: Context,
  dir: string,
): Promise<{ from: string | null; isOidc: boolean }> {
  const env = await readEnvironment(context, dir);
  if ((env('HF_OIDC_RESOURCE') ?? '') !== '') return { from: 'the identity of this CI job', isOidc: true };
  if ((context.io.env['HF_TOKEN'] ?? '') !== '') return { from: 'HF_TOKEN in the environment', isOidc: false };
  if ((context.io.env['HUGGING_FACE_HUB_TOKEN'] ?? '') !== '')
    return { from: 'HUGGING_FACE_HUB_TOKEN in the environment', isOidc: false };
  if (env('HF_TOKEN') !== undefined) return { from: 'HF_TOKEN in .env', isOidc: false };
  const isStored = (await findToken(env, readTextIfPresent)) !== null;
  return { from: isStored ? tokenPath(env) : null, isOidc: false };
}

async function chooseToken(
  env: Environment,
  need: HubNeed,
  options: Omit<HubOptions, 'token'>,
): Promise<string | null> {
  // A workflow that takes it from a variable which is not set leaves it empty.
  if ((env('HF_OIDC_RESOURCE') ?? '') !== '') return exchangeToken(env, need, options);
  if (need.anonymous === true && isSwitchedOn(env('HF_HUB_DISABLE_IMPLICIT_TOKEN'))) return null;
  return findToken(env, readTextIfPresent);
}

/** A job that is not trusted for a place may still look at it as everybody may; no other token takes its part. */
async function exchangeToken(
  env: Environment,
  need: HubNeed,
  options: Omit<HubOptions, 'token'>,
): Promise<string | null> {
  try {
    return (await exchangeIdentity(env, need.resource, options)).token;
  } catch (error) {
    if (need.anonymous === true && error instanceof PermissionError) return null;
    throw error;
  }
}
