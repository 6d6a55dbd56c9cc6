import { randomLcg, randomNormal } from 'd3-random';

/** Random numbers that are the same for the same seed and stream. */
export interface Random {
  /** In [0, 1). */
  uniform: () => number;
  /** Mean 0, standard deviation 1. */
  normal: () => number;
  /** Mean 0, scale 1. */
  logistic: () => number;
  /** Integer from 0 to before `count`. */
  below: (count: number) => number;
}

const streams = ['raters', 'qualities', 'order', 'answers'] as const;

/** Separate numbers for each part of a simulated campaign, so that changing one part leaves the others unchanged. */
export function makeRandom(seed: number, run: number, stream: (typeof streams)[number]): Random {
  const uniform = randomLcg(mix(mix(mix(seed) + run) + streams.indexOf(stream)) / 2 ** 32);
  return {
    uniform,
    normal: randomNormal.source(uniform)(0, 1),
    logistic() {
      const share = Math.max(1e-12, uniform());
      return Math.log(share / (1 - share));
    },
    below: (count) => Math.floor(uniform() * count),
  };
}

/** Neighbouring seeds must not start neighbouring sequences. Last step of MurmurHash3 (Appleby 2011). */
function mix(value: number): number {
  let mixed = (value + 0x9e3779b9) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
