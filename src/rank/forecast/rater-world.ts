import type { Random } from './random.ts';

/**
 * How a rater answers: the value's place in the scale is the number of cuts below slope · quality − severity + scatter ·
 * noise, where qualities are standard normal. Careless raters don't look: they give any value, or always the same.
 */
export type RaterBehaviour =
  | { type: 'honest'; slope: number; severity: number; scatter: number }
  | { type: 'random' }
  | { type: 'constant'; place: number };

export interface SimulatedRater {
  behaviour: RaterBehaviour;
  /** Answers of this rater compared with those of the others, in any unit. */
  activity: number;
}

/** What people are like who might rate. */
export interface RaterWorld {
  /** One fewer than the scale has values, ascending. */
  cuts: readonly number[];
  noise: 'normal' | 'logistic';
  /** So many raters, the most active ones first. */
  drawRaters: (random: Random, count: number) => SimulatedRater[];
}

/** What is assumed before anybody answered, in units of the qualities' standard deviation. */
export const assumptions = {
  severitySd: 0.6,
  slope: { from: 0.6, to: 1.5 },
  scatter: { from: 0.4, to: 1.2 },
  careless: 0.05,
  /** The k-th most active rater gives 1 / k of the answers of the first (Zipf's law). */
  activityExponent: 1,
  /** The values of the scale share so much of the qualities evenly: five are cut at ±0.5 and ±1.5. */
  scaleWidth: 5,
} as const;

/** Raters as they are assumed to be, for a scale of so many values. */
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

/** The same world with a share of careless raters: every other one of them answers at random, the rest always the same. */
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

/** The place in the scale of one answer. */
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
