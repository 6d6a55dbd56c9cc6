import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Login, type SplitAddress, splitAddress } from '../lib/secrets/address.ts';
import { UsageError } from '../lib/errors.ts';
import { shellCommand } from '../lib/text/shell-command.ts';

/** The official client's command that saves a token on this machine. */
export const loginCommand = shellCommand(['hf', 'auth', 'login']);

export const defaultEndpoint = 'https://huggingface.co';

/** Environment variables by name; the caller decides where they come from. */
export type Environment = (name: string) => string | undefined;

/**
 * Where requests go: HF_ENDPOINT without user, password and trailing slash, or the public Hub. Throws UsageError
 * `hub_offline`, `hub_endpoint_invalid`.
 */
export function findEndpoint(env: Environment): string {
  if (isSwitchedOn(env('HF_HUB_OFFLINE'))) {
    throw new UsageError('hub_offline', 'HF_HUB_OFFLINE is set, so the Hub must not be asked.');
  }
  return splitEndpoint(env).url;
}

/** The user and password in HF_ENDPOINT; null = none. Throws UsageError `hub_endpoint_invalid`. */
export function findEndpointLogin(env: Environment): Login | null {
  return splitEndpoint(env).login;
}

function splitEndpoint(env: Environment): SplitAddress {
  const split = splitAddress(clean(env('HF_ENDPOINT')) ?? defaultEndpoint);
  if (split !== null) return split;
  // Don't show the value: nobody can say which part of it is secret.
  throw new UsageError('hub_endpoint_invalid', 'HF_ENDPOINT is not an address that begins with https:// or http://.');
}

/**
 * Finds the token in the order of the official client (huggingface_hub, `get_token`): HF_TOKEN, HUGGING_FACE_HUB_TOKEN,
 * then the file from `hf auth login`. null = none. HF_OIDC_RESOURCE takes precedence over all of these; see oidc.ts.
 */
export async function findToken(
  env: Environment,
  readTextFile: (path: string) => Promise<string | null>,
): Promise<string | null> {
  return findNamedToken(env) ?? clean((await readTextFile(tokenPath(env))) ?? undefined) ?? null;
}

/** The token in HF_TOKEN or HUGGING_FACE_HUB_TOKEN; null = neither is set. */
export function findNamedToken(env: Environment): string | null {
  return clean(env('HF_TOKEN')) ?? clean(env('HUGGING_FACE_HUB_TOKEN')) ?? null;
}

/** Path of the file in which `hf auth login` keeps the active token. */
export function tokenPath(env: Environment): string {
  const named = clean(env('HF_TOKEN_PATH'));
  return named === undefined ? join(hubHome(env), 'token') : expandPath(named, env);
}

/** The folder of downloads that all Hub programs on this machine share. */
export function cacheFolder(env: Environment): string {
  const named = clean(env('HF_HUB_CACHE'));
  return named === undefined ? join(hubHome(env), 'hub') : expandPath(named, env);
}

function hubHome(env: Environment): string {
  const named = clean(env('HF_HOME'));
  if (named !== undefined) return expandPath(named, env);
  const cache = clean(env('XDG_CACHE_HOME'));
  return join(cache === undefined ? join(homeFolder(env), '.cache') : expandPath(cache, env), 'huggingface');
}

function homeFolder(env: Environment): string {
  return clean(env('HOME')) ?? homedir();
}

/** Expands `~`, `$NAME` and `${NAME}` like a shell. A variable that is not set stays as written. */
function expandPath(path: string, env: Environment): string {
  return path
    .replace(/^~(?=\/|$)/u, homeFolder(env))
    .replaceAll(/\$(?:\{(\w+)\}|(\w+))/gu, (written, braced: string | undefined, bare: string | undefined) => {
      return env(braced ?? bare ?? '') ?? written;
    });
}

function clean(value: string | undefined): string | undefined {
  const text = value?.replaceAll(/[\r\n]/gu, '').trim();
  return text === '' ? undefined : text;
}

/** Whether a variable used as a switch is on. */
export function isSwitchedOn(value: string | undefined): boolean {
  return ['1', 'on', 'yes', 'true'].includes((value ?? '').toLowerCase());
}
