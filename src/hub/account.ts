import { z } from 'zod';
import type { HubConnection } from './connection.ts';
import { checked, loadLibrary, throughConnection } from './library.ts';

const wireOrganization = z.object({
  id: z.string().optional(),
  name: z.string(),
  plan: z.string().nullish(),
  canPay: z.boolean().nullish(),
  roleInOrg: z.string().nullish(),
  securityRestrictions: z.array(z.string()).nullish(),
});

const wireScope = z.object({
  entity: z
    .object({ _id: z.string().nullish(), name: z.string().nullish(), type: z.string() })
    .transform(({ _id: id, name, type }) => ({ id, name, type })),
  permissions: z.array(z.string()),
});

const wireAccount = z.object({
  name: z.string(),
  type: z.string().optional(),
  isPro: z.boolean().default(false),
  canPay: z.boolean().default(false),
  orgs: z.array(wireOrganization).default([]),
  auth: z
    .object({
      /** ISO 8601; missing = it never expires. */
      expiresAt: z.string().nullish(),
      resource: z.object({ sub: z.string() }).nullish(),
      accessToken: z
        .object({
          displayName: z.string().nullish(),
          role: z.string(),
          fineGrained: z.object({ scoped: z.array(wireScope).default([]) }).nullish(),
        })
        .nullish(),
    })
    .default({}),
});

/** Who owns the token and what it may do, according to the Hub. */
export type Account = z.output<typeof wireAccount>;

const asked = new WeakMap<HubConnection, Account>();

/** Gets the token's owner. The Hub limits this call strictly, so each connection asks only once. */
export async function getAccount(hub: HubConnection): Promise<Account> {
  const known = asked.get(hub);
  if (known !== undefined) return known;
  const { whoAmI } = await loadLibrary();
  const account = await checked('GET /api/whoami-v2', whoAmI(throughConnection(hub)), wireAccount);
  asked.set(hub, account);
  return account;
}

export interface Need {
  /** User or organization. */
  owner: string;
  type: 'dataset' | 'space' | 'bucket';
  /** Without the owner. */
  name: string;
  /** Creating needs more rights than writing to an existing repository. */
  create: boolean;
}

/** Why the account may not do this, and how to fix it; null = allowed, or only the Hub can say. Pure. */
export function findRefusal(account: Account, need: Need): string | null {
  return findMemberRefusal(account, need) ?? findTokenRefusal(account, need);
}

function findMemberRefusal({ name, orgs }: Account, { owner }: Pick<Need, 'owner'>): string | null {
  if (sameName(owner, name)) return null;
  const org = orgs.find((found) => sameName(found.name, owner));
  if (org === undefined) {
    return `${name} is not a member of ${owner}: ask its admins for an invitation, or use ${name}/… instead`;
  }
  const [restriction] = org.securityRestrictions ?? [];
  if (restriction !== undefined) {
    return `${owner} blocks this sign-in (${restriction}): sign in the way it asks for at https://huggingface.co, then make a new token`;
  }
  if (org.roleInOrg === 'read' || org.roleInOrg === 'no_access') {
    return `${name} may only read in ${owner}: ask its admins for the role write`;
  }
  return null;
}

function findTokenRefusal({ auth, orgs }: Account, need: Need): string | null {
  const { owner, type, name, create } = need;
  const repo = `${owner}/${name}`;
  if (auth.resource !== null && auth.resource !== undefined) {
    const allowed = auth.resource.sub;
    if (!create && [`${type}s/${repo}`, repo].includes(allowed)) return null;
    return create
      ? `a token from OIDC can't create ${repo}: create it once with a token of yours`
      : `this token is for ${allowed} alone`;
  }
  const token = auth.accessToken;
  if (token === null || token === undefined) return null;
  if (token.role === 'read') return readOnlyToken;
  if (token.role !== 'fineGrained') return null;
  const scopes = token.fineGrained?.scoped ?? [];
  const covers = scopes.some(({ entity, permissions }) => {
    if (!permissions.includes('repo.write')) return false;
    if (entity.type === 'resource-group') return true;
    if (entity.type === type) return !create && entity.name !== undefined && entity.name === repo;
    return isOwner(entity, owner, orgs);
  });
  if (covers) return null;
  return `the fine-grained token has no write access to ${create ? `repositories of ${owner}` : repo}: add it at https://huggingface.co/settings/tokens`;
}

const readOnlyToken = 'the token may only read: make one of type write';

function isOwner(entity: z.output<typeof wireScope>['entity'], owner: string, orgs: Account['orgs']): boolean {
  if (entity.type !== 'org' && entity.type !== 'user') return false;
  const organization = orgs.find((found) => sameName(found.name, owner));
  return entity.name === owner || (organization?.id !== undefined && entity.id === organization.id);
}

/** Why the account may not schedule jobs that `owner` pays for; null = allowed, or only the Hub can say. Pure. */
export function findJobRefusal(account: Account, owner: string): string | null {
  const { auth, orgs } = account;
  const memberRefusal = findMemberRefusal(account, { owner });
  if (memberRefusal !== null) return memberRefusal;
  if (auth.resource !== null && auth.resource !== undefined) return `this token is for ${auth.resource.sub} alone`;
  if (auth.accessToken?.role === 'read') return readOnlyToken;
  if (auth.accessToken?.role !== 'fineGrained') return null;
  const scopes = auth.accessToken.fineGrained?.scoped ?? [];
  const covers = scopes.some(
    ({ entity, permissions }) => permissions.includes('job.write') && isOwner(entity, owner, orgs),
  );
  if (covers) return null;
  return `the fine-grained token may not start jobs of ${owner}: add that (job.write) at https://huggingface.co/settings/tokens`;
}

/** Whether `owner` has the paid plan that a Docker Space on free hardware needs; null = unknown. */
export function hasSpacePlan(account: Account, owner: string): boolean | null {
  if (sameName(owner, account.name)) return account.isPro;
  const org = account.orgs.find((found) => sameName(found.name, owner));
  if (org === undefined) return null;
  return org.plan !== null && org.plan !== undefined;
}

/** Names on the Hub never differ only in case. */
function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
