import type { AnswerTable } from '../answer-table.ts';
import type { Quadrature } from './quadrature.ts';
import type { TablesOf } from './rater-tables.ts';

/** The posterior of the items' qualities: for each item, the weights of all points, which sum to 1. */
export interface Posterior {
  /** Items × points. */
  weights: Float64Array;
  /** For each item, the points with more than negligible weight run from `first` to before `end`. */
  first: Int32Array;
  end: Int32Array;
  /** Log likelihood of all answers, with the qualities integrated out. */
  logLikelihood: number;
}

const noWeight = 1e-12;

/** Applies Bayes' rule to every item, with the raters taken as known. */
export function computePosterior(
  answers: AnswerTable,
  { points, logWeights }: Quadrature,
  tablesOf: TablesOf,
): Posterior {
  const width = points.length;
  const weights = new Float64Array(answers.items.length * width);
  for (let start = 0; start < weights.length; start += width) weights.set(logWeights, start);
  for (let rater = 0; rater < answers.raters.length; rater += 1) {
    const end = answers.raterStart[rater + 1] ?? 0;
    let answer = answers.raterStart[rater] ?? 0;
    if (answer === end) continue;
    const { logProbability } = tablesOf(rater);
    for (; answer < end; answer += 1) {
      const to = (answers.item[answer] ?? 0) * width;
      const from = (answers.category[answer] ?? 0) * width;
      for (let g = 0; g < width; g += 1) weights[to + g] = (weights[to + g] ?? 0) + (logProbability[from + g] ?? 0);
    }
  }
  const logLikelihood = normalize(weights, logWeights);
  return { weights, logLikelihood, ...findSupport(weights, width) };
}

/** Turns log weights into weights that sum to 1 for each item. Returns the sum of the logs of the original sums. */
function normalize(weights: Float64Array, logWeights: Float64Array): number {
  const width = logWeights.length;
  let logLikelihood = 0;
  const logTotal = Math.log(logWeights.reduce((sum, weight) => sum + Math.exp(weight), 0));
  for (let start = 0; start < weights.length; start += width) {
    const own = weights.subarray(start, start + width);
    let most = Number.NEGATIVE_INFINITY;
    for (const weight of own) if (weight > most) most = weight;
    let sum = 0;
    for (let g = 0; g < width; g += 1) {
      const weight = Math.exp((own[g] ?? 0) - most);
      own[g] = weight;
      sum += weight;
    }
    for (let g = 0; g < width; g += 1) own[g] = (own[g] ?? 0) / sum;
    logLikelihood += Math.log(sum) + most - logTotal;
  }
  return logLikelihood;
}

function findSupport(weights: Float64Array, width: number): Pick<Posterior, 'first' | 'end'> {
  const first = new Int32Array(weights.length / width);
  const end = new Int32Array(first.length);
  for (let item = 0; item < first.length; item += 1) {
    const start = item * width;
    let [from, to] = [0, width];
    while ((weights[start + from] ?? 1) < noWeight) from += 1;
    while ((weights[start + to - 1] ?? 1) < noWeight) to -= 1;
    first[item] = from;
    end[item] = to;
  }
  return { first, end };
}
