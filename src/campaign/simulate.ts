import { setImmediate } from 'node:timers/promises';
import { defaults } from '../config/defaults.ts';
import { UsageError } from '../lib/errors.ts';
import type { Emit, Wave } from '../model.ts';
import { argillaLoadsAhead, autoFirst, autoStep, targetOpen } from '../rank/forecast/auto-wave.ts';
import type { CollectionPlan } from '../rank/forecast/collect-answers.ts';
import { type DesignForecast, forecastDesignInSteps, type ForecastSettings } from '../rank/forecast/forecast-design.ts';
import { recommendOverlap, type Recommendation } from '../rank/forecast/recommend-overlap.ts';
import type { OpenCampaign } from './open/types.ts';
import { unfinishedShare } from './push/plan.ts';
import { type CampaignAnswers, resolveBasis, type SimulateOptions, type SimulationBasis } from './simulate/basis.ts';

export interface SimulateResult extends SimulationBasis {
  runs: number;
  /** One forecast per overlap, with all the answers that it needs. */
  designs: DesignForecast[];
  recommended: Recommendation | null;
  /**
   * What happens with too few answers, in waves and with everything live; null if there is a single wave and no limit
   * was given.
   */
  cut: CutForecast | null;
}

export interface CutForecast {
  /** The limits; `asked` = they were given, otherwise half of the needed answers is taken as an example. */
  asked: boolean;
  answers: number | null;
  days: number | null;
  overlap: number;
  designs: DesignForecast[];
}

/** Prompts times runs that make the figures stable enough. */
const steady = 8000;
const mostRuns = 20;
/** What to compare with everything live at once. */
const usualWave = 500;

const noOptions: SimulateOptions = {
  prompts: null,
  overlaps: null,
  raters: null,
  answersADay: null,
  days: null,
  answers: null,
  wave: null,
  atOnce: null,
  careless: null,
  seed: null,
  runs: null,
  assumed: false,
};

/** A campaign that was not built yet has no prompts: null. */
async function readAnswers(campaign: OpenCampaign): Promise<CampaignAnswers> {
  const prompts = await campaign.readPrompts().catch((error: unknown) => {
    if (error instanceof UsageError && error.code === 'prompts_missing') return null;
    throw error;
  });
  return { campaign, prompts, log: await campaign.log.read() };
}

/**
 * Forecasts a campaign for each number of answers per prompt, with simulated raters and the ranking of `rank`;
 * `campaign` null = one that does not exist yet. The same options give the same figures. Throws UsageError
 * `too_few_raters`.
 */
export async function simulate(
  campaign: OpenCampaign | null,
  { signal = campaign?.signal, ...given }: Partial<SimulateOptions> & { signal?: AbortSignal } = {},
  emit: Emit = campaign?.emit ?? (() => {}),
): Promise<SimulateResult> {
  const options = { ...noOptions, ...given };
  const basis = resolveBasis(campaign === null ? null : await readAnswers(campaign), options);
  const { prompts, raters, world, scale, seed, answersADay, wave, atOnce, reserves } = basis;
  const overlaps = chooseOverlaps(basis, options.overlaps);
  const runs = options.runs ?? Math.min(mostRuns, Math.ceil(steady / Math.min(prompts, steady / 4)));
  const settings: ForecastSettings = { world, raters, scale, seed, runs };
  const plan: CollectionPlan = {
    prompts,
    overlap: 1,
    wave: 'all',
    nextWaveAt: unfinishedShare,
    crowd: reserves || atOnce === 1 ? null : { atOnce, ...argillaLoadsAhead },
    answersADay,
    mostAnswers: Number.POSITIVE_INFINITY,
    mostDays: Number.POSITIVE_INFINITY,
  };
  const total = (overlaps.length + 2) * runs;
  let done = 0;
  const forecast = async ({ wave: own, ...change }: Design): Promise<DesignForecast> => {
    const steps = forecastDesignInSteps({ ...plan, ...change, wave: planWave(own, change.overlap, basis) }, settings);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      emit({ type: 'progress', task: 'simulating campaigns', done, total });
      // Lets an interrupt arrive in between.
      await setImmediate();
      signal?.throwIfAborted();
      done += 1;
    }
  };
  const designs: DesignForecast[] = [];
  for (const overlap of overlaps) designs.push(await forecast({ overlap, wave }));
  const recommended = recommendOverlap(designs);
  const cut = planCut(basis, options, designs, recommended);
  if (cut !== null) {
    const limits = {
      overlap: cut.overlap,
      mostAnswers: cut.answers ?? Number.POSITIVE_INFINITY,
      mostDays: cut.days ?? Number.POSITIVE_INFINITY,
    };
    const waves = cut.wave === 'all' ? [cut.wave] : [cut.wave, 'all' as const];
    const cutDesigns: DesignForecast[] = [];
    for (const own of waves) cutDesigns.push(await forecast({ ...limits, wave: own }));
    return { ...basis, runs, designs, recommended, cut: { ...cut, designs: cutDesigns } };
  }
  return { ...basis, runs, designs, recommended, cut: null };
}

type Design = Partial<Omit<CollectionPlan, 'wave'>> & { overlap: number; wave: Wave };

function planWave(wave: Wave, overlap: number, { atOnce, reserves }: SimulationBasis): CollectionPlan['wave'] {
  if (wave !== 'auto') return wave;
  return { first: autoFirst, step: autoStep, target: targetOpen({ atOnce, overlap, reserves }) };
}

/** The overlaps that were asked for; otherwise 1 to 5 and the campaign's, up to the number of raters. */
function chooseOverlaps({ raters, overlap }: SimulationBasis, asked: readonly number[] | null): number[] {
  const most = Math.max(...(asked ?? [1]));
  if (most > raters) {
    throw new UsageError(
      'too_few_raters',
      `${most} answers a prompt need ${most} raters or more, because nobody rates a prompt twice; there are ${raters}.`,
      { hint: `Name more raters with --raters ${most}, or fewer answers with --overlap ${raters}.` },
    );
  }
  const usual = asked ?? [1, 2, 3, 4, 5, ...(overlap === null ? [] : [overlap])];
  return [...new Set(usual)].filter((own) => own <= raters).toSorted((a, b) => a - b);
}

/**
 * Plans a collection with too few answers for the wanted overlap: within the given limits, otherwise half of its
 * answers.
 */
function planCut(
  { overlap, wave, prompts }: SimulationBasis,
  { answers, days }: SimulateOptions,
  designs: readonly DesignForecast[],
  recommended: Recommendation | null,
): (CutForecast & { wave: Wave }) | null {
  const wanted = [overlap, recommended?.overlap, defaults.task.overlap].find((own) =>
    designs.some((design) => design.overlap === own),
  );
  const design = designs.find((own) => own.overlap === (wanted ?? designs.at(-1)?.overlap));
  if (design === undefined) return null;
  const asked = answers !== null || days !== null;
  const waves = wave === 'all' ? Math.min(usualWave, Math.ceil(prompts / 10)) : wave;
  if (!asked && (waves === 'auto' ? autoFirst : waves) >= prompts) return null;
  const limits = asked ? { answers, days } : { answers: Math.ceil(design.answers / 2), days: null };
  return {
    asked,
    ...limits,
    overlap: design.overlap,
    designs: [],
    wave: waves === 'auto' ? waves : Math.min(waves, prompts),
  };
}
