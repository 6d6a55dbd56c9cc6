import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Answer, json } from '../http/exchange.ts';
import type { Call } from '../http/route.ts';

const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange';
const subjectTokenType = 'urn:ietf:params:oauth:token-type:id_token';
const lifeSeconds = 3600;

const body = z.strictObject({
  grant_type: z.literal(grantType),
  subject_token_type: z.literal(subjectTokenType),
  subject_token: z.string().min(1),
  resource: z.string().min(1),
});

/** Exchanges a CI system's id token for a token of one repository. */
export function exchangeIdToken({ world, request }: Call): Answer {
  const asked = body.safeParse(readJsonOrForm(request));
  if (!asked.success) return refuseGrant('invalid_request', asked.error.issues[0]?.message ?? 'Invalid request');
  const { subject_token: subjectToken, resource } = asked.data;
  const publisher = world.accounts.publishers.find((known) => known.subjectToken === subjectToken);
  if (publisher === undefined) return refuseGrant('invalid_grant', 'The subject token is not valid');
  const user = world.accounts.find(publisher.user);
  if (user === undefined || !publisher.resources.includes(resource)) {
    return refuseGrant('invalid_grant', `No trusted publisher of ${resource} matches the token`);
  }
  const token = `hf_jwt_${randomUUID().replaceAll('-', '')}`;
  const expiresAt = world.clock() + lifeSeconds * 1000;
  world.accounts.grant(token, { kind: 'exchanged', user, resource, expiresAt });
  return json({ access_token: token, token_type: 'bearer', expires_in: lifeSeconds });
}

const loginBody = z.strictObject({
  grant_type: z.literal('refresh_token'),
  refresh_token: z.string().min(1),
  client_id: z.uuid(),
});
const loginSeconds = 30 * 24 * 3600;

/** Renews a login of `hf auth login`. The refresh token is replaced, too. */
export function refreshLogin({ world, request }: Call): Answer {
  const asked = loginBody.safeParse(readJsonOrForm(request));
  if (!asked.success) return refuseGrant('invalid_request', asked.error.issues[0]?.message ?? 'Invalid request');
  const login = world.accounts.renewLogin(asked.data.refresh_token, loginSeconds * 1000);
  if (login === null) return refuseGrant('invalid_grant', 'The refresh token is not valid');
  const { token, refreshToken } = login;
  return json({ access_token: token, refresh_token: refreshToken, token_type: 'bearer', expires_in: loginSeconds });
}

/** The body of a token request, as JSON or as a form. */
export function readJsonOrForm({ headers, body: bytes }: Call['request']): unknown {
  if (!/json/u.test(headers['content-type'] ?? '')) return Object.fromEntries(new URLSearchParams(bytes.toString()));
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return null;
  }
}

/** A refusal in OAuth's terms. */
export function refuseGrant(error: string, description: string): Answer {
  return json({ error, error_description: description }, { status: 400 });
}
