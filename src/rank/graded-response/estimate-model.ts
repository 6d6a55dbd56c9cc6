import { type AnswerTable, thinItems } from '../answer-table.ts';
import { type Fit, fitGradedResponse } from './fit.ts';
import { estimateQualities, type ItemQualities } from './item-quality.ts';
import { makeQuadrature } from './quadrature.ts';
import { freedoms, type RaterModel } from './rater-freedom.ts';
import { estimateQualitiesBySum } from './sum-score.ts';

export interface ModelEstimate {
  raterModel: RaterModel;
  fit: Fit;
  /** Fit of the full model, which describes the raters even if items are scored by a simpler one. */
  raterFit: Fit;
  qualities: ItemQualities;
}

/** A richer model needs this much more log evidence: "positive" (Kass & Raftery 1995). */
const positiveEvidence = 1;

/** Enough answers to choose how far raters differ; more don't help. */
const enoughAnswers = 100_000;

/**
 * Fits the graded response model (Samejima 1969). Raters differ only as far as the answers give evidence for it. With
 * very many answers, a part of them chooses the model and starts the fit. Needs answers with at least two values.
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
