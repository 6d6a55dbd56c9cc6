/** With `wave: auto`, prompts come in steps of this many. */
export const autoStep = 100;

/** Live prompts before anybody has answered: nothing is known about the raters yet. */
export const autoFirst = 500;

/** How many prompts a rating page loads ahead: it loads `batch` more once `refillAt` are left after the one on the screen. */
export interface LoadsAhead {
  batch: number;
  refillAt: number;
}

/** Read in the sources of the page of Argilla 2.8.0 and Extralit 0.7.2 (`PageCriteria.buffer`): 5 to 15 are ahead. */
export const argillaLoadsAhead: LoadsAhead = { batch: 10, refillAt: 5 };

export interface Crowd {
  /** Raters at work at the same time; 0 = nobody has answered yet. */
  atOnce: number;
  overlap: number;
  /** Whether the server keeps a prompt for the rater who gets it, as the embedded server does. */
  reserves: boolean;
}

/** Live prompts for each rater at work, times `overlap`. See `targetOpen`. */
const perRater = { argilla: 90, reserving: 10 };

/** More live prompts than this, times `overlap`, leave too many half-rated ones if a campaign ends early. */
const most = 6000;

/**
 * With `wave: auto`, the next step comes in when fewer live prompts than this are unfinished.
 *
 * Argilla reserves nothing, and a page shows what it loaded up to 15 prompts ago, complete or not. The share of wasted
 * answers grows with (raters at once · prompts ahead) / (live prompts · overlap). With 90 live prompts for each rater,
 * divided by `overlap`, it is about 7 %, for any number of raters and any overlap. Fewer live prompts waste more answers,
 * more of them leave more half-rated prompts behind: in a model of 10,333 prompts, overlap 3 and 15,000 answers, this
 * finishes within 3 % of the best fixed number for 1 to 50 raters at once. A server that reserves prompts wastes none, and
 * needs twice what its pages hold.
 */
export function targetOpen({ atOnce, overlap, reserves }: Crowd): number {
  if (atOnce === 0) return autoFirst;
  const wanted = Math.ceil(((reserves ? perRater.reserving : perRater.argilla) * atOnce) / overlap);
  return Math.max(autoStep, Math.min(wanted, Math.ceil(most / overlap)));
}
