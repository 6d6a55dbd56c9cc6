import { compareText } from '../lib/text/text.ts';
import type { Source } from '../model.ts';

/** Prompts that one source has left after all filters, by stratum; '' if it has no strata. */
export type Available = ReadonlyMap<string, number>;

/** Candidates that are drawn together, by hash, up to a number. */
export interface Quota {
  /** Positions of the sources in the plan. Several sources share a quota if they fill up what the others leave. */
  sources: number[];
  /** '' = all strata. */
  stratum: string;
  /** null = all there are. */
  wanted: number | null;
  available: number;
}

type Drawn = Pick<Source, 'take' | 'share' | 'strata'>;

/**
 * How many prompts to draw from where. Some sources give a number or a share of `size`; the others fill up the rest,
 * drawn from all of them together. Shares become whole numbers by largest remainder (Hamilton's method).
 */
export function planQuotas(sources: readonly Drawn[], size: number | null, available: readonly Available[]): Quota[] {
  const wanted = wantedBySource(sources, size);
  const quotas = sources.flatMap((source, index) => {
    const asked = wanted[index] ?? null;
    const found = available[index] ?? new Map<string, number>();
    if (asked === null && size !== null) return [];
    return drawFrom(index, source, asked, found);
  });
  const fillers = sources.flatMap((_, index) => (wanted[index] === null ? [index] : []));
  if (size === null || fillers.length === 0) return quotas;
  const asked = sumOf(wanted.map((count) => count ?? 0));
  const there = sumOf(fillers.flatMap((index) => [...(available[index]?.values() ?? [])]));
  return [...quotas, { sources: fillers, stratum: '', wanted: Math.max(0, size - asked), available: there }];
}

/** Prompts to draw from each source; null = all there are, or the rest of the size. */
export function wantedBySource(sources: readonly Drawn[], size: number | null): (number | null)[] {
  const shares = sources.map(({ share }) => share ?? 0);
  const sum = sumOf(shares);
  const counts = apportion(Math.round(sum * (size ?? 0)), shares);
  return sources.map(({ take, share }, index) => {
    if (share !== null) return counts[index] ?? 0;
    return take === 'all' ? null : take;
  });
}

function drawFrom(index: number, { strata }: Drawn, wanted: number | null, available: Available): Quota[] {
  const quota = (stratum: string, count: number | null): Quota => ({
    sources: [index],
    stratum,
    wanted: count,
    available: available.get(stratum) ?? 0,
  });
  if (strata === null) return [quota('', wanted)];
  const { shares } = strata;
  const there = [...available].toSorted(([a], [b]) => compareText(a, b));
  if (typeof shares === 'object') {
    const named = Object.entries(shares).toSorted(([a], [b]) => compareText(a, b));
    const whole = wanted ?? largestWhole(named, available);
    const counts = apportion(
      whole,
      named.map(([, share]) => share),
    );
    return named.map(([stratum], place) => quota(stratum, counts[place] ?? 0));
  }
  const sizes = there.map(([, count]) => count);
  const most = sumOf(sizes);
  const whole = Math.min(wanted ?? most, most);
  const counts = shares === 'equal' ? level(whole, sizes) : apportion(whole, sizes);
  return there.map(([stratum], place) => quota(stratum, counts[place] ?? 0));
}

/** Quotas with too few candidates. Strata without numbers of their own are counted together. */
export function findShortages(sources: readonly Drawn[], size: number | null, quotas: readonly Quota[]): Quota[] {
  const wanted = wantedBySource(sources, size);
  const flexible = sources.flatMap(({ strata }, index): Quota[] => {
    if (strata === null || typeof strata.shares === 'object') return [];
    const there = quotas.filter(({ sources: from }) => from.includes(index));
    const available = sumOf(there.map((quota) => quota.available));
    return [{ sources: [index], stratum: '', wanted: wanted[index] ?? null, available }];
  });
  const places = new Set(flexible.flatMap(({ sources: from }) => from));
  const fixed = quotas.filter(({ sources: from }) => !from.some((index) => places.has(index)));
  return [...fixed, ...flexible].filter((quota) => quota.wanted !== null && quota.available < quota.wanted);
}

/** The most that can be taken if every stratum keeps its share. */
function largestWhole(named: readonly (readonly [string, number])[], available: Available): number {
  return Math.floor(Math.min(...named.map(([stratum, share]) => (available.get(stratum) ?? 0) / share)));
}

/** Whole numbers that sum to `whole`, each close to its weight's share; in a tie, the first gets the rest. */
export function apportion(whole: number, weights: readonly number[]): number[] {
  const sum = sumOf(weights);
  if (sum === 0) return weights.map(() => 0);
  const exact = weights.map((weight) => (whole * weight) / sum);
  const counts = exact.map(Math.floor);
  const rest = whole - sumOf(counts);
  const order = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .toSorted((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of order.slice(0, rest)) counts[index] = (counts[index] ?? 0) + 1;
  return counts;
}

/** Whole numbers that sum to `whole`, as equal as the sizes allow, none above its size. */
export function level(whole: number, sizes: readonly number[]): number[] {
  const counts = sizes.map(() => 0);
  const order = sizes.map((size, index) => ({ size, index })).toSorted((a, b) => a.size - b.size || a.index - b.index);
  let left = whole;
  for (const [place, { size, index }] of order.entries()) {
    const fair = Math.floor(left / (order.length - place));
    counts[index] = Math.min(size, fair);
    left -= counts[index] ?? 0;
  }
  return counts;
}

function sumOf(numbers: Iterable<number>): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}
