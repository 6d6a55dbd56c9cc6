import { PrankError } from '../lib/errors.ts';
import { prankCommand } from '../lib/text/shell-command.ts';
import type { Agreement, Campaign, Emit, Prompt, ResponseEvent } from '../model.ts';
import { measureRatingAgreement } from '../rank/agreement/analyse-agreement.ts';
import { type AnswerDay, countDays } from './status/answer-days.ts';
import { findIndexDrift, type IndexDrift } from './server/index-drift.ts';
import { type LeaderboardRow, rankByAnswers } from './status/leaderboard.ts';
import { lastSeen, measureAnswerPace, type Pace } from './status/pace.ts';
import type { ServerProgress } from './server/progress.ts';
import {
  countByAnswers,
  measureCampaignProgress,
  type GroupProgress,
  measureGroups,
  type CampaignProgress,
  type Uncounted,
} from './status/campaign-progress.ts';
import {
  forecastStatus,
  forecastStatusWave,
  type MakeForecast,
  type StatusForecast,
  type WaveForecast,
} from './status/forecast.ts';
import { findStuckPrompts, type StuckPrompt } from './status/stuck-prompts.ts';

export interface StatusPorts {
  readPrompts: () => Promise<Prompt[]>;
  readLog: () => Promise<ResponseEvent[]>;
  /** When the last pull started; null before the first one. */
  readPulledAt: () => Promise<string | null>;
  /** Another text whenever prompts or log are not what they were; only of use to who looks again and again. */
  readStamp?: () => Promise<string>;
  /** Left out = in this thread, which hears nothing else meanwhile. */
  makeForecast?: MakeForecast;
  /** What the server has now, null when nothing is deployed there; throws PrankError when it can't be asked. */
  readServer: (() => Promise<ServerProgress | null>) | null;
  /** How raters are called who have answers in the log. */
  raterName: (log: readonly ResponseEvent[]) => Promise<(rater: string) => string>;
  /** ISO 8601 UTC. */
  now: () => string;
}

export interface StatusOptions {
  /** A forecast of a large campaign takes some seconds. */
  forecast: boolean;
}

/** Counts are those of the ratings log, as of the last pull; what came since is in `server`. */
export interface StatusResult {
  prompts: number;
  overlap: number;
  completed: number;
  /** Prompts by their submitted answers: none, one … `overlap` or more. */
  promptsByAnswers: number[];
  /** Submitted. */
  responses: number;
  uncounted: Uncounted;
  raters: number;
  byWave: GroupProgress[];
  bySource: GroupProgress[];
  byKind: GroupProgress[];
  /** Prompts in Argilla: as the server says, else as far as answers tell. */
  live: number;
  /** The last days; null = nothing was pulled yet. */
  days: AnswerDay[] | null;
  /** ISO 8601 UTC; null = nothing was pulled yet. */
  pulledAt: string | null;
  server: (ServerProgress & { newAnswers: number }) | null;
  /** Why the server was not asked, or said nothing; null = it did. */
  serverProblem: string | null;
  /** What to do about it; null where nothing is known. */
  serverHint: string | null;
  /** Empty = none was seen; null = the server said nothing. */
  drift: IndexDrift[] | null;
  pace: Pace | null;
  leaderboard: LeaderboardRow[];
  /** null = nobody answered yet. */
  agreement: Agreement | null;
  /** Worst first. */
  stuck: StuckPrompt[];
  /** null = nothing is live, or no forecast was asked for. */
  waveForecast: WaveForecast | null;
  forecast: StatusForecast | null;
}

type StatusCampaign = Pick<Campaign, 'task' | 'seed'>;

/** Where the campaign stands: all from this machine, but for what the server has beyond the last pull. */
export async function status(
  campaign: StatusCampaign,
  ports: StatusPorts,
  options: StatusOptions,
  emit: Emit,
): Promise<StatusResult> {
  return createStatusReader(campaign, ports, options, emit)();
}

/** Looks as often as it is called; what rests on prompts and log alone is worked out anew only when they changed. */
export function createStatusReader(
  campaign: StatusCampaign,
  ports: StatusPorts,
  options: StatusOptions,
  emit: Emit,
): () => Promise<StatusResult> {
  let known: { stamp: string; local: LocalStatus; forecast: StatusForecast | null | undefined } | null = null;
  return async () => {
    const stamp = (await ports.readStamp?.()) ?? '';
    if (known?.stamp !== stamp) known = { stamp, local: await readLocal(campaign, ports), forecast: undefined };
    const { progress, pulledAt, ...local } = known.local;
    const { answers, ratings, prompts } = progress;
    const asked = await askServer(ports, progress);
    // Nothing new on the server: what the log has is known to be all up to now.
    const asOf = asked.server?.newAnswers === 0 && ratings.length > 0 ? ports.now() : pulledAt;
    const pace = asOf === null ? null : measureAnswerPace(answers, asOf);
    const live = Math.min(prompts.length, Math.max(asked.server?.live ?? 0, progress.reached));
    known.forecast ??= options.forecast ? await forecastWhole(campaign, progress, pace, ports, emit) : null;
    return {
      ...local,
      ...asked,
      pulledAt,
      live,
      pace,
      days: asOf === null ? null : countDays(answers, asOf),
      stuck: findStuckPrompts(progress, live),
      waveForecast: options.forecast ? await forecastStatusWave(campaign, progress, pace, live) : null,
      forecast: known.forecast,
    };
  };
}

interface LocalStatus extends Pick<
  StatusResult,
  | 'prompts'
  | 'overlap'
  | 'completed'
  | 'promptsByAnswers'
  | 'responses'
  | 'uncounted'
  | 'raters'
  | 'byWave'
  | 'bySource'
  | 'byKind'
  | 'pulledAt'
  | 'leaderboard'
  | 'agreement'
> {
  progress: CampaignProgress;
}

async function readLocal({ task, seed }: StatusCampaign, ports: StatusPorts): Promise<LocalStatus> {
  const prompts = await ports.readPrompts();
  const log = await ports.readLog();
  const progress = measureCampaignProgress(prompts, log, task);
  const { answers, ratings, uncounted } = progress;
  const promptsByAnswers = countByAnswers(progress);
  const leaderboard = rankByAnswers(answers);
  const nameOf = leaderboard.length === 0 ? null : await ports.raterName(log);
  return {
    progress,
    prompts: prompts.length,
    overlap: task.overlap,
    completed: promptsByAnswers[task.overlap] ?? 0,
    promptsByAnswers,
    responses: ratings.length,
    uncounted,
    raters: leaderboard.length,
    ...measureGroups(progress),
    pulledAt: (await ports.readPulledAt()) ?? lastSeen(log),
    leaderboard: leaderboard.map((row) => ({ ...row, rater: nameOf?.(row.rater) ?? row.rater })),
    agreement: ratings.length === 0 ? null : measureRatingAgreement(ratings, task.question.values, seed),
  };
}

type ServerAnswer = Pick<StatusResult, 'server' | 'serverProblem' | 'serverHint' | 'drift'>;

function silent(serverProblem: string, serverHint: string | null): ServerAnswer {
  return { server: null, serverProblem, serverHint, drift: null };
}

/** A server that can't be asked takes nothing away from what is known here. */
async function askServer({ readServer }: StatusPorts, progress: CampaignProgress): Promise<ServerAnswer> {
  if (readServer === null) return silent('it was not asked', null);
  try {
    const server = await readServer();
    if (server === null) return silent('nothing is deployed there yet', prankCommand('deploy'));
    const known = progress.answers.length + progress.uncounted.elsewhere;
    const newAnswers = Math.max(0, server.answers - known);
    const drift = findIndexDrift(server, progress);
    return { server: { ...server, newAnswers }, serverProblem: null, serverHint: null, drift };
  } catch (error) {
    if (error instanceof PrankError) return silent(error.message, error.hint);
    throw error;
  }
}

async function forecastWhole(
  campaign: StatusCampaign,
  progress: CampaignProgress,
  pace: Pace | null,
  { makeForecast }: StatusPorts,
  emit: Emit,
): Promise<StatusForecast | null> {
  if (pace === null || progress.ratings.length === 0) return null;
  emit({ type: 'progress', task: 'making a forecast (--no-forecast skips it)', done: 0, total: null });
  return forecastStatus(campaign, progress, pace, makeForecast);
}
