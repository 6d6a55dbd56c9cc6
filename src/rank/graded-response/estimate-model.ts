import { type AnswerTable, thinItems } from '../answer-table.ts';
import { type Fit, fitGradedResponse } from './fit.ts';
import { estimateQualities, type ItemQualities } from './item-quality.ts';
import { makeQuadrature } from './quadrature.ts';
import { freedoms, type RaterModel } from './rater-freedom.ts';
import { estimateQualitiesBySum } from './sum-score.ts';

export interface ModelEstimate {
  raterModel: RaterModel;
  fit: Fit;
  /** What is told of raters: of the full model, whichever the items are scored by. */
  raterFit: Fit;
  qualities: ItemQualities;
}

/** Evidence that a simpler model must be behind to be given up, in logs: "positive" (Kass & Raftery 1995). */
const positiveEvidence = 1;

/** Answers that tell as well as more of them how far raters differ. */
const enoughAnswers = 100_000;

/**
 * Fits the graded response model (Samejima 1969) with raters told apart as far as the answers give evidence for it; of
 * very many answers, a part decides that, and where the fit begins. There must be answers, and of different values.
 */
export function estimateModel(answers: AnswerTable): ModelEstimate {
  const quadrature = makeQuadrature(Math.max(...answers.itemAnswers));
  const step = Math.ceil(answers.item.length / enoughAnswers);
  const some = step === 1 ? answers : thinItems(answers, step);
  const alike = fitGradedResponse(some, quadrature, freedoms.alike);
  const severity = fitGradedResponse(some, quadrature, freedoms.severity, alike);
  const full = fitGradedResponse(some, quadrature, freedoms.full, severity);
  const fits = { alike, severity, full } satisfies Record<RaterModel, Fit>;
  const raterModel = (['severity', 'full'] as const).reduce<RaterModel>(
    (best, richer) => (fits[richer].logEvidence > fits[best].logEvidence + positiveEvidence ? richer : best),
    'alike',
  );
  const complete = (model: RaterModel): Fit =>
    step === 1 ? fits[model] : fitGradedResponse(answers, quadrature, freedoms[model], fits[model]);
  const raterFit = complete('full');
  const fit = raterModel === 'full' ? raterFit : complete(raterModel);
  const byAnswers = estimateQualities(answers, quadrature, fit);
  const qualities =
    raterModel === 'alike' ? estimateQualitiesBySum(answers, quadrature, fit.parameters, byAnswers) : byAnswers;
  return { raterModel, fit, raterFit, qualities };
}
