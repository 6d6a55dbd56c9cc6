import { createHash } from 'node:crypto';
import { groupBy } from '../lib/group-by.ts';
import { compareText } from '../lib/text/text.ts';
import type { RaterPrivacy, ResponseEvent } from '../model.ts';

/**
 * The answers as a release may hold them: of each rater only the published name, and with `omit` of each time only the
 * day, because the seconds between answers would tell who gave them. `answers` = all that the release will hold;
 * `raterName` = the name of a rater id, not called with `omit`.
 */
export function nameAnswers(
  privacy: RaterPrivacy,
  answers: readonly ResponseEvent[],
  raterName: (raterId: string) => string,
): { answers: ResponseEvent[]; nameOf: (raterId: string) => string | undefined } {
  const shown = privacy === 'omit' ? answers.map(toDays) : answers;
  const names = privacy === 'omit' ? nameByContent(shown) : nameById(shown, raterName);
  return {
    answers: shown.map((event) => ({ ...event, raterId: names.get(event.raterId) ?? '', rater: null })),
    nameOf: (raterId) => names.get(raterId),
  };
}

/** Two people never share a name: a username can be used again after a rename, so a taken one gets `#2`, `#3` …. */
function nameById(answers: readonly ResponseEvent[], raterName: (raterId: string) => string): Map<string, string> {
  const ids = [...new Set(answers.map(({ raterId }) => raterId))].toSorted(compareText);
  return withoutDoubles(ids.map((id) => [id, raterName(id)]));
}

/**
 * Names that tell which answers are of one person, and nothing else: hashes of what the release holds. All of them change
 * when a single answer does, so they name nobody across releases.
 */
function nameByContent(answers: readonly ResponseEvent[]): Map<string, string> {
  const own = [...groupBy(answers, ({ raterId }) => raterId)].map(([raterId, events]) => {
    const rows = events.map(({ promptId, status, value, insertedAt, updatedAt }) =>
      JSON.stringify([promptId, status, value, insertedAt, updatedAt]),
    );
    return { raterId, content: rows.toSorted(compareText).join('\n') };
  });
  // People with equal answers can't be told apart, so it doesn't matter who comes first.
  const sorted = own.toSorted((a, b) => compareText(a.content, b.content) || compareText(a.raterId, b.raterId));
  const release = sha256(sorted.map(({ content }) => content).join('\n\n'));
  return withoutDoubles(
    sorted.map(({ raterId, content }) => [raterId, `anonymous-${sha256(`${release}\n${content}`).slice(0, 12)}`]),
  );
}

function withoutDoubles(wanted: readonly (readonly [raterId: string, name: string])[]): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    wanted.map(([raterId, wish]) => {
      let name = wish;
      for (let number = 2; taken.has(name); number += 1) name = `${wish}#${number}`;
      taken.add(name);
      return [raterId, name];
    }),
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** With times that tell the day alone; the first one without a time at all, so that nothing is read into its hour. */
function toDays(event: ResponseEvent): ResponseEvent {
  const updatedOn = dayOf(event.updatedAt);
  return { ...event, insertedAt: dayOf(event.insertedAt), updatedAt: updatedOn === '' ? '' : `${updatedOn}T00:00:00Z` };
}

/** `2026-03-01`; empty if it is no time. Argilla's times are UTC, with or without saying so. */
function dayOf(time: string): string {
  return /^\d{4}-\d\d-\d\d/u.exec(time)?.[0] ?? '';
}
