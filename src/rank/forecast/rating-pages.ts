import type { ActiveRaters } from './active-raters.ts';
import type { LoadsAhead } from './auto-wave.ts';
import type { Random } from './random.ts';

/** One answer, as the positions of its prompt and rater. */
export interface Assignment {
  prompt: number;
  rater: number;
}

export interface RatingPages {
  /** Who answers what next; null = nobody finds anything to do. */
  next: () => Assignment | null;
  /** New prompts have come in. */
  wake: () => void;
}

export interface PagesInput {
  /** Live prompts that need answers. */
  open: readonly number[];
  people: ActiveRaters;
  /** Who has answered each prompt. */
  ratersOf: readonly number[][];
  random: Random;
}

/**
 * Pages that show only prompts that are unfinished right now. A rater is drawn by activity for each answer, among those
 * who still find something to do.
 */
export function createFreshPages({ open, people, ratersOf, random }: PagesInput): RatingPages {
  return {
    next() {
      for (;;) {
        const rater = people.pick();
        if (rater === null) return null;
        const [prompt] = findNewPrompts(open, 1, (own) => ratersOf[own]?.includes(rater) === false, random);
        if (prompt !== undefined) return { prompt, rater };
        people.setIdle(rater);
      }
    },
    wake: people.wakeAll,
  };
}

/** Raters at work at the same time, whose pages load prompts ahead. */
export interface CrowdedPages extends LoadsAhead {
  atOnce: number;
}

/** Answers that a rater gives before somebody else takes the place. */
const sessionAnswers = 20;

interface Seat {
  rater: number;
  queue: number[];
  answersLeft: number;
}

/**
 * Pages that work off what they have loaded, finished or not, as Argilla's page does. There are as many seats as raters
 * at work at the same time, all of the same pace. Who sits down is drawn by activity, so the most active one may have two
 * seats: this stands for a quicker rater.
 */
export function createCrowdedPages(
  { open, people, ratersOf, random }: PagesInput,
  { atOnce, batch, refillAt }: CrowdedPages,
): RatingPages {
  const emptySeats = (): (Seat | null)[] => Array.from({ length: atOnce }, () => null);
  let seats = emptySeats();
  const sitDown = (): Seat | null => {
    const rater = people.pick();
    return rater === null ? null : { rater, queue: [], answersLeft: sessionAnswers };
  };
  const takePrompt = ({ rater, queue }: Seat): number | undefined => {
    const isNew = (prompt: number): boolean => ratersOf[prompt]?.includes(rater) === false;
    if (queue.length <= refillAt) {
      queue.push(...findNewPrompts(open, batch, (prompt) => isNew(prompt) && !queue.includes(prompt), random));
    }
    let prompt = queue.shift();
    while (prompt !== undefined && !isNew(prompt)) prompt = queue.shift();
    return prompt;
  };
  return {
    next() {
      while (seats.length > 0) {
        const place = random.below(seats.length);
        const seat = seats[place] ?? sitDown();
        if (seat === null) {
          seats.splice(place, 1);
          continue;
        }
        const prompt = takePrompt(seat);
        seat.answersLeft -= 1;
        seats[place] = prompt === undefined || seat.answersLeft === 0 ? null : seat;
        if (prompt !== undefined) return { prompt, rater: seat.rater };
        people.setIdle(seat.rater);
      }
      return null;
    },
    wake() {
      people.wakeAll();
      if (seats.length < atOnce) seats = [...seats, ...emptySeats().slice(seats.length)];
    },
  };
}

/** Random guesses before listing the remaining prompts. */
const guesses = 20;

/** Up to `count` different prompts for which `isNew` is true, drawn uniformly. */
function findNewPrompts(
  open: readonly number[],
  count: number,
  isNew: (prompt: number) => boolean,
  random: Random,
): number[] {
  const found: number[] = [];
  const isWanted = (prompt: number | undefined): prompt is number =>
    prompt !== undefined && !found.includes(prompt) && isNew(prompt);
  for (let guess = 0; guess < guesses * count && found.length < count; guess += 1) {
    const prompt = open[random.below(open.length)];
    if (isWanted(prompt)) found.push(prompt);
  }
  if (found.length === count) return found;
  const left = open.filter(isWanted);
  while (found.length < count && left.length > 0) found.push(...left.splice(random.below(left.length), 1));
  return found;
}
