import type { SimulateResult } from '../../../campaign/simulate.ts';
import type { DesignForecast } from '../../../rank/forecast/forecast-design.ts';
import type { RankingQuality } from '../../../rank/forecast/measure-scores.ts';
import { worthwhileGain } from '../../../rank/forecast/recommend-overlap.ts';
import type { CommandData } from './schemas.ts';

/** `data` of `simulate --json`. */
export function toSimulationData(result: SimulateResult): CommandData<'simulate'> {
  const { recommended, cut } = result;
  return {
    prompts: result.prompts,
    raters: result.raters,
    answers_a_day: figure(result.answersADay),
    wave: result.wave,
    raters_at_once: result.atOnce,
    overlap: result.overlap,
    careless: result.careless,
    fitted_to_answers: result.fittedTo,
    seed: result.seed,
    runs: result.runs,
    designs: result.designs.map(toJsonDesign),
    recommended: recommended === null ? null : { ...recommended, worthwhile_gain: worthwhileGain },
    cut:
      cut === null
        ? null
        : {
            asked: cut.asked,
            answers: cut.answers,
            days: cut.days,
            overlap: cut.overlap,
            designs: cut.designs.map(toJsonDesign),
          },
  };
}

function toJsonDesign(design: DesignForecast) {
  return {
    overlap: design.overlap,
    wave: design.wave,
    answers: design.answers,
    days: figure(design.days),
    finished: design.finished,
    rated: design.rated,
    beyond_overlap: design.surplus,
    ...toJsonQuality(design.ofRated),
    of_finished: toJsonQuality(design.ofFinished),
    top_found_of_all: figure(design.topOfAll),
    simulated: design.simulated,
  };
}

/** For JSON, here and in `status`. */
export function toJsonQuality({ intervalWidth, rankCorrelation, topFound }: RankingQuality) {
  return {
    interval_width: figure(intervalWidth),
    rank_correlation: figure(rankCorrelation),
    top_found: figure(topFound),
  };
}

/** Columns of the file that `--out` names. `toForecastRow` has the same order. */
export const forecastColumns = [
  'overlap',
  'wave',
  'answers',
  'days',
  'finished',
  'rated',
  'beyond_overlap',
  'interval_width',
  'rank_correlation',
  'top_found',
  'rank_correlation_of_finished',
  'top_found_of_all',
] as const;

export function toForecastRow(design: DesignForecast): (string | number | null)[] {
  return [
    design.overlap,
    design.wave,
    design.answers,
    figure(design.days),
    design.finished,
    design.rated,
    design.surplus,
    figure(design.ofRated.intervalWidth),
    figure(design.ofRated.rankCorrelation),
    figure(design.ofRated.topFound),
    figure(design.ofFinished.rankCorrelation),
    figure(design.topOfAll),
  ];
}

/** Four decimals are more than a simulation can resolve. */
export function figure(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e4) / 1e4 + 0;
}
