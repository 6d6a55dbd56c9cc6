import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Collection, type CollectionPlan, collectAnswers } from '../../../src/rank/forecast/collect-answers.ts';
import { makeRandom } from '../../../src/rank/forecast/random.ts';

const unlimited: CollectionPlan = {
  prompts: 100,
  overlap: 3,
  wave: 'all',
  nextWaveAt: 0.2,
  answersADay: 10,
  mostAnswers: Number.POSITIVE_INFINITY,
  mostDays: Number.POSITIVE_INFINITY,
};

function zipf(raters: number): number[] {
  return Array.from({ length: raters }, (_, index) => 1 / (index + 1));
}

function collect(plan: Partial<CollectionPlan>, raters = 20, seed = 1): Collection {
  return collectAnswers({ ...unlimited, ...plan }, zipf(raters), makeRandom(seed, 0, 'order'));
}

function countFinished({ promptAnswers }: Collection): number {
  return promptAnswers.filter((count) => count >= 3).length;
}

describe('collectAnswers', () => {
  it('gives every prompt its answers, never two by the same rater, and no more', () => {
    fc.assert(
      fc.property(
        fc.record({
          prompts: fc.integer({ min: 1, max: 60 }),
          raters: fc.integer({ min: 1, max: 12 }),
          overlap: fc.integer({ min: 1, max: 12 }),
          wave: fc.oneof(fc.constant('all' as const), fc.integer({ min: 1, max: 70 })),
          seed: fc.nat(),
        }),
        ({ prompts, raters, overlap, wave, seed }) => {
          fc.pre(overlap <= raters);
          const { assignments, promptAnswers } = collect({ prompts, overlap, wave }, raters, seed);
          expect(promptAnswers).toEqual(new Int32Array(prompts).fill(overlap));
          expect(new Set(assignments.map(({ prompt, rater }) => `${prompt} ${rater}`)).size).toBe(prompts * overlap);
        },
      ),
    );
  });

  it('takes as long as the pace implies', () => {
    expect(collect({ prompts: 100, overlap: 1 }).days).toBeCloseTo(10);
  });

  it('takes longer when everybody must rate everything, the least active too', () => {
    expect(collect({ prompts: 100, overlap: 3 }, 3).days).toBeGreaterThan(40);
  });

  it('ends with the available answers or days', () => {
    expect(collect({ mostAnswers: 50 }).assignments).toHaveLength(50);
    const { assignments, days } = collect({ mostDays: 7 });
    expect(days).toBe(7);
    expect(assignments).toHaveLength(70);
  });

  it('finishes more than twice as many prompts in waves: 10,000 prompts, 350 raters, 15,000 answers, three needed', () => {
    const plan = { prompts: 10_000, mostAnswers: 15_000 };
    const all = countFinished(collect(plan, 350));
    const waves = countFinished(collect({ ...plan, wave: 500 }, 350));
    expect(all).toBeGreaterThan(1900);
    expect(all).toBeLessThan(2300);
    expect(waves).toBeGreaterThan(4700);
    expect(waves).toBeLessThan(5000);
  });

  it('continues from existing answers', () => {
    const given = [
      { prompt: 0, rater: 0 },
      { prompt: 0, rater: 1 },
      { prompt: 0, rater: 2 },
      { prompt: 1, rater: 0 },
    ];
    const random = makeRandom(1, 0, 'order');
    const { assignments } = collectAnswers({ ...unlimited, prompts: 2 }, zipf(3), random, given);
    expect(assignments.slice(0, 4)).toEqual(given);
    expect(assignments.slice(4).toSorted((a, b) => a.rater - b.rater)).toEqual([
      { prompt: 1, rater: 1 },
      { prompt: 1, rater: 2 },
    ]);
  });

  it('asks for no more answers on prompts that were complete, and counts only new ones towards a limit', () => {
    const given = [
      { prompt: 0, rater: 0 },
      { prompt: 0, rater: 1 },
      { prompt: 0, rater: 2 },
    ];
    const plan = { ...unlimited, prompts: 2 };
    const all = collectAnswers(plan, zipf(6), makeRandom(1, 0, 'order'), given);
    expect(all.promptAnswers).toEqual(Int32Array.of(3, 3));
    const two = collectAnswers({ ...plan, mostAnswers: 2 }, zipf(6), makeRandom(1, 0, 'order'), given);
    expect(two.promptAnswers).toEqual(Int32Array.of(3, 2));
  });

  it('ends if there are too few people', () => {
    expect(collect({ overlap: 3 }, 2).assignments).toHaveLength(200);
  });
});
