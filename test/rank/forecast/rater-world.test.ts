import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../src/rank/forecast/random.ts';
import {
  assumeWorld,
  drawAnswer,
  type RaterBehaviour,
  type RaterWorld,
  withCareless,
} from '../../../src/rank/forecast/rater-world.ts';
import { fakeRandom } from './fake-random.ts';

const world: RaterWorld = { cuts: [-1, 0, 2], noise: 'normal', drawRaters: () => [] };
const honest: RaterBehaviour = { type: 'honest', slope: 2, severity: 0.5, scatter: 3 };

describe('drawAnswer', () => {
  // Felt: 2 · quality − 0.5 + 3 · noise.
  it.each([
    [-1, 0, 0], // −2.5
    [-0.25, 0, 0], // −1 is not above −1
    [-0.24, 0, 1], // −0.98
    [0.25, 0, 1], // 0
    [0.26, 0, 2], // 0.02
    [1.25, 0, 2], // 2
    [1.26, 0, 3], // 2.02
    [0.26, -0.5, 0], // −1.48
    [0.25, 0.7, 3], // 2.1
  ])('of an honest rater on quality %d with noise %d has place %i', (quality, noise, place) => {
    expect(drawAnswer(world, honest, quality, fakeRandom({ normals: [noise] }))).toBe(place);
  });

  it('has logistic noise in a world of logistic noise', () => {
    const random = fakeRandom({ normals: [9], uniforms: [0.9] });
    // log 9 = 2.197, times 3 and − 0.5: 6.09; and with 0.3: −3.04.
    const logistic = { ...world, cuts: [-4, 6, 7], noise: 'logistic' as const };
    expect(drawAnswer(logistic, honest, 0, random)).toBe(2);
    expect(drawAnswer(logistic, honest, 0, fakeRandom({ uniforms: [0.3] }))).toBe(1);
  });

  it('does not hang on the quality where a rater does not look', () => {
    for (const quality of [-3, 3]) {
      expect(drawAnswer(world, { type: 'constant', place: 2 }, quality, fakeRandom({}))).toBe(2);
      const places = [0, 0.3, 0.6, 0.99].map((share) =>
        drawAnswer(world, { type: 'random' }, quality, fakeRandom({ uniforms: [share] })),
      );
      expect(places).toEqual([0, 1, 2, 3]);
    }
  });
});

/** One assumed rater, with these numbers for every draw. */
function drawAssumed(uniform: number, normal: number): RaterBehaviour | undefined {
  return assumeWorld(5).drawRaters(fakeRandom({ uniforms: [uniform], normals: [normal] }), 1)[0]?.behaviour;
}

describe('assumeWorld', () => {
  it.each([
    [2, [0]],
    [3, [-5 / 6, 5 / 6]],
    [4, [-1.25, 0, 1.25]],
    [5, [-1.5, -0.5, 0.5, 1.5]],
  ])('cuts a scale of %i values at %j', (values, cuts) => {
    const { cuts: found, noise } = assumeWorld(values);
    expect(found).toHaveLength(cuts.length);
    found.forEach((cut, index) => expect(cut).toBeCloseTo(cuts[index] ?? 9, 12));
    expect(noise).toBe('normal');
  });

  it("has raters whose activity follows Zipf's law", () => {
    const raters = assumeWorld(5).drawRaters(makeRandom(1, 0, 'raters'), 4);
    expect(raters.map(({ activity }) => activity)).toEqual([1, 1 / 2, 1 / 3, 1 / 4]);
  });

  it('draws slope from 0.6 to 1.5, severity with sd 0.6 and scatter from 0.4 to 1.2', () => {
    for (const [uniform, normal, slope, severity, scatter] of [
      [0, 1, 0.6, 0.6, 0.4],
      [1, -2, 1.5, -1.2, 1.2],
      [0.5, 0, 1.05, 0, 0.8],
    ] as const) {
      expect(drawAssumed(uniform, normal)).toEqual({
        type: 'honest',
        slope: expect.closeTo(slope, 10),
        severity: expect.closeTo(severity, 10),
        scatter: expect.closeTo(scatter, 10),
      });
    }
  });

  it.each([
    [9, 0],
    [10, 1],
    [29, 1],
    [30, 2],
    [100, 5],
  ])('has one careless rater in twenty: of %i they are %i', (count, careless) => {
    const raters = assumeWorld(5).drawRaters(makeRandom(3, 0, 'raters'), count);
    expect(raters).toHaveLength(count);
    expect(raters.filter(({ behaviour }) => behaviour.type !== 'honest')).toHaveLength(careless);
  });
});

describe('withCareless', () => {
  const plain: RaterWorld = {
    ...world,
    drawRaters: (_, count) => Array.from({ length: count }, (__, index) => ({ behaviour: honest, activity: index })),
  };

  it('makes every other careless rater answer at random, the rest always the same', () => {
    const raters = withCareless(plain, 1).drawRaters(makeRandom(4, 0, 'raters'), 400);
    const constant = raters.flatMap(({ behaviour }) => (behaviour.type === 'constant' ? [behaviour.place] : []));
    expect(constant).toHaveLength(200);
    expect(raters.filter(({ behaviour }) => behaviour.type === 'random')).toHaveLength(200);
    // Three cuts are between four values.
    expect(new Set(constant)).toEqual(new Set([0, 1, 2, 3]));
    expect(raters.map(({ activity }) => activity)).toEqual([...raters.keys()]);
  });

  it('chooses them by lot, and leaves the others as they are', () => {
    // The order of the lots: 0.9 0.1 0.5 0.3, so that raters 1 and 3 come first.
    const random = fakeRandom({ uniforms: [0.9, 0.1, 0.5, 0.3, 0.6] });
    expect(withCareless(plain, 0.5).drawRaters(random, 4)).toEqual([
      { behaviour: honest, activity: 0 },
      { behaviour: { type: 'random' }, activity: 1 },
      { behaviour: honest, activity: 2 },
      { behaviour: { type: 'constant', place: 2 }, activity: 3 },
    ]);
    expect(withCareless(plain, 0).drawRaters(random, 4)).toEqual(plain.drawRaters(random, 4));
  });
});
