import { z } from 'zod';
import { type Answer, empty, HubRefusal, json } from '../http/exchange.ts';
import { type Call, checkBody, route, type Route } from '../http/route.ts';
import type { SpaceFleet } from '../spaces/space-fleet.ts';
import type { User } from '../state/accounts.ts';
import { cardOf } from '../state/card.ts';
import { makeOauthApp, type OpenId } from '../state/openid.ts';
import { exchangeIdToken, readJsonOrForm, refreshLogin, refuseGrant } from './token-exchange.ts';

/** Signing in to a Space with a Hub account, and tokens for CI jobs, which use the same URL. */
export function makeOpenIdRoutes(openId: OpenId, fleet: SpaceFleet): Route[] {
  return [
    route('GET /.well-known/openid-configuration', ({ world: { hubUrl } }) =>
      json({
        issuer: hubUrl,
        authorization_endpoint: `${hubUrl}/oauth/authorize`,
        token_endpoint: `${hubUrl}/oauth/token`,
        userinfo_endpoint: `${hubUrl}/oauth/userinfo`,
        response_types_supported: ['code'],
        token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
        scopes_supported: ['openid', 'profile', 'email', 'read-repos'],
      }),
    ),
    route('GET /oauth/authorize', (call) => authorize(call, openId, fleet)),
    route('POST /oauth/token', (call) => {
      const { grant_type: kind } = grantBody.parse(readJsonOrForm(call.request));
      if (kind === 'refresh_token') return refreshLogin(call);
      return kind === 'authorization_code' ? exchangeCode(openId, fleet, call) : exchangeIdToken(call);
    }),
    route('GET /oauth/userinfo', ({ request }) => {
      const user = openId.userOf(request.headers.authorization);
      if (user === undefined) throw new HubRefusal(401, 'Invalid credentials in Authorization header');
      return json(describeUser(user));
    }),
  ];
}

const grantBody = z.object({ grant_type: z.string().optional() }).catch({});

const askBody = z.object({
  response_type: z.literal('code'),
  client_id: z.string(),
  redirect_uri: z.url(),
  scope: z.string().regex(/\bopenid\b/u),
  state: z.string().min(1),
});

function authorize({ world, request }: Call, openId: OpenId, fleet: SpaceFleet): Answer {
  const asked = checkBody(Object.fromEntries(request.query), askBody);
  const space = fleet.findByClient(asked.client_id);
  if (space === undefined || new URL(asked.redirect_uri).origin !== space.url) {
    throw new HubRefusal(400, 'The client or its redirect_uri is not known');
  }
  const chosen = request.query.get('as');
  const user = chosen === null ? openId.signedIn : world.accounts.find(chosen);
  if (user === null || user === undefined) return askWho(world.accounts.users, request.path, request.query);
  const org = cardOf(space.repository.head.files)['hf_oauth_authorized_org'];
  if (org !== undefined && ![org].flat().some((name) => user.orgs.some((known) => known.name === name))) {
    throw new HubRefusal(403, `${user.name} is not a member of the organization that this Space is for`);
  }
  const code = openId.giveCode({ clientId: asked.client_id, redirectUri: asked.redirect_uri, user });
  const location = new URL(asked.redirect_uri);
  location.searchParams.set('code', code);
  location.searchParams.set('state', asked.state);
  return empty(302, { location: location.href });
}

/** The sign-in page: one link per user. */
function askWho(users: User[], path: string, query: URLSearchParams): Answer {
  const links = users.map(({ name }) => {
    const choice = new URLSearchParams(query);
    choice.set('as', name);
    return `<p><a id="as-${name}" href="${path}?${choice.toString().replaceAll('&', '&amp;')}">Sign in as ${name}</a></p>`;
  });
  const body = Buffer.from(`<!doctype html><title>Sign in</title>${links.join('')}`);
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

const codeBody = z.object({ code: z.string(), redirect_uri: z.string() });

/** Exchanges a code for a token, at the request of a Space's server. */
function exchangeCode(openId: OpenId, fleet: SpaceFleet, { request }: Call): Answer {
  const form = new URLSearchParams(request.body.toString());
  const asked = codeBody.safeParse(Object.fromEntries(form));
  if (!asked.success) return refuseGrant('invalid_request', asked.error.issues[0]?.message ?? 'Invalid request');
  const basic = /^Basic (.+)$/u.exec(request.headers.authorization ?? '')?.[1];
  const [id = '', secret = ''] =
    basic === undefined
      ? [form.get('client_id') ?? '', form.get('client_secret') ?? '']
      : Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
  const space = fleet.findByClient(id);
  if (space === undefined || makeOauthApp(space.repository.id).secret !== secret) {
    return { ...refuseGrant('invalid_client', 'The client is not known'), status: 401 };
  }
  const token = openId.takeCode(asked.data.code, id, asked.data.redirect_uri);
  if (token === null) return refuseGrant('invalid_grant', 'The code is not valid');
  return json({ access_token: token, token_type: 'bearer', expires_in: 28_800, scope: 'openid profile' });
}

function describeUser({ id, name, isPro }: User) {
  return {
    sub: id,
    name,
    preferred_username: name,
    profile: `https://huggingface.co/${name}`,
    picture: 'https://huggingface.co/avatars/user.svg',
    isPro,
  };
}
