import { randomLcg } from 'd3-random';
import { groupBy } from '../../lib/group-by.ts';
import { compareText } from '../../lib/text/text.ts';
import type { PreferenceExport } from '../../model.ts';
import type { RankedPrompt } from '../tables/released-prompts.ts';

export interface PromptPair {
  /** Its interval lies wholly above that of the other one. */
  chosen: RankedPrompt;
  rejected: RankedPrompt;
}

/** A prompt with an interval, and the prompts of its group that it can be told from. */
interface Entrant {
  row: RankedPrompt;
  low: number;
  high: number;
  /** Among all entrants. */
  index: number;
  /** Pairs that it is part of. */
  uses: number;
  /** How many come before, in these orders, with an interval wholly below and wholly above its own. */
  worse: number;
  better: number;
  byHigh: readonly Entrant[];
  byLow: readonly Entrant[];
}

/** Partners that are looked at before the one with the fewest pairs is taken. */
const lookedAt = 64;

const keyOf = {
  any: () => '',
  source: ({ prompt }) => prompt.source,
  kind: ({ prompt }) => prompt.kind,
} satisfies Record<PreferenceExport['within'], (row: RankedPrompt) => string>;

/**
 * At most `max` different pairs of prompts whose intervals don't overlap, all of them where there are no more. Round by
 * round, each prompt that is in the fewest pairs so far gets one with a partner that is in few itself, so that all are
 * used as evenly as they can be, and so are they in the first pairs alone. The same prompts in any order, and the same
 * seed, give the same pairs.
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

/** How many of the first ones hold, where none does after one that does not. */
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

/** Of some partners at a random place the one with the fewest pairs; null when it has been paired with all. */
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
