import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { PrankError, RemoteError } from '../lib/errors.ts';
import { assertWritable, writeFileWhole } from '../lib/files/atomic-file.ts';
import { lockHolder, withFileLock } from '../lib/files/file-lock.ts';
import { readTextIfPresent } from '../lib/files/read-text.ts';
import { type Clock, systemClock } from '../lib/retry.ts';
import { type HubOptions, openHub } from './connection.ts';
import { HubHttpError } from './http-error.ts';
import { findStoredToken, readStoredToken, replaceStoredToken, type StoredToken } from './stored-tokens.ts';
import { type Environment, findToken, loginCommand, tokenPath } from './token.ts';

/** Logins are renewed when less than this is left, as the official client does. */
export const renewalMarginMs = 24 * 3_600_000;

/** The application that `hf auth login` signs in to. */
const clientId = '26be6b09-91c5-47da-9861-d2d2bb7a7e36';

/** A login that the official client keeps on this machine. */
export interface HubLogin {
  token: string;
  /** Milliseconds since the epoch; null = unknown, or it never ends. */
  endsMs: number | null;
  /** It can be renewed without a person. */
  isRenewable: boolean;
}

export interface LoginOptions extends Omit<HubOptions, 'token'> {
  /** Hides a token from all outputs, before it is used. */
  onSecret: (secret: string) => void;
  /** Called if the login can't be renewed. */
  onWarning: (text: string) => void;
}

/** The login in the token file, with what `stored_tokens` beside it says of it; null = nobody is logged in. */
export async function readLogin(env: Environment): Promise<HubLogin | null> {
  const token = await findToken(withoutVariables(env), readTextIfPresent);
  if (token === null) return null;
  const stored = findStoredToken(await readStored(env), token);
  const endsMs = stored?.expiresAt == null ? null : stored.expiresAt * 1000;
  return { token, endsMs, isRenewable: stored !== null && stored.refreshToken !== null && endsMs !== null };
}

/**
 * Reads the login in the token file, and renews it if less than a day is left, as the official client does
 * (huggingface_hub, `_refresh_oauth_token_if_needed`). The new one is saved where that client looks for it. If this
 * fails, the old one is returned, which may still be good. null = nobody is logged in.
 */
export async function readFreshLogin(env: Environment, options: LoginOptions): Promise<HubLogin | null> {
  const login = await readLogin(env);
  if (login === null) return null;
  options.onSecret(login.token);
  const { clock = systemClock } = options;
  if (!login.isRenewable || (login.endsMs ?? 0) - clock.now() > renewalMarginMs) return login;
  // A mirror with a login of its own gets no token of the Hub.
  if (options.login != null) return login;
  try {
    await withFileLock(`${storedPath(env)}.prank-lock`, lockHolder('login', new Date(clock.now())), () =>
      renew(env, login.token, options),
    );
  } catch (error) {
    if (!(error instanceof PrankError)) throw error;
    const isEnded = (login.endsMs ?? 0) <= clock.now();
    const renewed = await awaitAnother(env, login.token, clock, isEnded ? 10 : 1);
    if (renewed !== null) {
      options.onSecret(renewed.token);
      return renewed;
    }
    if (error.code !== 'lock_held') options.onWarning(describeFailure(error));
  }
  const current = (await readLogin(env)) ?? login;
  options.onSecret(current.token);
  return current;
}

/**
 * Another prank may be at it. So may the official client: its lock is one that Node can't take, and if the Hub took the
 * refresh token from it first, ours is refused.
 */
async function awaitAnother(
  env: Environment,
  token: string,
  clock: Pick<Clock, 'sleep'>,
  tries: number,
): Promise<HubLogin | null> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    await clock.sleep(1000);
    const current = await readLogin(env);
    if (current !== null && current.token !== token) return current;
  }
  return null;
}

const wireTokens = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.number().optional(),
});

async function renew(env: Environment, token: string, options: LoginOptions): Promise<void> {
  const { clock = systemClock, onSecret } = options;
  // Read under the lock: another prank may have renewed it in the meantime.
  const stored = findStoredToken(await readStored(env), token);
  if (stored?.refreshToken == null) return;
  onSecret(stored.refreshToken);
  // Where nothing can be saved, the new refresh token would be lost, and with it the login.
  await assertWritable(storedPath(env));
  await assertWritable(tokenPath(env));
  const hub = openHub({ ...options, token: null, timeoutMs: 10_000, retryLimits: { retries: 0, baseMs: 0, maxMs: 0 } });
  const answer = await hub.request({
    method: 'POST',
    path: '/oauth/token',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: stored.refreshToken,
      client_id: env('HF_DEVICE_CODE_OAUTH_CLIENT_ID') || clientId,
    }).toString(),
    schema: wireTokens,
  });
  onSecret(answer.access_token);
  if (answer.refresh_token !== undefined) onSecret(answer.refresh_token);
  await save(env, {
    ...stored,
    token: answer.access_token,
    // The Hub may replace it. If it does not, the old one stays good.
    refreshToken: answer.refresh_token ?? stored.refreshToken,
    expiresAt: answer.expires_in === undefined ? null : Math.floor(clock.now() / 1000) + Math.floor(answer.expires_in),
    replaced: token,
  });
}

/**
 * First the file with the refresh token: without it, nobody could renew the login again. The token file follows, unless
 * somebody has logged in as another user meanwhile.
 */
async function save(env: Environment, { replaced, ...renewed }: StoredToken & { replaced: string }): Promise<void> {
  const text = await readStored(env);
  // Somebody logged in again meanwhile: that login counts.
  if (readStoredToken(text, renewed.name)?.token !== replaced) return;
  await writeSecret(storedPath(env), replaceStoredToken(text, renewed));
  if ((await findToken(withoutVariables(env), readTextIfPresent)) !== replaced) return;
  await writeSecret(tokenPath(env), renewed.token);
}

/** Where the file is a link, what it points to is written. */
async function writeSecret(path: string, text: string): Promise<void> {
  await writeFileWhole(await realpath(path).catch(() => path), text, 0o600);
}

function describeFailure(error: PrankError): string {
  const isRefused = error instanceof HubHttpError && error.status < 500 && error.status !== 429;
  if (isRefused) return `The login on this machine ends soon and can't be renewed. Log in again:  ${loginCommand}`;
  const why = error instanceof RemoteError ? 'the Hub did not answer as it should' : error.message;
  return `The login on this machine ends soon, and could not be renewed now: ${why}. prank tries again next time.`;
}

function storedPath(env: Environment): string {
  return join(dirname(tokenPath(env)), 'stored_tokens');
}

async function readStored(env: Environment): Promise<string> {
  return (await readTextIfPresent(storedPath(env))) ?? '';
}

/** Only the token file belongs to a login. */
function withoutVariables(env: Environment): Environment {
  return (name) => (name === 'HF_TOKEN' || name === 'HUGGING_FACE_HUB_TOKEN' ? undefined : env(name));
}
