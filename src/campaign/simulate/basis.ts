import { defaults } from '../../config/defaults.ts';
import type { Campaign, Prompt, ResponseEvent, Source, Wave } from '../../model.ts';
import { chooseWorld } from '../../rank/forecast/choose-world.ts';
import { assumeWorld, type RaterWorld, withCareless } from '../../rank/forecast/rater-world.ts';
import { answersOf, submittedRatings } from '../../ratings/current-view.ts';
import { countRatersAtOnce } from '../push/raters-at-once.ts';
import { reservesPrompts } from '../push/reserves-prompts.ts';
import { lastSeen, measureAnswerPace } from '../status/pace.ts';

/** A campaign's state on this machine. */
export interface CampaignAnswers {
  campaign: Pick<Campaign, 'seed' | 'task' | 'build' | 'sources' | 'target'>;
  /** null = not built yet. */
  prompts: readonly Prompt[] | null;
  log: readonly ResponseEvent[];
}

/** null = the campaign's value, or an assumed one. */
export interface SimulateOptions {
  prompts: number | null;
  /** Numbers of answers per prompt to compare. */
  overlaps: readonly number[] | null;
  raters: number | null;
  /** All raters together. */
  answersADay: number | null;
  /** Limits: the collection ends there, finished or not. */
  days: number | null;
  answers: number | null;
  wave: Wave | null;
  /** Raters at work at the same time. */
  atOnce: number | null;
  /** Share of raters who answer without looking. */
  careless: number | null;
  seed: number | null;
  runs: number | null;
  /** Assume typical raters, whatever the campaign's answers show. */
  assumed: boolean;
}

/** Everything that a forecast rests on. */
export interface SimulationBasis {
  prompts: number;
  raters: number;
  answersADay: number;
  wave: Wave;
  /** Raters at work at the same time. */
  atOnce: number;
  /** Whether the server keeps a prompt for the rater who gets it. */
  reserves: boolean;
  /** The campaign's overlap; null outside of a campaign. */
  overlap: number | null;
  seed: number;
  world: RaterWorld;
  scale: readonly number[];
  /** Number of the campaign's answers that the raters were fitted to; null = they are assumed. */
  fittedTo: number | null;
  /** Share of careless raters that was asked for; null = that of `world`. */
  careless: number | null;
}

/** Used if neither the campaign nor the options say anything. */
const usual = {
  prompts: 1000,
  /** As in the Prompt Ranking Project: about 350 people for 10,000 prompts. */
  ratersPerPrompt: 0.035,
  fewestRaters: 20,
  answersOfARaterADay: 2,
  /** Of all raters, at work at the same time. */
  shareAtOnce: 0.05,
};

/** The options' values, otherwise the campaign's, otherwise the usual ones. */
export function resolveBasis(state: CampaignAnswers | null, options: SimulateOptions): SimulationBasis {
  const answers = state === null ? [] : answersOf(state.log);
  const ratings = submittedRatings(answers);
  const known = new Set(ratings.map(({ rater }) => rater)).size;
  const values = state?.campaign.task.question.values ?? defaults.task.question.values;
  const chosen =
    options.assumed || ratings.length === 0
      ? { world: assumeWorld(values.length), scale: values, fitted: false }
      : chooseWorld(ratings, values);
  const prompts = options.prompts ?? countPrompts(state) ?? usual.prompts;
  const raters =
    options.raters ??
    (chosen.fitted ? known : Math.max(known, usual.fewestRaters, Math.round(prompts * usual.ratersPerPrompt)));
  return {
    prompts,
    raters,
    answersADay: options.answersADay ?? paceOf(answers) ?? raters * usual.answersOfARaterADay,
    wave: options.wave ?? state?.campaign.task.wave ?? defaults.task.wave,
    atOnce: Math.min(raters, options.atOnce ?? (countRatersAtOnce(answers) || Math.ceil(raters * usual.shareAtOnce))),
    reserves: state !== null && reservesPrompts(state.campaign),
    overlap: state?.campaign.task.overlap ?? null,
    seed: options.seed ?? state?.campaign.seed ?? defaults.seed,
    world: options.careless === null ? chosen.world : withCareless(chosen.world, options.careless),
    scale: chosen.scale,
    fittedTo: chosen.fitted ? ratings.length : null,
    careless: options.careless,
  };
}

/** The number of built prompts, otherwise the number that prank.yaml asks for; null = unknown. */
function countPrompts(state: CampaignAnswers | null): number | null {
  if (state === null) return null;
  if (state.prompts !== null) return state.prompts.length > 0 ? state.prompts.length : null;
  const { build, sources } = state.campaign;
  return build.size ?? sumTaken(sources.filter(({ enabled }) => enabled));
}

function sumTaken(sources: readonly Source[]): number | null {
  let sum = 0;
  for (const { take } of sources) {
    if (take === 'all') return null;
    sum += take;
  }
  return sum > 0 ? sum : null;
}

function paceOf(answers: readonly ResponseEvent[]): number | null {
  const asOf = lastSeen(answers);
  const pace = asOf === null ? null : measureAnswerPace(answers, asOf)?.answersADay;
  return pace === undefined || pace === 0 ? null : pace;
}
