import { z } from 'zod';
import { PermissionError, RemoteError, UsageError } from '../lib/errors.ts';
import { type HubConnection, type HubOptions, openHub } from './connection.ts';
import { HubHttpError } from './http-error.ts';
import type { Environment } from './token.ts';

/** A token for one repository that is valid for an hour, in exchange for a CI job's identity ("Trusted Publishers"). */
export interface ExchangedToken {
  /** Starts with `hf_jwt_`. */
  token: string;
  expiresInSeconds: number;
}

const wireExchange = z.object({ access_token: z.string(), expires_in: z.number().default(3600) });
const wireIdentity = z.object({ value: z.string() });

/**
 * Exchanges the job's identity for a token that may write only to `resource`: `datasets/owner/name`,
 * `spaces/owner/name`, or a user name for reading gated repositories. If this fails, callers must not fall back to
 * another token. Throws UsageError `oidc_no_identity`, RemoteError `oidc_identity_failed`, PermissionError
 * `oidc_refused`.
 */
export async function exchangeIdentity(
  env: Environment,
  resource: string,
  options: Omit<HubOptions, 'token'>,
): Promise<ExchangedToken> {
  const identity = env('HF_OIDC_ID_TOKEN') || (await askGitHub(env, options));
  const hub = openHub({ ...options, token: null });
  try {
    const exchanged = await hub.request({
      method: 'POST',
      path: '/oauth/token',
      body: {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
        subject_token: identity,
        resource,
      },
      schema: wireExchange,
      repeatable: true,
    });
    return { token: exchanged.access_token, expiresInSeconds: exchanged.expires_in };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new PermissionError('oidc_refused', `The Hub does not trust this job for ${resource}.`, {
      hint: `Add this workflow under "Trusted publishers" in the settings of ${resource} on the Hub.`,
      cause: error,
    });
  }
}

/** Whether the Hub refused this job. Rate limits and faults of the Hub are temporary and don't count. */
function isRefusal(error: unknown): boolean {
  if (error instanceof PermissionError) return error.code !== 'hub_payment_needed';
  return error instanceof HubHttpError && error.status < 500 && !passing.has(error.status);
}

const passing = new Set([408, 425, 429]);

async function askGitHub(env: Environment, options: Omit<HubOptions, 'token'>): Promise<string> {
  const [url, token] = [env('ACTIONS_ID_TOKEN_REQUEST_URL'), env('ACTIONS_ID_TOKEN_REQUEST_TOKEN')];
  if (url === undefined || token === undefined || !URL.canParse(url)) {
    throw new UsageError('oidc_no_identity', 'HF_OIDC_RESOURCE is set, but this job has no identity to show.');
  }
  const asked = new URL(url);
  asked.searchParams.set('audience', options.endpoint);
  const issuer: HubConnection = openHub({ ...options, endpoint: asked.origin, login: null, token });
  try {
    const { value } = await issuer.request({
      method: 'GET',
      path: `${asked.pathname}${asked.search}`,
      schema: wireIdentity,
    });
    return value;
  } catch (error) {
    throw new RemoteError('oidc_identity_failed', 'GitHub did not give this job an identity.', { cause: error });
  }
}
