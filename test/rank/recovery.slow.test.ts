import { describe, expect, it } from 'vitest';
import type { Rating, Ranking } from '../../src/model.ts';
import { rankItems } from '../../src/rank/rank-items.ts';
import { groupRatings, type RatedItem } from '../../src/rank/rating-groups.ts';
import { scoreRatings } from '../../src/rank/score-ratings.ts';
import { crossedEffects } from './crossed-effects.ts';
import { pearson, scale, simulateWorld, spearman, type World, type WorldDesign } from './simulated-world.ts';
import { trueScores } from './true-scores.ts';

const campaign: WorldDesign = { seed: 1, items: 3000, raters: 150, overlap: 3, careless: 0.05 };
const alike: Partial<WorldDesign> = { severitySd: 0, discrimination: [1, 1], noise: [0.8, 0.8], careless: 0 };

function rank({ ratings, items }: World): Ranking {
  return rankItems({ ratings, items, scale });
}

/** Rank correlations with the true qualities: of prank's score, of crossed effects and of the plain mean. */
function compare({ ratings, items, quality }: World): { score: number; crossed: number; mean: number } {
  const groups = groupRatings(ratings, items);
  const { scores } = scoreRatings(groups, scale);
  const effects = crossedEffects(ratings);
  const truth = groups.map(({ item }) => quality.get(item) ?? 0);
  const against = (figure: (group: RatedItem) => number): number => spearman(groups.map(figure), truth);
  return {
    score: against(({ item }) => scores?.get(item)?.score ?? 0),
    crossed: against(({ item }) => effects.get(item) ?? 0),
    mean: against((group) => group.ratings.reduce((sum, { value }) => sum + value, 0) / group.ratings.length),
  };
}

describe('the score finds the true order', () => {
  it.each([
    [1, 0],
    [2, 0.008],
    [3, 0.012],
    [5, 0.01],
  ])('better than crossed effects at overlap %d, by more than %d', (overlap, gain) => {
    const { score, crossed, mean } = compare(simulateWorld({ ...campaign, overlap, seed: 40 + overlap }));
    expect(score - crossed).toBeGreaterThan(gain);
    expect(crossed - mean).toBeGreaterThan(0.02);
  });

  it('with two answers better than the mean with three', () => {
    const two = compare(simulateWorld({ ...campaign, items: 6000, overlap: 2, seed: 7 }));
    const three = compare(simulateWorld({ ...campaign, items: 6000, overlap: 3, seed: 7 }));
    expect(two.score).toBeGreaterThan(three.mean);
  });

  it.each<[string, Partial<WorldDesign>]>([
    ['raters are all alike, one answer', { ...alike, overlap: 1 }],
    ['raters are all alike, two answers', { ...alike, overlap: 2 }],
    ['raters are all alike and unsure', { ...alike, noise: [1.6, 1.6] }],
    ['quality is skewed', { quality: (uniform) => -Math.log(1 - uniform()) - 1 }],
    ['there are six raters', { raters: 6, overlap: 2, careless: 0 }],
    ['there are three raters', { raters: 3, overlap: 2, careless: 0 }],
    ['few do most of the work', { zipf: 1 }],
  ])('never behind mean and crossed effects by more than 0.003: %s', (_, fields) => {
    const { score, crossed, mean } = compare(simulateWorld({ ...campaign, ...fields, seed: 17 }));
    expect(score).toBeGreaterThan(Math.max(crossed, mean) - 0.003);
  });

  it.each([
    // One answer to each of 100 prompts can't show whether raters differ, so a little is lost either way.
    [20, 1, 0.006],
    [20, 2, 0.003],
    [20, 3, 0.003],
    [385, 2, 0.003],
    [385, 3, 0.003],
  ])('with 100 items and %d raters, overlap %d, on the average of 30 campaigns', (raters, overlap, most) => {
    const sums = { score: 0, crossed: 0, mean: 0 };
    for (let seed = 1; seed <= 30; seed += 1) {
      const own = compare(simulateWorld({ ...campaign, items: 100, raters, overlap, seed: 900 + seed }));
      for (const key of ['score', 'crossed', 'mean'] as const) sums[key] += own[key] / 30;
    }
    expect(sums.score).toBeGreaterThan(Math.max(sums.crossed, sums.mean) - most);
  });
});

describe('intervals', () => {
  it.each([1, 2, 3, 5])('cover the truth in 93 to 97 of 100 cases at overlap %d', (overlap) => {
    const world = simulateWorld({ ...campaign, overlap, seed: 60 + overlap });
    // What the average rater would give to each prompt, from many raters of the same kind who answer often.
    const truth = trueScores(world, { seed: 60 + overlap });
    const { items } = rank(world);
    const held = items.filter(({ item, scoreLow, scoreHigh }) => {
      const score = truth.get(item) ?? 0;
      return (scoreLow ?? 9) <= score && score <= (scoreHigh ?? -9);
    });
    expect(held.length / items.length).toBeGreaterThan(0.93);
    expect(held.length / items.length).toBeLessThan(0.97);
  });
});

function scoresOf(items: Ranking['items']): number[] {
  return items.map(({ score }) => score ?? 0);
}

describe('raters', () => {
  const world = simulateWorld({ ...campaign, items: 4000, seed: 5, careless: 0.1 });
  const ranking = rank(world);
  const many = ranking.raters.filter(({ answers }) => answers >= 15);

  it('are separated by their consistency: careless ones come below the others', () => {
    const careless = many.filter(({ rater }) => world.careless.has(rater));
    const careful = many.filter(({ rater }) => !world.careless.has(rater));
    const pairs = careless.flatMap((a) => careful.map((b) => (a.consistency ?? 0) < (b.consistency ?? 0)));
    expect(pairs.filter(Boolean).length / pairs.length).toBeGreaterThan(0.95);
    expect(careless.filter(({ flags }) => flags.length > 0).length).toBeGreaterThan(0.6 * careless.length);
    expect(careful.filter(({ flags }) => flags.length > 0)).toEqual([]);
  });

  it('are as severe as they are', () => {
    const honest = many.filter(({ rater }) => !world.careless.has(rater));
    const truth = honest.map(({ rater }) => world.severity.get(rater) ?? 0);
    expect(
      pearson(
        honest.map(({ severity }) => severity ?? 0),
        truth,
      ),
    ).toBeGreaterThan(0.9);
    // On the question's scale, a severity moves the rating by a little less than itself.
    const held = honest.filter(({ rater, severityLow, severityHigh }) => {
      const severity = 0.87 * (world.severity.get(rater) ?? 0);
      return (severityLow ?? 0) - 0.1 <= severity && severity <= (severityHigh ?? 0) + 0.1;
    });
    expect(held.length / honest.length).toBeGreaterThan(0.9);
  });

  it('with three answers move nothing', () => {
    const odd = world.items.slice(0, 3).map((item): Rating => ({ rater: 'odd', item, value: 1 }));
    const other = rankItems({ ratings: [...world.ratings, ...odd], items: world.items, scale });
    const before = new Map(ranking.items.map(({ item, score }) => [item, score ?? 0]));
    for (const { item, score } of other.items) {
      expect(Math.abs((score ?? 0) - (before.get(item) ?? 0))).toBeLessThan(
        odd.some((rating) => rating.item === item) ? 1 : 0.05,
      );
    }
  });

  it('who answer the same 3,000 times harm nobody', () => {
    const constant = world.items.slice(0, 3000).map((item): Rating => ({ rater: 'constant', item, value: 5 }));
    const other = rankItems({ ratings: [...world.ratings, ...constant], items: world.items, scale });
    const truth = (items: Ranking['items']): number[] => items.map(({ item }) => world.quality.get(item) ?? 0);
    expect(spearman(scoresOf(other.items), truth(other.items))).toBeGreaterThan(
      spearman(scoresOf(ranking.items), truth(ranking.items)) - 0.004,
    );
    expect(other.raters[0]).toMatchObject({ rater: 'constant', flags: ['constant'] });
  });

  it('who copy another rater do not spoil the order', () => {
    const [model] = many.filter(({ rater }) => !world.careless.has(rater));
    const copies = world.ratings
      .filter(({ rater }) => rater === model?.rater)
      .map((rating): Rating => ({ ...rating, rater: 'copy' }));
    const other = rankItems({ ratings: [...world.ratings, ...copies], items: world.items, scale });
    const truth = (items: Ranking['items']): number[] => items.map(({ item }) => world.quality.get(item) ?? 0);
    expect(spearman(scoresOf(other.items), truth(other.items))).toBeGreaterThan(
      spearman(scoresOf(ranking.items), truth(ranking.items)) - 0.001,
    );
    const flagged = other.raters.filter(({ flags }) => flags.includes('copies')).map(({ rater }) => rater);
    expect(new Set(flagged)).toEqual(new Set(['copy', model?.rater]));
  });

  it('who agree because they are good do not count as copies', () => {
    const good = simulateWorld({ seed: 8, items: 500, raters: 12, overlap: 6, severitySd: 0, noise: [0.1, 0.2] });
    expect(rank(good).raters.flatMap(({ flags }) => flags)).toEqual([]);
  });
});

it('a scale used only at its ends is ranked by them', () => {
  const world = simulateWorld({ ...campaign, items: 1000, raters: 60, seed: 3 });
  const ratings = world.ratings.map((rating) => ({ ...rating, value: rating.value >= 3 ? 5 : 1 }));
  const { items } = rankItems({ ratings, items: world.items, scale });
  const truth = items.map(({ item }) => world.quality.get(item) ?? 0);
  const order = (key: 'score' | 'mean'): number =>
    spearman(
      items.map((item) => item[key] ?? 0),
      truth,
    );
  expect(order('score')).toBeGreaterThan(order('mean') + 0.02);
  for (const { scoreLow, scoreHigh } of items) {
    expect(scoreLow).toBeGreaterThanOrEqual(1);
    expect(scoreHigh).toBeLessThanOrEqual(5);
  }
});
