import { createActiveRaters } from './active-raters.ts';
import { createOpenPrompts, type WavePlan } from './open-prompts.ts';
import type { Random } from './random.ts';
import { type Assignment, createCrowdedPages, createFreshPages, type CrowdedPages } from './rating-pages.ts';

/** How answers are collected from raters who come and go as they like. */
export interface CollectionPlan extends WavePlan {
  /** Answers that complete a prompt. */
  overlap: number;
  /** Answers per day from all raters together, as long as each of them finds something to do. */
  answersADay: number;
  /** Collection stops when at most this many prompts are open (default 0), or at this many answers or days. */
  mostOpen?: number;
  mostAnswers: number;
  mostDays: number;
  /** null = nobody is shown a prompt that was finished meanwhile, because few rate at the same time or the server reserves. */
  crowd?: CrowdedPages | null | undefined;
}

export interface Collection {
  assignments: Assignment[];
  /** Answers of each prompt. */
  promptAnswers: Int32Array;
  days: number;
}

/**
 * Simulates a collection, answer by answer. The prompt is drawn uniformly from those that are live, unfinished and new to
 * the rater, because Argilla shows each rater the unfinished records in a random order of their own. With a `crowd`, it
 * may be finished by the time it is shown. `given` are existing answers, which count towards no limit.
 */
export function collectAnswers(
  plan: CollectionPlan,
  activities: readonly number[],
  random: Random,
  given: readonly Assignment[] = [],
): Collection {
  const { prompts, overlap, answersADay, mostOpen = 0, mostAnswers, mostDays, crowd = null } = plan;
  const ratersOf: number[][] = Array.from({ length: prompts }, () => []);
  const assignments = [...given];
  for (const { prompt, rater } of given) ratersOf[prompt]?.push(rater);
  const open = createOpenPrompts(plan, (prompt) => (ratersOf[prompt]?.length ?? 0) >= overlap);
  const people = createActiveRaters(activities, random);
  const input = { open: open.places, people, ratersOf, random };
  const pages = crowd === null ? createFreshPages(input) : createCrowdedPages(input, crowd);
  let days = 0;
  open.openDueWaves();
  while (open.places.length > mostOpen && assignments.length - given.length < mostAnswers) {
    const next = pages.next();
    if (next === null) break;
    const at = days + 1 / (answersADay * people.share());
    if (at > mostDays) {
      days = mostDays;
      break;
    }
    days = at;
    assignments.push(next);
    if (ratersOf[next.prompt]?.push(next.rater) !== overlap) continue;
    open.close(open.places.indexOf(next.prompt));
    if (open.openDueWaves() > 0) pages.wake();
  }
  return { assignments, promptAnswers: Int32Array.from(ratersOf, ({ length }) => length), days };
}
