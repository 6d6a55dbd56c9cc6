import { UsageError } from '../../lib/errors.ts';
import { findClosest } from '../../lib/text/find-closest.ts';
import { printable } from '../../lib/text/text.ts';
import type { ResponseEvent } from '../../model.ts';
import { markEarlier } from '../ranking/rater-names.ts';

/** A person known by id and name, from any source. */
export interface KnownPerson {
  id: string;
  username: string;
}

/** The newest name of everybody in the log. Raters of an earlier round have a second one: the one that releases show. */
export function listPeople(events: readonly ResponseEvent[]): KnownPerson[] {
  const marks = markEarlier(events);
  return newestNames(events).flatMap((person) => {
    const mark = marks.get(person.id);
    return mark === undefined ? [person] : [person, { ...person, username: `${mark}${person.username}` }];
  });
}

function newestNames(events: readonly ResponseEvent[]): KnownPerson[] {
  const names = new Map<string, { username: string; at: string }>();
  for (const { raterId, rater, pulledAt } of events) {
    const known = names.get(raterId);
    if (known === undefined) names.set(raterId, { username: rater ?? '', at: rater === null ? '' : pulledAt });
    else if (rater !== null && pulledAt >= known.at) names.set(raterId, { username: rater, at: pulledAt });
  }
  return [...names].map(([id, { username }]) => ({ id, username }));
}

/**
 * All ids of the person whom `asked` names by username or id. A person has several ids if servers were lost. Pure.
 * Throws UsageError `rater_unknown`.
 */
export function findPerson(asked: string, people: readonly KnownPerson[]): { username: string; ids: string[] } {
  const byId = people.find(({ id }) => id === asked);
  const username = people.some((person) => person.username === asked) ? asked : (byId?.username ?? '');
  const same = people.filter((person) => person.username === username && username !== '').map(({ id }) => id);
  const ids = new Set([...same, ...(byId === undefined ? [] : [byId.id])]);
  if (ids.size > 0) return { username: username === '' ? asked : username, ids: [...ids].toSorted() };
  const near = suggestName(asked, people);
  throw new UsageError(
    'rater_unknown',
    `Nobody called ${printable(asked, 60)} is known in this campaign.`,
    near === null ? {} : { hint: `Did you mean ${printable(near, 60)}?` },
  );
}

function suggestName(asked: string, people: readonly KnownPerson[]): string | null {
  const names = people.map(({ username }) => username).filter((name) => name !== '');
  return findClosest(asked, names.toSorted(), () => Math.max(1, asked.length / 3));
}
