import { PrankError } from '../lib/errors.ts';
import type { Agreement, Campaign, Emit, Prompt, Rating, ResponseEvent } from '../model.ts';
import { measureRatingAgreement } from '../rank/agreement/analyse-agreement.ts';
import { chooseWorld } from '../rank/forecast/choose-world.ts';
import { type CompletionForecast, forecastCompletion } from '../rank/forecast/forecast-completion.ts';
import { answersOf, submittedRatings } from '../ratings/current-view.ts';
import { type LeaderboardRow, rankByAnswers } from './leaderboard.ts';
import { measurePace, type Pace } from './pace.ts';
import type { ServerProgress } from './server-progress.ts';
import { lastSeen } from './simulated-situation.ts';

export interface StatusPorts {
  readPrompts: () => Promise<Prompt[]>;
  readLog: () => Promise<ResponseEvent[]>;
  /** When the last pull started; null before the first one. */
  readPulledAt: () => Promise<string | null>;
  /** What the server has now, null when nothing is deployed there; throws PrankError when it can't be asked. */
  readServer: (() => Promise<ServerProgress | null>) | null;
  raterName: () => Promise<(rater: string) => string>;
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
  discarded: number;
  raters: number;
  /** ISO 8601 UTC; null = nothing was pulled yet. */
  pulledAt: string | null;
  server: (ServerProgress & { newAnswers: number }) | null;
  /** Why the server was not asked, or said nothing; null = it did. */
  serverProblem: string | null;
  /** What to do about it; null where nothing is known. */
  serverHint: string | null;
  pace: Pace | null;
  leaderboard: LeaderboardRow[];
  /** null = nobody answered yet. */
  agreement: Agreement | null;
  forecast: StatusForecast | null;
}

export interface StatusForecast extends CompletionForecast {
  /** When the last answer is to be expected, ISO 8601 UTC; null when it can't be told. */
  completedAt: string | null;
  /** Whether raters are taken as these answers show them, or as they usually are. */
  fitted: boolean;
}

/** Where the campaign stands: all from this machine, but for what the server has beyond the last pull. */
export async function status(
  campaign: Pick<Campaign, 'task' | 'seed'>,
  ports: StatusPorts,
  options: StatusOptions,
  emit: Emit,
): Promise<StatusResult> {
  const { overlap, question } = campaign.task;
  const prompts = await ports.readPrompts();
  const log = await ports.readLog();
  const pulledAt = (await ports.readPulledAt()) ?? lastSeen(log);
  const ids = new Set(prompts.map(({ id }) => id));
  const answers = answersOf(log).filter(({ promptId }) => ids.has(promptId));
  const ratings = submittedRatings(answers);
  const promptsByAnswers = countByAnswers(ids, ratings, overlap);
  const asked = await askServer(ports, answers.length);
  // Nothing new on the server: what the log has is known to be all up to now.
  const asOf = asked.server?.newAnswers === 0 && ratings.length > 0 ? ports.now() : pulledAt;
  const pace = asOf === null ? null : measurePace(answers, asOf);
  const leaderboard = rankByAnswers(answers);
  const nameOf = leaderboard.length === 0 ? null : await ports.raterName();
  if (options.forecast && ratings.length > 2000)
    emit({ type: 'info', text: 'Making a forecast (--no-forecast skips it) …' });
  return {
    prompts: prompts.length,
    overlap,
    completed: promptsByAnswers[overlap] ?? 0,
    promptsByAnswers,
    responses: ratings.length,
    discarded: answers.filter((answer) => answer.status === 'discarded').length,
    raters: leaderboard.length,
    pulledAt,
    ...asked,
    pace,
    leaderboard: leaderboard.map((row) => ({ ...row, rater: nameOf?.(row.rater) ?? row.rater })),
    agreement: ratings.length === 0 ? null : measureRatingAgreement(ratings, question.values, campaign.seed),
    forecast:
      options.forecast && pace !== null && ratings.length > 0
        ? forecastStatus({ ratings, items: [...ids], values: question.values, overlap, seed: campaign.seed, pace })
        : null,
  };
}

function countByAnswers(ids: ReadonlySet<string>, ratings: readonly Rating[], overlap: number): number[] {
  const answers = new Map<string, number>();
  for (const { item } of ratings) answers.set(item, (answers.get(item) ?? 0) + 1);
  const counts = Array.from({ length: overlap + 1 }, () => 0);
  for (const id of ids) {
    const own = Math.min(overlap, answers.get(id) ?? 0);
    counts[own] = (counts[own] ?? 0) + 1;
  }
  return counts;
}

type ServerAnswer = Pick<StatusResult, 'server' | 'serverProblem' | 'serverHint'>;

function silent(serverProblem: string, serverHint: string | null): ServerAnswer {
  return { server: null, serverProblem, serverHint };
}

/** A server that can't be asked takes nothing away from what is known here. */
async function askServer({ readServer }: StatusPorts, known: number): Promise<ServerAnswer> {
  if (readServer === null) return silent('it was not asked', null);
  try {
    const server = await readServer();
    if (server === null) return silent('nothing is deployed there yet', 'prank deploy');
    const newAnswers = Math.max(0, server.answers - known);
    return { server: { ...server, newAnswers }, serverProblem: null, serverHint: null };
  } catch (error) {
    if (error instanceof PrankError) return silent(error.message, error.hint ?? null);
    throw error;
  }
}

const dayMs = 86_400_000;

function forecastStatus({
  values,
  pace,
  ...input
}: {
  ratings: readonly Rating[];
  items: readonly string[];
  values: readonly number[];
  overlap: number;
  seed: number;
  pace: Pace;
}): StatusForecast {
  const chosen = chooseWorld(input.ratings, values);
  const completion = forecastCompletion({ ...input, chosen, answersADay: pace.answersADay });
  const { daysLeft } = completion;
  const end = daysLeft === null ? Number.NaN : Date.parse(pace.asOf) + daysLeft * dayMs;
  const date = new Date(end);
  const completedAt = Number.isNaN(date.getTime()) ? null : date.toISOString();
  return { ...completion, completedAt, fitted: chosen.fitted };
}
