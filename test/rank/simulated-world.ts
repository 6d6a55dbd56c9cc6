import { rankCorrelation } from '../../src/rank/rank-correlation.ts';
import type { Rating } from '../../src/model.ts';

/** The design of a simulated campaign, in units of the qualities' standard deviation. */
export interface WorldDesign {
  seed: number;
  items: number;
  raters: number;
  /** Answers per item, or their minimum and maximum. */
  overlap: number | [from: number, to: number];
  severitySd?: number;
  discrimination?: [from: number, to: number];
  noise?: [from: number, to: number];
  /** Share of raters who don't look: half of them answer at random, the others always the same. */
  careless?: number;
  /** Rater k is chosen with weight 1 / k to this power. */
  zipf?: number;
  quality?: (uniform: () => number) => number;
}

export interface World {
  ratings: Rating[];
  items: string[];
  quality: Map<string, number>;
  /** Raters who don't look. */
  careless: Set<string>;
  severity: Map<string, number>;
}

export const scale = [1, 2, 3, 4, 5];
const cuts = [-1.5, -0.5, 0.5, 1.5];

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function uniformOf(seed: number): () => number {
  let state = Math.imul(seed, 7919) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Box–Muller transform. */
export function normal(uniform: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Draws the answers y = discrimination · quality − severity + noise, cut at ±0.5 and ±1.5. */
export function simulateWorld(design: WorldDesign): World {
  const { seed, items: itemCount, raters: raterCount, overlap, careless = 0, zipf = 0.3 } = design;
  const uniform = uniformOf(seed);
  const between = ([from, to]: [number, number]): number => from + (to - from) * uniform();
  const quality = new Map<string, number>();
  for (let index = 0; index < itemCount; index += 1) {
    quality.set(`i${index}`, (design.quality ?? normal)(uniform));
  }
  const raters = Array.from({ length: raterCount }, (_, index) => ({
    name: `r${index}`,
    severity: (design.severitySd ?? 0.6) * normal(uniform),
    discrimination: between(design.discrimination ?? [0.6, 1.5]),
    noise: between(design.noise ?? [0.4, 1.2]),
    weight: 1 / (index + 1) ** zipf,
    favourite: 1 + Math.floor(5 * uniform()),
    order: uniform(),
  }));
  const carelessNames = raters
    .toSorted((a, b) => a.order - b.order)
    .slice(0, Math.round(raterCount * careless))
    .map(({ name }) => name);
  const total = raters.reduce((sum, { weight }) => sum + weight, 0);
  const pick = (): (typeof raters)[number] | undefined => {
    let rest = uniform() * total;
    return raters.find(({ weight }) => (rest -= weight) < 0) ?? raters.at(-1);
  };
  const ratings: Rating[] = [];
  for (const [item, own] of quality) {
    const asked = new Set<string>();
    const wanted = typeof overlap === 'number' ? overlap : Math.floor(between([overlap[0], overlap[1] + 1]));
    while (asked.size < Math.min(wanted, raterCount)) {
      const rater = pick();
      if (rater === undefined || asked.has(rater.name)) continue;
      asked.add(rater.name);
      const place = carelessNames.indexOf(rater.name);
      const felt = rater.discrimination * own - rater.severity + rater.noise * normal(uniform);
      const honest = 1 + cuts.filter((cut) => felt > cut).length;
      const thoughtless = place % 2 === 0 ? 1 + Math.floor(5 * uniform()) : rater.favourite;
      ratings.push({ rater: rater.name, item, value: place < 0 ? honest : thoughtless });
    }
  }
  return {
    ratings,
    items: [...quality.keys()],
    quality,
    careless: new Set(carelessNames),
    severity: new Map(raters.map(({ name, severity }) => [name, severity])),
  };
}

/** Spearman's rank correlation; ties get their mean rank. */
export function spearman(x: readonly number[], y: readonly number[]): number {
  return rankCorrelation(x.map((value, index) => [value, y[index] ?? 0])) ?? Number.NaN;
}

export function pearson(x: readonly number[], y: readonly number[]): number {
  const [meanX, meanY] = [mean(x), mean(y)];
  const product = mean(x.map((value, index) => (value - meanX) * ((y[index] ?? 0) - meanY)));
  return product / Math.sqrt(mean(x.map((v) => (v - meanX) ** 2)) * mean(y.map((v) => (v - meanY) ** 2)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
