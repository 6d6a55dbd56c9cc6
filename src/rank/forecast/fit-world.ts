import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { AnswerTable } from '../answer-table.ts';
import type { ModelEstimate } from '../graded-response/estimate-model.ts';
import type { RaterParameters } from '../graded-response/parameters.ts';
import type { Symmetric3 } from '../graded-response/symmetric3.ts';
import type { Random } from './random.ts';
import type { RaterBehaviour, RaterWorld, SimulatedRater } from './rater-world.ts';

/** Fewer answers, or fewer prompts with two or more answers, say too little about the raters. */
const enough = { answers: 100, sharedItems: 30 };

/** Whether there are enough answers to describe their raters. */
export function canFitWorld({ item, itemAnswers }: AnswerTable): boolean {
  return item.length >= enough.answers && itemAnswers.filter((count) => count >= 2).length >= enough.sharedItems;
}

/**
 * Raters like those who gave the answers, with the same activity. Each draw takes their parameters from the posterior.
 * For a different number of raters, they are picked at even steps from the list, so some are left out or used again.
 */
export function fitWorld(answers: AnswerTable, { fit }: Pick<ModelEstimate, 'fit'>): RaterWorld {
  const known = fit.parameters.raters
    .map((parameters, index) => ({
      parameters,
      deviation: deviationOf(fit.covariances[index]),
      activity: (answers.raterStart[index + 1] ?? 0) - (answers.raterStart[index] ?? 0),
    }))
    .toSorted((a, b) => b.activity - a.activity);
  return {
    cuts: [...fit.parameters.cuts],
    noise: 'logistic',
    drawRaters: (random, count) =>
      pickEvenly(known, count).map(({ parameters, deviation, activity }) => ({
        behaviour: drawBehaviour(parameters, deviation, random),
        activity,
      })),
  };
}

/** Picks `count` entries evenly over the list: each once if the counts are equal. */
export function pickEvenly<T>(list: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, index) => list[Math.floor(((index + 0.5) * list.length) / count)]).filter(
    (entry) => entry !== undefined,
  );
}

/** Fewer raters with the same mix. */
export function thinRaters(raters: readonly SimulatedRater[], count: number): SimulatedRater[] {
  return count >= raters.length ? [...raters] : pickEvenly(raters, count);
}

function drawBehaviour(
  { slope, severity, logSpread }: RaterParameters,
  deviation: Matrix,
  random: Random,
): RaterBehaviour {
  const drawn = deviation.mmul(Matrix.columnVector([random.normal(), random.normal(), random.normal()]));
  return {
    type: 'honest',
    slope: slope + drawn.get(0, 0),
    severity: severity + drawn.get(1, 0),
    scatter: Math.exp(logSpread + drawn.get(2, 0)),
  };
}

/** L with L L′ = the covariance matrix. */
function deviationOf([xx, xy, xz, yy, yz, zz]: Symmetric3 = [0, 0, 0, 0, 0, 0]): Matrix {
  return new CholeskyDecomposition([
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ]).lowerTriangularMatrix;
}
