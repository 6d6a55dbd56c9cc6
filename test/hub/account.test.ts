import nock from 'nock';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type Account,
  findJobRefusal,
  findRefusal,
  getAccount,
  hasSpacePlan,
  type Need,
} from '../../src/hub/account.ts';
import { openHub } from '../../src/hub/connection.ts';

const endpoint = 'https://hub.test';
const openTestHub = () => openHub({ endpoint, token: 'hf_x', userAgent: 'prank/test' });

afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});

describe('getAccount', () => {
  it('sends one request per connection, and fills in what the Hub leaves out', async () => {
    nock(endpoint, { reqheaders: { authorization: 'Bearer hf_x' } })
      .get('/api/whoami-v2')
      .reply(200, { name: 'ada', orgs: [{ name: 'team' }], auth: {} });
    const hub = openTestHub();
    const filledIn = { name: 'ada', isPro: false, canPay: false, orgs: [{ name: 'team' }], auth: {} };
    expect(await getAccount(hub)).toEqual(filledIn);
    expect(await getAccount(hub)).toEqual(filledIn);
    nock(endpoint).get('/api/whoami-v2').reply(200, { name: 'bob', isPro: true, canPay: true, auth: {} });
    expect(await getAccount(openTestHub())).toMatchObject({ name: 'bob', isPro: true, canPay: true, orgs: [] });
  });

  it('reads the scopes of a fine-grained token', async () => {
    const scoped = [{ entity: { _id: '1', name: 'ada/ratings', type: 'dataset' }, permissions: ['repo.write'] }];
    const accessToken = { displayName: 'ci', role: 'fineGrained', fineGrained: { scoped } };
    nock(endpoint).get('/api/whoami-v2').reply(200, { name: 'ada', auth: { accessToken } });
    const { auth } = await getAccount(openTestHub());
    expect(auth.accessToken?.fineGrained?.scoped).toEqual([
      { entity: { id: '1', name: 'ada/ratings', type: 'dataset' }, permissions: ['repo.write'] },
    ]);
  });

  it('sends another request after a failure', async () => {
    nock(endpoint).get('/api/whoami-v2').reply(401, { error: 'Invalid credentials in Authorization header' });
    const hub = openTestHub();
    await expect(getAccount(hub)).rejects.toMatchObject({ code: 'hub_token_rejected' });
    nock(endpoint).get('/api/whoami-v2').reply(200, { name: 'ada', auth: {} });
    expect((await getAccount(hub)).name).toBe('ada');
  });
});

type Scope = NonNullable<NonNullable<NonNullable<Account['auth']['accessToken']>['fineGrained']>['scoped']>[number];

function account(more: Partial<Account> = {}): Account {
  const orgs = [{ name: 'Team', id: 'id-of-team', roleInOrg: 'write', plan: 'team' }];
  return { name: 'Ada', isPro: false, canPay: false, orgs, auth: {}, ...more };
}
const withRole = (role: string): Partial<Account> => ({ auth: { accessToken: { role } } });
const scoped = (...scopes: Scope[]): Partial<Account> => ({
  auth: { accessToken: { role: 'fineGrained', fineGrained: { scoped: scopes } } },
});
const scope = (type: string, entity: { name?: string; id?: string } = {}, ...permissions: string[]): Scope => ({
  entity: { type, id: entity.id, name: entity.name },
  permissions: permissions.length === 0 ? ['repo.write'] : permissions,
});
const inOrg = (org: Partial<Account['orgs'][number]>): Partial<Account> => ({ orgs: [{ name: 'Team', ...org }] });
const resource = (sub: string): Partial<Account> => ({ auth: { resource: { sub } } });

const own: Need = { owner: 'ada', type: 'dataset', name: 'ratings', create: false };
const team: Need = { ...own, owner: 'team' };

const noScope = (what: string) =>
  `the fine-grained token has no write access to ${what}: add it at https://huggingface.co/settings/tokens`;

describe('findRefusal', () => {
  it.each<[string, Partial<Account>, Need]>([
    ['the user’s own repository', {}, { ...own, create: true }],
    ['one of an organization, whatever the case of its name', {}, { ...team, create: true }],
    ['a role that is not told', inOrg({}), team],
    ['no restriction', inOrg({ securityRestrictions: [] }), team],
    ['a token of type write', withRole('write'), own],
    ['no resource', { auth: { resource: null } }, own],
    ['an exchanged token for it', resource('datasets/ada/ratings'), own],
    ['an exchanged token for it by its bare name', resource('ada/ratings'), own],
    ['an exchanged token for a Space', resource('spaces/ada/ratings'), { ...own, type: 'space' }],
    ['a scope on it', scoped(scope('dataset', { name: 'ada/ratings' })), own],
    ['a scope on a resource group', scoped(scope('resource-group')), { ...own, create: true }],
    ['a scope on the user', scoped(scope('user', { name: 'ada' })), { ...own, create: true }],
    ['a scope on the organization', scoped(scope('org', { name: 'team' })), { ...team, create: true }],
    ['a scope on the organization by id', scoped(scope('org', { id: 'id-of-team' })), { ...team, create: true }],
    ['one scope of many', scoped(scope('space', { name: 'x' }), scope('dataset', { name: 'ada/ratings' })), own],
  ])('allows %s', (_, more, need) => {
    expect(findRefusal(account(more), need)).toBeNull();
  });

  it.each<[string, Partial<Account>, Need, string]>([
    [
      'a foreign owner',
      {},
      { ...own, owner: 'stranger' },
      'Ada is not a member of stranger: ask its admins for an invitation, or use Ada/… instead',
    ],
    [
      'an organization that blocks the sign-in',
      inOrg({ securityRestrictions: ['sso', 'mfa'], roleInOrg: 'read' }),
      team,
      'team blocks this sign-in (sso): sign in the way it asks for at https://huggingface.co, then make a new token',
    ],
    ['a reader', inOrg({ roleInOrg: 'read' }), team, 'Ada may only read in team: ask its admins for the role write'],
    [
      'a member without access',
      inOrg({ roleInOrg: 'no_access' }),
      team,
      'Ada may only read in team: ask its admins for the role write',
    ],
    [
      'an exchanged token for another repository',
      resource('datasets/ada/other'),
      own,
      'this token is for datasets/ada/other alone',
    ],
    [
      'an exchanged token for the Space of that name',
      resource('spaces/ada/ratings'),
      own,
      'this token is for spaces/ada/ratings alone',
    ],
    [
      'an exchanged token that should create',
      resource('datasets/ada/ratings'),
      { ...own, create: true },
      "a token from OIDC can't create ada/ratings: create it once with a token of yours",
    ],
    ['a token of type read', withRole('read'), own, 'the token may only read: make one of type write'],
    ['a fine-grained token without scopes', withRole('fineGrained'), own, noScope('ada/ratings')],
    [
      'a scope that may only read',
      scoped(scope('dataset', { name: 'ada/ratings' }, 'repo.content.read')),
      own,
      noScope('ada/ratings'),
    ],
    ['a scope on another dataset', scoped(scope('dataset', { name: 'ada/other' })), own, noScope('ada/ratings')],
    ['a scope on a Space of that name', scoped(scope('space', { name: 'ada/ratings' })), own, noScope('ada/ratings')],
    ['a scope on a dataset without a name', scoped(scope('dataset')), own, noScope('ada/ratings')],
    [
      'a scope on what is still to be created',
      scoped(scope('dataset', { name: 'ada/ratings' })),
      { ...own, create: true },
      noScope('repositories of ada'),
    ],
    ['a scope on another owner', scoped(scope('org', { name: 'else', id: 'id' })), team, noScope('team/ratings')],
    [
      'a scope on something that has the owner’s name',
      scoped(scope('model', { name: 'team' })),
      team,
      noScope('team/ratings'),
    ],
    [
      'a scope without an id on an organization without one',
      { ...scoped(scope('org')), ...inOrg({}) },
      team,
      noScope('team/ratings'),
    ],
  ])('refuses %s', (_, more, need, why) => {
    expect(findRefusal(account(more), need)).toBe(why);
  });
});

describe('findJobRefusal', () => {
  it.each<[string, Partial<Account>, string, string | null]>([
    ['the user', {}, 'ada', null],
    ['a token of type write', withRole('write'), 'team', null],
    ['a scope for jobs', scoped(scope('org', { name: 'team' }, 'job.write')), 'team', null],
    [
      'a foreign owner',
      {},
      'stranger',
      'Ada is not a member of stranger: ask its admins for an invitation, or use Ada/… instead',
    ],
    ['an exchanged token', resource('datasets/ada/ratings'), 'ada', 'this token is for datasets/ada/ratings alone'],
    ['a token of type read', withRole('read'), 'ada', 'the token may only read: make one of type write'],
    [
      'a scope for repositories only',
      scoped(scope('org', { name: 'team' })),
      'team',
      'the fine-grained token may not start jobs of team: add that (job.write) at https://huggingface.co/settings/tokens',
    ],
    [
      'a scope for jobs of another owner',
      scoped(scope('org', { name: 'else' }, 'job.write')),
      'team',
      'the fine-grained token may not start jobs of team: add that (job.write) at https://huggingface.co/settings/tokens',
    ],
  ])('of %s', (_, more, owner, why) => {
    expect(findJobRefusal(account(more), owner)).toBe(why);
  });
});

describe('hasSpacePlan', () => {
  it.each<[Partial<Account>, string, boolean | null]>([
    [{ isPro: true }, 'ada', true],
    [{ isPro: false }, 'ADA', false],
    [{}, 'team', true],
    [inOrg({ plan: null }), 'team', false],
    [inOrg({}), 'team', false],
    [{}, 'stranger', null],
  ])('of %j for %s: %j', (more, owner, has) => {
    expect(hasSpacePlan(account(more), owner)).toBe(has);
  });
});
