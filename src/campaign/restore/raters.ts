import type { ArgillaUser } from '../../argilla/wire.ts';
import { groupBy } from '../../lib/group-by.ts';
import { compareText } from '../../lib/text/text.ts';
import type { ResponseEvent } from '../../model.ts';
import type { BackedUpRater } from '../backup/rater-list.ts';

/** A person to restore. */
export interface LostRater {
  /** The id that is kept. */
  id: string;
  /** Other ids of the same person, on other servers. */
  otherIds: string[];
  username: string;
  firstName: string;
  lastName: string | null;
  role: ArgillaUser['role'];
  member: boolean;
  hasAnswers: boolean;
}

export interface RaterStep {
  /** adopt = an account with that name stays and gets the answers; skip = no account is made. */
  action: 'keep' | 'create' | 'replace' | 'adopt' | 'skip';
  rater: LostRater;
  /** The id on the new server. */
  userId: string;
  /** Must be added to the workspace; owners need not be. */
  member: boolean;
  why: string;
}

/**
 * Everybody who may rate or did, one entry per person, sorted by username; pure. All ids of one username are one
 * person. The id in the backup's list is kept, otherwise the one that answered last.
 */
export function listLostRaters(
  answers: readonly ResponseEvent[],
  listed: readonly BackedUpRater[] | null,
  listedDatasetId: string | null,
): LostRater[] {
  const people = new Map((listed ?? []).map((rater) => [rater.id, { ...rater, hasAnswers: false, at: '9' }]));
  for (const { raterId, rater, pulledAt, datasetId } of answers.toSorted((a, b) =>
    compareText(a.pulledAt, b.pulledAt),
  )) {
    const known = people.get(raterId);
    const username = rater ?? known?.username ?? placeholder(raterId);
    // A rater who answered on the listed server but is not in its list had lost the account before.
    const member = datasetId !== listedDatasetId;
    const made = { id: raterId, username, firstName: username, lastName: null, role: 'annotator', member } as const;
    people.set(
      raterId,
      known?.at === '9' ? { ...known, hasAnswers: true } : { ...made, hasAnswers: true, at: pulledAt },
    );
  }
  const byName = groupBy(people.values(), ({ username }) => username);
  return [...byName.values()]
    .flatMap((same) => {
      const [first, ...others] = same.toSorted((a, b) => compareText(b.at, a.at) || compareText(a.id, b.id));
      if (first === undefined) return [];
      const { at: _at, ...person } = first;
      const hasAnswers = same.some((other) => other.hasAnswers);
      const member = same.some((other) => other.member);
      return [{ ...person, hasAnswers, member, otherIds: others.map(({ id }) => id) }];
    })
    .toSorted((a, b) => compareText(a.username, b.username));
}

/** A name that nobody can have on the Hub: whoever signs in with it would get a stranger's answers. */
function placeholder(raterId: string): string {
  return `former rater ${raterId.slice(0, 8)}`;
}

/** Usernames that the server has given to other ids. */
export function findNameConflicts(raters: readonly LostRater[], users: readonly ArgillaUser[]): string[] {
  const ids = new Set(users.map(({ id }) => id));
  const names = new Set(users.map(({ username }) => username));
  return raters.filter(({ id, username }) => !ids.has(id) && names.has(username)).map(({ username }) => username);
}

/**
 * Decides who gets a new account, is kept, or is joined with an existing account; pure. New accounts are always
 * annotators: any other role would go to whoever has that name on the Hub. `busy` = usernames with answers somewhere on
 * the server.
 */
export function planRaters(
  raters: readonly LostRater[],
  users: readonly ArgillaUser[],
  busy: ReadonlySet<string>,
): RaterStep[] {
  const byId = new Map(users.map((user) => [user.id, user]));
  const byName = new Map(users.map((user) => [user.username, user]));
  const known = new Set(raters.flatMap(({ id, otherIds }) => [id, ...otherIds]));
  return raters.map((rater): RaterStep => {
    const { id, username, member, role } = rater;
    const same = byId.get(id);
    if (same !== undefined) {
      return {
        action: 'keep',
        rater,
        userId: id,
        member: member && same.role !== 'owner',
        why: 'there with the same id',
      };
    }
    const other = byName.get(username);
    if (other !== undefined) {
      const isFree = other.role === 'annotator' && !busy.has(username) && !known.has(other.id);
      if (isFree) {
        return {
          action: 'replace',
          rater,
          userId: id,
          member,
          why: 'new account without answers, which gets the old id',
        };
      }
      const why = `${other.role} here with another id, which gets the answers`;
      return { action: 'adopt', rater, userId: other.id, member: member && other.role !== 'owner', why };
    }
    if (role === 'annotator') return { action: 'create', rater, userId: id, member, why: 'not there' };
    if (!rater.hasAnswers) {
      return {
        action: 'skip',
        rater,
        userId: id,
        member: false,
        why: `was ${role}; only annotators are made: give the role by hand`,
      };
    }
    return {
      action: 'create',
      rater,
      userId: id,
      member,
      why: `was ${role} and becomes annotator: give the role by hand`,
    };
  });
}
