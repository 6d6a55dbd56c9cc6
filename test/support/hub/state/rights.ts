import { HubRefusal } from '../http/exchange.ts';
import type { Actor, Org, Scope, User, WrittenToken } from './accounts.ts';

export type RepoType = 'model' | 'dataset' | 'space' | 'bucket';

/** The thing that rights are checked for. */
export interface Subject {
  type: RepoType;
  /** owner/name */
  id: string;
  private: boolean;
  /** Username of its creator. */
  creator: string;
}

export function mayRead(actor: Actor, subject: Subject): boolean {
  if (!subject.private) return true;
  if (actor.kind === 'anonymous') return false;
  if (actor.kind === 'visitor') return actor.space === subject.id;
  if (actor.kind === 'exchanged') return actor.resource === resourceOf(subject);
  if (!isMember(actor.user, subject.id)) return false;
  return actor.token.role !== 'fineGrained' || allows(actor, subject, ['repo.content.read', 'repo.write']);
}

/** Why the actor may not write; null = they may. For a repository that does not exist yet, use `checkMayCreate`. */
export function findWriteProblem(actor: Actor, subject: Subject): string | null {
  if (actor.kind === 'anonymous') return 'Invalid username or password.';
  if (actor.kind === 'visitor') return 'This token may only visit a Space.';
  if (actor.kind === 'exchanged') {
    return actor.resource === resourceOf(subject) ? null : `This token is for ${actor.resource} alone.`;
  }
  const problem = findMemberProblem(actor.user, subject.id) ?? findTokenProblem(actor.token);
  if (problem !== null) return problem;
  const org = orgOf(actor.user, subject.id);
  if (org?.role === 'contributor' && subject.creator !== actor.user.name) {
    return 'Contributors may only change repositories of their own.';
  }
  return actor.token.role !== 'fineGrained' || allows(actor, subject, ['repo.write'])
    ? null
    : 'This fine-grained token has no write access to the repository.';
}

/** Throws the Hub's refusal if the actor may not create a repository there. */
export function checkMayCreate(actor: Actor, type: RepoType, id: string): void {
  if (actor.kind === 'anonymous') throw new HubRefusal(401, 'Invalid username or password.');
  if (actor.kind !== 'user') throw new HubRefusal(403, 'This token can not create repositories.');
  const problem = findMemberProblem(actor.user, id) ?? findTokenProblem(actor.token);
  if (problem !== null) throw new HubRefusal(403, problem);
  if (actor.token.role === 'fineGrained') {
    const scopes = actor.token.scoped.filter(({ entity }) => entity.type !== type);
    if (!covers(scopes, actor.user, id, null, ['repo.write'])) {
      throw new HubRefusal(403, `You don't have the rights to create a ${type} under the namespace "${ownerOf(id)}"`);
    }
  }
}

/** Throws the Hub's refusal if the actor may not run jobs there. `owner` = a user or organization. */
export function checkMayRunJobs(actor: Actor, owner: string): void {
  if (actor.kind === 'anonymous') throw new HubRefusal(401, 'Invalid username or password.');
  if (actor.kind !== 'user') throw new HubRefusal(403, 'This token can not run jobs.');
  const { user, token } = actor;
  const problem = findMemberProblem(user, owner) ?? findTokenProblem(token);
  if (problem !== null) throw new HubRefusal(403, problem);
  if (token.role === 'fineGrained' && !covers(token.scoped, user, owner, null, ['job.write'])) {
    throw new HubRefusal(403, `You don't have the rights to run jobs under the namespace "${owner}"`);
  }
}

/** Throws 402 if nobody pays. */
export function checkMayPay(actor: Actor, owner: string): void {
  if (actor.kind !== 'user') return;
  const { user } = actor;
  if ((owner === user.name ? user : orgOf(user, owner))?.canPay !== true) {
    throw new HubRefusal(
      402,
      'Pre-paid credit balance is insufficient - add more credits to your account to use Jobs.',
    );
  }
}

/** If the actor can't see it, throws 401 if anonymous, otherwise 404: the Hub hides what is private. */
export function checkMayRead(actor: Actor, subject: Subject | undefined): asserts subject is Subject {
  if (subject !== undefined && mayRead(actor, subject)) return;
  throw notFound(actor);
}

export function notFound(actor: Actor): HubRefusal {
  return actor.kind === 'anonymous'
    ? new HubRefusal(401, 'Invalid username or password.', { code: 'RepoNotFound' })
    : new HubRefusal(404, 'Repository not found', { code: 'RepoNotFound' });
}

/** Throws like `checkMayRead`, then 401 or 403 with the reason. */
export function checkMayWrite(actor: Actor, subject: Subject | undefined): asserts subject is Subject {
  checkMayRead(actor, subject);
  const problem = findWriteProblem(actor, subject);
  if (problem !== null) throw new HubRefusal(actor.kind === 'anonymous' ? 401 : 403, problem);
}

/** Throws 401 if nobody is signed in. */
export function checkSignedIn(actor: Actor): Exclude<Actor, { kind: 'anonymous' }> {
  if (actor.kind === 'anonymous') throw new HubRefusal(401, 'Invalid username or password.');
  return actor;
}

export function ownerOf(id: string): string {
  return id.split('/')[0] ?? '';
}

export function orgOf(user: User, id: string): Org | undefined {
  return user.orgs.find(({ name }) => name === ownerOf(id));
}

export function isMember(user: User, id: string): boolean {
  if (user.name === ownerOf(id)) return true;
  const org = orgOf(user, id);
  return org !== undefined && org.role !== 'no_access' && org.securityRestrictions.length === 0;
}

function findMemberProblem(user: User, id: string): string | null {
  if (user.name === ownerOf(id)) return null;
  const org = orgOf(user, id);
  if (org === undefined) return `You don't have the rights to write to the namespace "${ownerOf(id)}"`;
  if (org.securityRestrictions.length > 0) return `${org.name} restricts access (${org.securityRestrictions.join()})`;
  return org.role === 'read' || org.role === 'no_access' ? `Your role in ${org.name} does not allow this` : null;
}

function findTokenProblem(token: WrittenToken): string | null {
  return token.role === 'read' ? 'You need a token with the role write' : null;
}

function allows(actor: Extract<Actor, { kind: 'user' }>, subject: Subject, anyOf: string[]): boolean {
  return actor.token.role === 'fineGrained' && covers(actor.token.scoped, actor.user, subject.id, subject, anyOf);
}

function covers(scopes: Scope[], user: User, id: string, subject: Subject | null, anyOf: string[]): boolean {
  const ownerIds = [user.name === ownerOf(id) ? user.id : undefined, orgOf(user, id)?.id];
  return scopes.some(({ entity, permissions }) => {
    if (!anyOf.some((permission) => permissions.includes(permission))) return false;
    if (entity.type === 'resource-group') return true;
    if (entity.type === subject?.type) return entity.name === id;
    if (entity.type !== 'user' && entity.type !== 'org') return false;
    const { _id: entityId } = entity;
    return entity.name === ownerOf(id) || (entityId !== undefined && ownerIds.includes(entityId));
  });
}

function resourceOf({ type, id }: Subject): string {
  return type === 'model' ? id : `${type}s/${id}`;
}
