import { json } from '../http/exchange.ts';
import { HubRefusal } from '../http/exchange.ts';
import { type Call, route } from '../http/route.ts';
import type { Actor, Org, User } from '../state/accounts.ts';
import { checkMayRead, checkMayWrite, checkSignedIn } from '../state/rights.ts';
import { typeOf } from '../state/world.ts';

/** Who am I, who is that, may I. */
export const accountRoutes = [
  route('GET /api/whoami-v2', ({ actor }) => json(describeActor(actor))),
  route('GET /api/agent-harnesses', () => json([])),
  route('GET /api/users/{user}/overview', ({ world, part }) => {
    const user = world.accounts.find(part('user'));
    if (user === undefined) throw new HubRefusal(404, 'This user does not exist');
    return json({ _id: user.id, user: user.name, fullname: user.name, isPro: user.isPro, type: 'user' });
  }),
  route('GET /api/{types}/{repo}/auth-check', (call) => {
    checkMayRead(call.actor, findSubject(call));
    return json({});
  }),
  route('GET /api/{types}/{repo}/auth-check/write', (call) => {
    checkMayWrite(call.actor, findSubject(call));
    return json({});
  }),
];

function findSubject({ world, part }: Call) {
  return world.find(typeOf(part('types')), part('repo'));
}

function describeActor(actor: Actor) {
  const signedIn = checkSignedIn(actor);
  const { id, name, email, isPro, canPay, orgs } = signedIn.user;
  return {
    type: 'user',
    id,
    name,
    fullname: name,
    email,
    emailVerified: true,
    isPro,
    canPay,
    billingMode: 'postpaid',
    periodEnd: null,
    avatarUrl: '/avatars/user.svg',
    orgs: orgs.map(describeOrg),
    auth: describeAuth(signedIn),
  };
}

function describeOrg({ id, name, role, plan, canPay, securityRestrictions }: Org) {
  return {
    type: 'org',
    id,
    name,
    fullname: name,
    email: null,
    canPay,
    billingMode: 'postpaid',
    periodEnd: null,
    avatarUrl: '/avatars/org.svg',
    roleInOrg: role,
    ...(plan === null ? {} : { plan }),
    ...(securityRestrictions.length === 0 ? {} : { securityRestrictions }),
  };
}

function describeAuth(actor: Exclude<Actor, { kind: 'anonymous' }>) {
  if (actor.kind === 'exchanged') {
    return { type: 'oidc', expiresAt: new Date(actor.expiresAt).toISOString(), resource: { sub: actor.resource } };
  }
  if (actor.kind === 'visitor') return { type: 'space', expiresAt: new Date(actor.expiresAt).toISOString() };
  const { expiresAt } = actor.token;
  const end = expiresAt === undefined ? {} : { expiresAt };
  if (actor.token.token.startsWith('hf_oauth_')) return { type: 'oauth', ...end };
  return { type: 'access_token', ...end, accessToken: describeToken(actor) };
}

function describeToken({ user, token }: { user: User } & Extract<Actor, { kind: 'user' }>) {
  const common = { displayName: `token of ${user.name}`, role: token.role, createdAt: '2026-01-01T00:00:00.000Z' };
  if (token.role !== 'fineGrained') return common;
  const { scoped, canReadGatedRepos = false } = token;
  const entities = scoped.map(({ entity, permissions }) => ({
    entity: { _id: '0'.repeat(24), ...entity },
    permissions,
  }));
  return { ...common, fineGrained: { canReadGatedRepos, global: [], scoped: entities } };
}
