import { randomLcg } from 'd3-random';
import { groupBy } from '../../lib/group-by.ts';
import { compareText } from '../../lib/text/text.ts';
import type { PreferenceExport } from '../../model.ts';
import type { RankedPrompt } from '../tables/released-prompts.ts';

export interface PromptPair {
  /** Its interval lies wholly above that of `rejected`. */
  chosen: RankedPrompt;
  rejected: RankedPrompt;
}

/** A prompt with an interval, and the prompts of its group with intervals that don't overlap it. */
interface Entrant {
  row: RankedPrompt;
  low: number;
  high: number;
  /** Position among all entrants. */
  index: number;
  /** Number of pairs it is in. */
  uses: number;
  /** How many prompts at the start of `byHigh` lie wholly below this interval, and of `byLow` wholly above it. */
  worse: number;
  better: number;
  byHigh: readonly Entrant[];
  byLow: readonly Entrant[];
}

/** How many partners to examine before taking the one with the fewest pairs. */
const lookedAt = 64;

const keyOf = {
  any: () => '',
  source: ({ prompt }) => prompt.source,
  kind: ({ prompt }) => prompt.kind,
} satisfies Record<PreferenceExport['within'], (row: RankedPrompt) => string>;

/**
 * At most `max` different pairs of prompts whose intervals don't overlap; all of them if there are no more. In each
 * round, every prompt in the fewest pairs so far gets a partner that is itself in few. So all prompts are used as
 * evenly as possible, also within the first pairs alone. The same prompts in any order, and the same seed, give the
 * same pairs.
 */
export function choosePairs(
  rows: readonly RankedPrompt[],
  { max, within }: PreferenceExport,
  seed: number,
): PromptPair[] {
  const entrants = listEntrants(rows, within);
  const random = randomLcg(seed);
  const taken = new Set<number>();
  const pairs: PromptPair[] = [];
  let open = entrants
    .map((entrant) => ({ entrant, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ entrant }) => entrant);
  while (open.length > 0 && pairs.length < max) {
    const fewest = open.reduce((least, { uses }) => Math.min(least, uses), Number.POSITIVE_INFINITY);
    const finished = new Set<Entrant>();
    for (const own of open) {
      if (own.uses > fewest || pairs.length === max) continue;
      const partner = findPartner(own, (other) => taken.has(pairKey(own, other, entrants.length)), random);
      if (partner === null) {
        finished.add(own);
        continue;
      }
      taken.add(pairKey(own, partner, entrants.length));
      own.uses += 1;
      partner.uses += 1;
      const [chosen, rejected] = own.low > partner.high ? [own, partner] : [partner, own];
      pairs.push({ chosen: chosen.row, rejected: rejected.row });
    }
    open = open.filter((own) => !finished.has(own));
  }
  return pairs;
}

function listEntrants(rows: readonly RankedPrompt[], within: PreferenceExport['within']): Entrant[] {
  const sorted = rows.toSorted((a, b) => compareText(a.prompt.id, b.prompt.id));
  const entrants = sorted
    .flatMap((row): Entrant[] => {
      const { scoreLow: low, scoreHigh: high } = row.item;
      if (low === null || high === null) return [];
      return [{ row, low, high, index: 0, uses: 0, worse: 0, better: 0, byHigh: [], byLow: [] }];
    })
    .map((entrant, index) => ({ ...entrant, index }));
  for (const group of groupBy(entrants, ({ row }) => keyOf[within](row)).values()) {
    const byHigh = group.toSorted((a, b) => a.high - b.high);
    const byLow = group.toSorted((a, b) => b.low - a.low);
    for (const own of group) {
      own.byHigh = byHigh;
      own.byLow = byLow;
      own.worse = countFirst(byHigh, ({ high }) => high < own.low);
      own.better = countFirst(byLow, ({ low }) => low > own.high);
    }
  }
  return entrants;
}

/** How many entrants satisfy `holds`, if all that do come first. */
function countFirst(sorted: readonly Entrant[], holds: (entrant: Entrant) => boolean): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const entrant = sorted[middle];
    if (entrant !== undefined && holds(entrant)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The least used of some partners from a random position on; null if the prompt has been paired with all. */
function findPartner(own: Entrant, isTaken: (other: Entrant) => boolean, random: () => number): Entrant | null {
  const partners = own.worse + own.better;
  const start = Math.floor(random() * partners);
  let best: Entrant | null = null;
  for (let step = 0; step < partners && (step < lookedAt || best === null); step += 1) {
    const at = (start + step) % partners;
    const partner = at < own.worse ? own.byHigh[at] : own.byLow[at - own.worse];
    if (partner === undefined || isTaken(partner)) continue;
    if (best === null || partner.uses < best.uses) best = partner;
  }
  return best;
}

function pairKey(a: Entrant, b: Entrant, entrants: number): number {
  return Math.min(a.index, b.index) * entrants + Math.max(a.index, b.index);
}
