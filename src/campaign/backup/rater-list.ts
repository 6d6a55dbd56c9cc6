import { z } from 'zod';
import type { ArgillaUser } from '../../argilla/wire.ts';
import { compareText } from '../../lib/text/text.ts';
import { backupUnreadable, parseJson } from './manifest.ts';

const rater = z.object({
  id: z.string(),
  username: z.string(),
  firstName: z.string(),
  lastName: z.string().nullable(),
  role: z.enum(['owner', 'admin', 'annotator']),
  /** Listed in the campaign's workspace. Owners have access without being listed. */
  member: z.boolean(),
});

/** What a restore needs about a person. No key and no password. */
export type BackedUpRater = z.output<typeof rater>;

/** Members of the workspace and everyone who answered, sorted by id. Other users of the server are left out. */
export function listRaters(
  users: readonly ArgillaUser[],
  members: readonly ArgillaUser[],
  answered: ReadonlySet<string>,
): BackedUpRater[] {
  const memberIds = new Set(members.map(({ id }) => id));
  const people = new Map([...members, ...users].map((user) => [user.id, user]));
  return [...people.values()]
    .filter(({ id }) => memberIds.has(id) || answered.has(id))
    .map(({ id, username, firstName, lastName, role }) => ({
      id,
      username,
      firstName,
      lastName: lastName ?? null,
      role,
      member: memberIds.has(id),
    }))
    .toSorted((a, b) => compareText(a.id, b.id));
}

export function renderRaters(raters: readonly BackedUpRater[]): Buffer {
  return Buffer.from(`${JSON.stringify(raters, null, 2)}\n`);
}

/** Throws UnsafeError `backup_unreadable`. */
export function parseRaters(bytes: Buffer | null, place: string): BackedUpRater[] {
  const parsed = z.array(rater).safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data;
  throw backupUnreadable(place, parsed.error);
}
