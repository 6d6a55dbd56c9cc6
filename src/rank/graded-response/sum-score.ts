import { groupBy } from '../../lib/group-by.ts';
import type { AnswerTable } from '../answer-table.ts';
import { fillCategoryTables, makeCategoryTables } from './category-tables.ts';
import { type ItemQualities, takeMoments } from './item-quality.ts';
import { type Parameters, usualRater } from './parameters.ts';
import type { Quadrature } from './quadrature.ts';

/** With more answers, using their sum makes no difference, and the recursion's cost grows with their square. */
const mostAnswers = 30;

/**
 * Replaces each quality by the one expected from the sum of the item's answers, for raters who are all alike: items
 * with the same number of answers and the same sum get the same quality, to the last bit. The likelihood of a sum is by
 * Lord & Wingersky's recursion (1984), its expected quality by Thissen, Pommerich, Billeaud & Williams (1995).
 */
export function estimateQualitiesBySum(
  answers: AnswerTable,
  quadrature: Quadrature,
  { prior, cuts }: Parameters,
  byAnswers: ItemQualities,
): ItemQualities {
  const sums = new Int32Array(answers.items.length);
  answers.item.forEach((item, answer) => {
    sums[item] = (sums[item] ?? 0) + (answers.category[answer] ?? 0);
  });
  const { mean, sd } = { mean: byAnswers.mean.slice(), sd: byAnswers.sd.slice() };
  const tables = makeCategoryTables(answers.scale.length, quadrature.points.length);
  fillCategoryTables(tables, quadrature.points, cuts, usualRater(prior));
  const probabilities = tables.logProbability.map((log) => Math.exp(log));
  const itemsByCount = groupBy(sums.keys(), (item) => answers.itemAnswers[item] ?? 0);
  let likelihoods: Float64Array[] = [Float64Array.from(quadrature.points, () => 1)];
  for (let count = 0; count <= mostAnswers; count += 1) {
    if (count > 0) likelihoods = addAnswer(likelihoods, probabilities);
    const items = itemsByCount.get(count) ?? [];
    if (items.length === 0) continue;
    const moments = likelihoods.map((likelihood) => momentsOf(likelihood, quadrature));
    for (const item of items) {
      const own = moments[sums[item] ?? 0];
      if (own === undefined) continue;
      mean[item] = own.mean;
      sd[item] = own.sd;
    }
  }
  return { mean, sd };
}

/** P(sum of n + 1 answers) = Σ P(sum of n answers − k) · P(k), at each point. */
function addAnswer(likelihoods: readonly Float64Array[], probabilities: Float64Array): Float64Array[] {
  const width = likelihoods[0]?.length ?? 0;
  const categories = probabilities.length / width;
  return Array.from({ length: likelihoods.length + categories - 1 }, (_, sum) => {
    const total = new Float64Array(width);
    for (let k = Math.max(0, sum - likelihoods.length + 1); k < categories && k <= sum; k += 1) {
      const rest = likelihoods[sum - k];
      for (let g = 0; g < width; g += 1) {
        total[g] = (total[g] ?? 0) + (rest?.[g] ?? 0) * (probabilities[k * width + g] ?? 0);
      }
    }
    return total;
  });
}

function momentsOf(likelihood: Float64Array, { points, logWeights }: Quadrature): { mean: number; sd: number } {
  const weights = likelihood.map((value, g) => value * Math.exp(logWeights[g] ?? 0));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const { mean, variance } = takeMoments(
    weights.map((weight) => weight / sum),
    points,
  );
  return { mean: mean[0] ?? 0, sd: Math.sqrt(variance[0] ?? 0) };
}
