import type { AnswerTable } from '../answer-table.ts';
import { type CategoryTables, fillCategoryTables, makeCategoryTables } from './category-tables.ts';
import { type Parameters, usualRater } from './parameters.ts';
import { computePosterior, type Posterior } from './posterior.ts';
import type { Quadrature } from './quadrature.ts';
import type { TablesOf } from './rater-tables.ts';
import type { Symmetric3 } from './symmetric3.ts';

/** How the likelihood depends on one rater's slope, severity and log spread. */
export interface RaterEvidence {
  answers: number;
  gradient: [slope: number, severity: number, logSpread: number];
  /** Fisher information as if the qualities were known. */
  complete: Symmetric3;
  /** Information with unknown qualities: the squares of the answers' posterior mean scores. */
  observed: Symmetric3;
  /** The slope's gradient and observed information from items with at least two answers. */
  repeated: { gradient: number; information: number };
}

export interface CutEvidence {
  gradient: Float64Array;
  /** Complete information: its diagonal, and the entries beside the diagonal. */
  diagonal: Float64Array;
  beside: Float64Array;
}

export interface Evidence {
  raters: RaterEvidence[];
  cuts: CutEvidence;
  /** Log likelihood of all answers, with the qualities integrated out. */
  logLikelihood: number;
}

/** Extra answers of each value, as if by the usual rater. They keep a place for a value that nobody gave. */
export const pseudoAnswers = 0.5;

/** Scores and information of all parameters. The answers may be split into tables by items. */
export function gatherEvidence(
  blocks: readonly AnswerTable[],
  quadrature: Quadrature,
  parameters: Parameters,
  tablesOf: TablesOf,
): Evidence {
  const { points } = quadrature;
  const sums = parameters.raters.map(() => startSums(points.length));
  const cuts = startCuts(parameters.cuts.length);
  let logLikelihood = 0;
  for (const answers of blocks) {
    const posterior = computePosterior(answers, quadrature, tablesOf);
    logLikelihood += posterior.logLikelihood;
    addScores(answers, posterior, points, tablesOf, sums, cuts);
  }
  const raters = sums.map(({ totals, ...own }, index) => ({
    ...own,
    complete: sumInformation(tablesOf(index), points, totals, cuts),
  }));
  addPseudoAnswers(quadrature, parameters, cuts);
  return { raters, cuts, logLikelihood };
}

/** What is summed over a rater's answers. */
interface RaterSums extends Omit<RaterEvidence, 'complete'> {
  /** Number of answers at each point. */
  totals: Float64Array;
}

function startSums(width: number): RaterSums {
  return {
    answers: 0,
    gradient: [0, 0, 0],
    observed: [0, 0, 0, 0, 0, 0],
    repeated: { gradient: 0, information: 0 },
    totals: new Float64Array(width),
  };
}

function startCuts(count: number): CutEvidence {
  const start = (): Float64Array => new Float64Array(count);
  return { gradient: start(), diagonal: start(), beside: start() };
}

/** Adds each answer's posterior mean score to the sums of its rater and of the cuts. */
function addScores(
  answers: AnswerTable,
  { weights, first, end }: Posterior,
  points: Float64Array,
  tablesOf: TablesOf,
  sums: readonly RaterSums[],
  cuts: CutEvidence,
): void {
  const width = points.length;
  sums.forEach((own, rater) => {
    const { gradient, observed, repeated, totals } = own;
    const next = answers.raterStart[rater + 1] ?? 0;
    let answer = answers.raterStart[rater] ?? 0;
    if (answer === next) return;
    own.answers += next - answer;
    const tables = tablesOf(rater);
    for (; answer < next; answer += 1) {
      const item = answers.item[answer] ?? 0;
      const category = answers.category[answer] ?? 0;
      const from = item * width;
      const at = category * width;
      let slope = 0;
      let lower = 0;
      let upper = 0;
      let spread = 0;
      const stop = end[item] ?? width;
      for (let g = first[item] ?? 0; g < stop; g += 1) {
        const weight = weights[from + g] ?? 0;
        const below = weight * (tables.lower[at + g] ?? 0);
        const above = weight * (tables.upper[at + g] ?? 0);
        lower += below;
        upper += above;
        slope -= (below + above) * (points[g] ?? 0);
        spread += weight * (tables.spread[at + g] ?? 0);
        totals[g] = (totals[g] ?? 0) + weight;
      }
      gradient[0] += slope;
      gradient[1] += lower + upper;
      gradient[2] += spread;
      addTo(cuts.gradient, category - 1, lower);
      addTo(cuts.gradient, category, upper);
      addSquare(observed, slope, lower + upper, spread, 1);
      if ((answers.itemAnswers[item] ?? 0) < 2) continue;
      repeated.gradient += slope;
      repeated.information += slope * slope;
    }
  });
}

/** Complete information of a rater with `totals` answers at the points; adds that of the cuts to `cuts`. */
function sumInformation(
  { logProbability, lower, upper, spread }: CategoryTables,
  points: Float64Array,
  totals: Float64Array,
  cuts: CutEvidence,
): Symmetric3 {
  const complete: Symmetric3 = [0, 0, 0, 0, 0, 0];
  const width = points.length;
  for (let at = 0; at < logProbability.length; at += 1) {
    const fisher = (totals[at % width] ?? 0) * Math.exp(logProbability[at] ?? 0);
    const [below, above] = [lower[at] ?? 0, upper[at] ?? 0];
    const category = Math.floor(at / width);
    addSquare(complete, -(points[at % width] ?? 0) * (below + above), below + above, spread[at] ?? 0, fisher);
    addTo(cuts.diagonal, category - 1, fisher * below * below);
    addTo(cuts.diagonal, category, fisher * above * above);
    addTo(cuts.beside, category, fisher * below * above);
  }
  return complete;
}

/** Adds `pseudoAnswers` of each value by the usual rater, to items without any other answer. */
function addPseudoAnswers(
  { points, logWeights }: Quadrature,
  { cuts, prior }: Parameters,
  evidence: CutEvidence,
): void {
  const width = points.length;
  const tables = makeCategoryTables(cuts.length + 1, width);
  fillCategoryTables(tables, points, cuts, usualRater(prior));
  const totals = new Float64Array(width);
  for (let category = 0; category <= cuts.length; category += 1) {
    const at = category * width;
    const weights = points.map((_, g) => Math.exp((tables.logProbability[at + g] ?? 0) + (logWeights[g] ?? 0)));
    const perWeight = pseudoAnswers / weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((own, g) => {
      const weight = own * perWeight;
      addTo(evidence.gradient, category - 1, weight * (tables.lower[at + g] ?? 0));
      addTo(evidence.gradient, category, weight * (tables.upper[at + g] ?? 0));
      addTo(totals, g, weight);
    });
  }
  sumInformation(tables, points, totals, evidence);
}

function addSquare(matrix: Symmetric3, x: number, y: number, z: number, weight: number): void {
  matrix[0] += weight * x * x;
  matrix[1] += weight * x * y;
  matrix[2] += weight * x * z;
  matrix[3] += weight * y * y;
  matrix[4] += weight * y * z;
  matrix[5] += weight * z * z;
}

function addTo(array: Float64Array, index: number, value: number): void {
  if (index >= 0 && index < array.length) array[index] = (array[index] ?? 0) + value;
}
