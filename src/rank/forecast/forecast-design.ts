import type { Wave } from '../../model.ts';
import { orderFreeMean } from '../order-free.ts';
import { type CollectionPlan, collectAnswers } from './collect-answers.ts';
import { thinRaters } from './fit-world.ts';
import { findTop, measureScores, type RankingQuality } from './measure-scores.ts';
import { makeRandom, type Random } from './random.ts';
import type { RaterWorld } from './rater-world.ts';
import { simulateScores } from './simulate-scores.ts';

/** Who rates, on what scale, and how carefully to simulate. */
export interface ForecastSettings {
  world: RaterWorld;
  raters: number;
  /** Values of the question. */
  scale: readonly number[];
  seed: number;
  /** Simulated campaigns to average the figures over. */
  runs: number;
}

export interface DesignForecast {
  overlap: number;
  wave: Wave;
  /** Number of answers given, and the days they took. */
  answers: number;
  days: number;
  /** Prompts that got all their answers, and prompts with at least one. */
  finished: number;
  rated: number;
  /** Answers beyond the wanted ones of a prompt, given because its raters worked at the same time. */
  surplus: number;
  /** Over the prompts with an answer, and over the finished ones alone. */
  ofRated: RankingQuality;
  ofFinished: RankingQuality;
  /** Share of the true best tenth of all prompts, rated or not, that is in the ranking's best tenth. */
  topOfAll: number | null;
  /** Size of each simulated campaign: smaller than asked for if the result is the same. */
  simulated: { prompts: number; raters: number };
}

/** More prompts don't change a ranking's quality, as long as raters give as many answers each. */
const mostPrompts = 2000;

/** Never reduce the raters below this number: they differ too much. */
const fewRaters = 50;

/** What to expect of a design. Counts and days are for the whole campaign; quality may come from a smaller one. */
export function forecastDesign(plan: CollectionPlan, settings: ForecastSettings): DesignForecast {
  const steps = forecastDesignInSteps(plan, settings);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** Same as `forecastDesign`, with a pause before each run. */
export function* forecastDesignInSteps(
  plan: CollectionPlan,
  settings: ForecastSettings,
): Generator<void, DesignForecast> {
  const whole = collectWhole(plan, settings);
  const small = shrink(plan, settings.raters);
  const runs: ReturnType<typeof simulateOnce>[] = [];
  while (runs.length < settings.runs) {
    yield;
    runs.push(simulateOnce(small, settings, runs.length));
  }
  return {
    overlap: plan.overlap,
    wave: typeof plan.wave === 'object' ? 'auto' : plan.wave,
    ...whole,
    ofRated: meanQuality(runs.map(({ ofRated }) => ofRated)),
    ofFinished: meanQuality(runs.map(({ ofFinished }) => ofFinished)),
    topOfAll: meanOf(runs.map(({ topOfAll }) => topOfAll)),
    simulated: { prompts: small.plan.prompts, raters: small.raters },
  };
}

function collectWhole(
  plan: CollectionPlan,
  { world, raters, seed }: ForecastSettings,
): Pick<DesignForecast, 'answers' | 'days' | 'finished' | 'rated' | 'surplus'> {
  const activities = world.drawRaters(makeRandom(seed, 0, 'raters'), raters).map(({ activity }) => activity);
  const { assignments, days, promptAnswers } = collectAnswers(plan, activities, makeRandom(seed, 0, 'order'));
  return {
    answers: assignments.length,
    days,
    finished: promptAnswers.filter((count) => count >= plan.overlap).length,
    rated: promptAnswers.filter((count) => count > 0).length,
    surplus: promptAnswers.reduce((sum, count) => sum + Math.max(0, count - plan.overlap), 0),
  };
}

interface SmallCampaign {
  plan: CollectionPlan;
  raters: number;
}

/** The same campaign with fewer prompts, and proportionally fewer raters (also at once), answers and prompts per wave. */
function shrink(plan: CollectionPlan, raters: number): SmallCampaign {
  const share = Math.min(1, mostPrompts / plan.prompts);
  if (share === 1) return { plan, raters };
  return {
    plan: {
      ...plan,
      prompts: mostPrompts,
      wave: shrinkWave(plan.wave, share),
      crowd: shrinkCrowd(plan.crowd, share),
      answersADay: plan.answersADay * share,
      mostAnswers: plan.mostAnswers * share,
    },
    raters: Math.min(raters, Math.max(fewRaters, plan.overlap, Math.round(raters * share))),
  };
}

function shrinkWave(wave: CollectionPlan['wave'], share: number): CollectionPlan['wave'] {
  const shrunk = (size: number): number => Math.max(1, Math.round(size * share));
  if (typeof wave !== 'object') return wave === 'all' ? wave : shrunk(wave);
  return { first: shrunk(wave.first), step: shrunk(wave.step), target: shrunk(wave.target) };
}

function shrinkCrowd(crowd: CollectionPlan['crowd'], share: number): CollectionPlan['crowd'] {
  if (crowd === null || crowd === undefined) return null;
  return { ...crowd, atOnce: Math.max(1, Math.round(crowd.atOnce * share)) };
}

function simulateOnce(
  { plan, raters: count }: SmallCampaign,
  { world, raters, scale, seed }: ForecastSettings,
  run: number,
): Pick<DesignForecast, 'ofRated' | 'ofFinished' | 'topOfAll'> {
  const crew = thinRaters(world.drawRaters(makeRandom(seed, run, 'raters'), raters), count);
  const activities = crew.map(({ activity }) => activity);
  const { assignments, promptAnswers } = collectAnswers(plan, activities, makeRandom(seed, run, 'order'));
  const qualities = drawQualities(plan.prompts, makeRandom(seed, run, 'qualities'));
  const random = makeRandom(seed, run, 'answers');
  const scores = simulateScores(assignments, crew, qualities, { world, scale, random });
  const all = Array.from(qualities, (quality, prompt) => ({ prompt, quality }));
  return {
    ofRated: measureScores(scores),
    ofFinished: measureScores(scores.filter(({ prompt }) => (promptAnswers[prompt] ?? 0) >= plan.overlap)),
    topOfAll: scores.length === 0 ? null : findTop(scores, all),
  };
}

/** True qualities of prompts, standard normal. */
export function drawQualities(prompts: number, random: Random): Float64Array {
  return Float64Array.from({ length: prompts }, () => random.normal());
}

/** Mean of each figure over the campaigns that have it. */
export function meanQuality(qualities: readonly RankingQuality[]): RankingQuality {
  return {
    intervalWidth: meanOf(qualities.map(({ intervalWidth }) => intervalWidth)),
    rankCorrelation: meanOf(qualities.map((quality) => quality.rankCorrelation)),
    topFound: meanOf(qualities.map(({ topFound }) => topFound)),
  };
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : orderFreeMean(known);
}
