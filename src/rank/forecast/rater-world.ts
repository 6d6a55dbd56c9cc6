import type { Random } from './random.ts';

/**
 * How a rater answers. Honest: the value's position in the scale is the number of cuts below slope · quality − severity
 * + scatter · noise, for standard normal qualities. Careless: any value at random, or always the same one.
 */
export type RaterBehaviour =
  | { type: 'honest'; slope: number; severity: number; scatter: number }
  | { type: 'random' }
  | { type: 'constant'; place: number };

export interface SimulatedRater {
  behaviour: RaterBehaviour;
  /** Number of answers relative to other raters, in any unit. */
  activity: number;
}

/** What possible raters are like. */
export interface RaterWorld {
  /** One fewer than the scale's values, ascending. */
  cuts: readonly number[];
  noise: 'normal' | 'logistic';
  /** Draws `count` raters, the most active ones first. */
  drawRaters: (random: Random, count: number) => SimulatedRater[];
}

/** Assumptions before anybody has answered, in units of the qualities' standard deviation. */
export const assumptions = {
  severitySd: 0.6,
  slope: { from: 0.6, to: 1.5 },
  scatter: { from: 0.4, to: 1.2 },
  careless: 0.05,
  /** The k-th most active rater gives 1 / k of the answers of the first (Zipf's law). */
  activityExponent: 1,
  /** The scale's values divide this much of the qualities evenly: five values have cuts at ±0.5 and ±1.5. */
  scaleWidth: 5,
} as const;

/** The assumed raters, for a scale of `values` values. */
export function assumeWorld(values: number): RaterWorld {
  const { severitySd, slope, scatter, scaleWidth, activityExponent, careless } = assumptions;
  const world: RaterWorld = {
    cuts: Array.from({ length: values - 1 }, (_, index) => scaleWidth * ((index + 1) / values - 0.5)),
    noise: 'normal',
    drawRaters: (random, count) =>
      Array.from({ length: count }, (_, index) => ({
        behaviour: {
          type: 'honest',
          slope: between(slope, random),
          severity: severitySd * random.normal(),
          scatter: between(scatter, random),
        },
        activity: 1 / (index + 1) ** activityExponent,
      })),
  };
  return withCareless(world, careless);
}

function between({ from, to }: { from: number; to: number }, random: Random): number {
  return from + (to - from) * random.uniform();
}

/** The same world with a share of careless raters. Half of them answer at random, the others always the same. */
export function withCareless(world: RaterWorld, share: number): RaterWorld {
  return {
    ...world,
    drawRaters(random, count) {
      const raters = world.drawRaters(random, count);
      const chosen = raters
        .map((_, index) => ({ index, order: random.uniform() }))
        .toSorted((a, b) => a.order - b.order)
        .slice(0, Math.round(share * count));
      const behaviours = new Map(chosen.map(({ index }, place) => [index, carelessBehaviour(world, place, random)]));
      return raters.map((rater, index) => ({ ...rater, behaviour: behaviours.get(index) ?? rater.behaviour }));
    },
  };
}

function carelessBehaviour({ cuts }: RaterWorld, place: number, random: Random): RaterBehaviour {
  return place % 2 === 0 ? { type: 'random' } : { type: 'constant', place: random.below(cuts.length + 1) };
}

/** Draws one answer, as a position in the scale. */
export function drawAnswer(
  { cuts, noise }: RaterWorld,
  behaviour: RaterBehaviour,
  quality: number,
  random: Random,
): number {
  switch (behaviour.type) {
    case 'random':
      return random.below(cuts.length + 1);
    case 'constant':
      return behaviour.place;
    case 'honest': {
      const { slope, severity, scatter } = behaviour;
      const felt = slope * quality - severity + scatter * random[noise]();
      return cuts.filter((cut) => felt > cut).length;
    }
  }
}
