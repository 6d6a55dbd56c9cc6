import { randomLcg } from 'd3-random';
import { describe, expect, it } from 'vitest';
import { makeRandom, type Random } from '../../../src/rank/forecast/random.ts';

const streams = ['raters', 'qualities', 'order', 'answers'] as const;

/** The finalizer of MurmurHash3 (fmix32), with whole numbers of any size. */
function fmix32(key: bigint): bigint {
  let hash = key & 0xffffffffn;
  hash = ((hash ^ (hash >> 16n)) * 0x85ebca6bn) & 0xffffffffn;
  hash = ((hash ^ (hash >> 13n)) * 0xc2b2ae35n) & 0xffffffffn;
  return hash ^ (hash >> 16n);
}

function many(of: (random: Random) => number): number[] {
  const random = makeRandom(11, 0, 'answers');
  return Array.from({ length: 20_000 }, () => of(random));
}

function moment(values: readonly number[], power: number): number {
  return values.reduce((sum, value) => sum + value ** power, 0) / values.length;
}

describe('makeRandom', () => {
  it('begins each stream with the hash of seed, run and stream', () => {
    // A published value of the finalizer.
    expect(fmix32(1n)).toBe(0x514e28b7n);
    for (const seed of [0, 1, 42, 2 ** 31 + 7]) {
      for (const run of [0, 1, 9]) {
        streams.forEach((stream, place) => {
          const golden = 0x9e3779b9n;
          const bySeed = fmix32(BigInt(seed) + golden);
          const byRun = fmix32(bySeed + BigInt(run) + golden);
          const start = fmix32(byRun + BigInt(place) + golden);
          expect(makeRandom(seed, run, stream).uniform()).toBe(randomLcg(Number(start) / 2 ** 32)());
        });
      }
    }
  });

  it('gives the same numbers again, and others for another seed, run or stream', () => {
    const firsts = [0, 1, 2].flatMap((seed) =>
      [0, 1, 2].flatMap((run) => streams.map((stream) => makeRandom(seed, run, stream).uniform())),
    );
    expect(new Set(firsts).size).toBe(36);
    expect(makeRandom(2, 2, 'answers').uniform()).toBe(firsts.at(-1));
  });

  it('has uniform numbers', () => {
    const drawn = many(({ uniform }) => uniform());
    expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(moment(drawn, 1)).toBeCloseTo(1 / 2, 1);
    expect(moment(drawn, 2)).toBeCloseTo(1 / 3, 1);
  });

  it('has normal numbers of mean 0 and sd 1', () => {
    const drawn = many(({ normal }) => normal());
    expect(Math.abs(moment(drawn, 1))).toBeLessThan(0.03);
    expect(moment(drawn, 2)).toBeCloseTo(1, 1);
    expect(Math.abs(moment(drawn, 4) - 3)).toBeLessThan(0.25);
  });

  it('has logistic numbers of mean 0 and scale 1', () => {
    const drawn = many(({ logistic }) => logistic());
    expect(Math.abs(moment(drawn, 1))).toBeLessThan(0.05);
    expect(Math.abs(moment(drawn, 2) - Math.PI ** 2 / 3)).toBeLessThan(0.15);
    // P(X < 1) = 1 / (1 + e⁻¹).
    expect(drawn.filter((value) => value < 1).length / drawn.length).toBeCloseTo(1 / (1 + Math.exp(-1)), 1);
  });

  it('has whole numbers from 0 on, each as often', () => {
    const drawn = many(({ below }) => below(4));
    for (const value of [0, 1, 2, 3]) {
      expect(drawn.filter((own) => own === value).length / drawn.length).toBeCloseTo(0.25, 1);
    }
    expect(drawn.every((value) => Number.isInteger(value) && value >= 0 && value < 4)).toBe(true);
  });
});
