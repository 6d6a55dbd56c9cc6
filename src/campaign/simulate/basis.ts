import { defaults } from '../../config/defaults.ts';
import type { Campaign, Prompt, ResponseEvent, Source } from '../../model.ts';
import { chooseWorld } from '../../rank/forecast/choose-world.ts';
import { assumeWorld, type RaterWorld, withCareless } from '../../rank/forecast/rater-world.ts';
import { answersOf, submittedRatings } from '../../ratings/current-view.ts';
import { lastSeen, measureAnswerPace } from '../status/pace.ts';

/** A campaign as it stands on this machine. */
export interface CampaignAnswers {
  campaign: Pick<Campaign, 'seed' | 'task' | 'build' | 'sources'>;
  /** null = not built yet. */
  prompts: readonly Prompt[] | null;
  log: readonly ResponseEvent[];
}

/** null = as the campaign has it, or as it is assumed to be. */
export interface SimulateOptions {
  prompts: number | null;
  /** Answers a prompt to compare. */
  overlaps: readonly number[] | null;
  raters: number | null;
  /** Of all raters together. */
  answersADay: number | null;
  /** Limits: the collection ends there, finished or not. */
  days: number | null;
  answers: number | null;
  wave: number | 'all' | null;
  /** Share of raters who don't look. */
  careless: number | null;
  seed: number | null;
  runs: number | null;
  /** Take raters as they are assumed to be, whatever the campaign's answers say. */
  assumed: boolean;
}

/** All that a forecast rests on. */
export interface SimulationBasis {
  prompts: number;
  raters: number;
  answersADay: number;
  wave: number | 'all';
  /** The campaign's; null outside of a campaign. */
  overlap: number | null;
  seed: number;
  world: RaterWorld;
  scale: readonly number[];
  /** Answers of the campaign from which it is told what raters are like; null = that is assumed. */
  fittedTo: number | null;
  /** Share of careless raters that was asked for; null = as the world has it. */
  careless: number | null;
}

/** Used where neither the campaign nor the options say anything. */
const usual = {
  prompts: 1000,
  /** As in the Prompt Ranking Project: about 350 people for 10,000 prompts. */
  ratersPerPrompt: 0.035,
  fewestRaters: 20,
  answersOfARaterADay: 2,
};

/** What the options say, else what the campaign says, else what is usual. */
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
    overlap: state?.campaign.task.overlap ?? null,
    seed: options.seed ?? state?.campaign.seed ?? defaults.seed,
    world: options.careless === null ? chosen.world : withCareless(chosen.world, options.careless),
    scale: chosen.scale,
    fittedTo: chosen.fitted ? ratings.length : null,
    careless: options.careless,
  };
}

/** The built prompts, else as many as prank.yaml asks for. */
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
