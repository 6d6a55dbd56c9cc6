import { createActiveRaters } from './active-raters.ts';
import { createOpenPrompts, type WavePlan } from './open-prompts.ts';
import type { Random } from './random.ts';

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
}

/** One answer, as the positions of its prompt and rater. */
export interface Assignment {
  prompt: number;
  rater: number;
}

export interface Collection {
  assignments: Assignment[];
  /** Answers of each prompt. */
  promptAnswers: Int32Array;
  days: number;
}

/**
 * Simulates a collection, answer by answer. A rater is drawn by activity among those who still find something to do.
 * The prompt is drawn uniformly from those that are live, unfinished and new to the rater, because Argilla shows each
 * rater the unfinished records in a random order of their own. `given` are existing answers, which count towards no
 * limit.
 */
export function collectAnswers(
  plan: CollectionPlan,
  activities: readonly number[],
  random: Random,
  given: readonly Assignment[] = [],
): Collection {
  const { prompts, overlap, answersADay, mostOpen = 0, mostAnswers, mostDays } = plan;
  const ratersOf: number[][] = Array.from({ length: prompts }, () => []);
  const assignments = [...given];
  for (const { prompt, rater } of given) ratersOf[prompt]?.push(rater);
  const open = createOpenPrompts(plan, (prompt) => (ratersOf[prompt]?.length ?? 0) >= overlap);
  const people = createActiveRaters(activities, random);
  let days = 0;
  open.openDueWaves();
  while (open.places.length > mostOpen && assignments.length - given.length < mostAnswers) {
    const rater = people.pick();
    if (rater === null) break;
    const position = findNewPrompt(open.places, ratersOf, rater, random);
    if (position === null) {
      people.setIdle(rater);
      continue;
    }
    const next = days + 1 / (answersADay * people.share());
    if (next > mostDays) {
      days = mostDays;
      break;
    }
    days = next;
    const prompt = open.places[position] ?? 0;
    assignments.push({ prompt, rater });
    if ((ratersOf[prompt]?.push(rater) ?? 0) < overlap) continue;
    open.close(position);
    if (open.openDueWaves() > 0) people.wakeAll();
  }
  return { assignments, promptAnswers: Int32Array.from(ratersOf, ({ length }) => length), days };
}

/** Random guesses before listing the remaining prompts. */
const guesses = 20;

/** Position in `open` of a prompt new to the rater, drawn uniformly; null = there is none. */
function findNewPrompt(
  open: readonly number[],
  ratersOf: readonly number[][],
  rater: number,
  random: Random,
): number | null {
  const isNew = (position: number): boolean => ratersOf[open[position] ?? 0]?.includes(rater) === false;
  for (let guess = 0; guess < guesses; guess += 1) {
    const position = random.below(open.length);
    if (isNew(position)) return position;
  }
  const left = [...open.keys()].filter(isNew);
  return left[random.below(left.length)] ?? null;
}
