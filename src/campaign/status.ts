import type { ServerVersion } from '../argilla/version.ts';
import { readCampaignStamp } from '../folder/campaign-stamp.ts';
import { readLastDataset } from '../folder/last-dataset.ts';
import { PrankError, RemoteError, UsageError } from '../lib/errors.ts';
import { prankCommand } from '../lib/text/shell-command.ts';
import { isoNow } from '../lib/time.ts';
import type { Agreement, Emit, RoundCounts } from '../model.ts';
import { answersOf, submittedRatings } from '../ratings/current-view.ts';
import { listRounds } from '../ratings/earlier-rounds.ts';
import { countRounds } from '../release/rounds.ts';
import { measureRatingAgreement } from '../rank/agreement/analyse-agreement.ts';
import { warnOfHub } from './open/token-end.ts';
import type { OpenCampaign } from './open/types.ts';
import { chooseDisplayKey } from './pseudonyms/display-key.ts';
import { chooseRaterName } from './ranking/rater-names.ts';
import { type AnswerDay, countDays } from './status/answer-days.ts';
import { findIndexDrift, type IndexDrift } from './server/index-drift.ts';
import { type LeaderboardRow, rankByAnswers } from './status/leaderboard.ts';
import { lastSeen, measureAnswerPace, type Pace } from './status/pace.ts';
import { findKnownServer, type KnownServer } from './server/known-server.ts';
import { withoutRepeatedWarnings } from './server/repeated-warnings.ts';
import type { ServerProgress } from './server/progress.ts';
import {
  countByAnswers,
  measureCampaignProgress,
  type GroupProgress,
  measureGroups,
  type CampaignProgress,
  type Uncounted,
} from './status/campaign-progress.ts';
import { forecastStatus, forecastStatusWave, type StatusForecast, type WaveForecast } from './status/forecast.ts';
import { findStuckPrompts, type StuckPrompt } from './status/stuck-prompts.ts';

export interface StatusOptions {
  /** Ask the server what is new since the last pull; true unless given. */
  server?: boolean;
  /** Make a forecast, which takes some seconds in a large campaign; true unless given. */
  forecast?: boolean;
  /** Show raters under the names that prank.yaml publishes; false = without names. True unless given. */
  names?: boolean;
}

/** Counts are from the ratings log, as of the last pull. What is new since then is in `server`. */
export interface StatusResult {
  prompts: number;
  overlap: number;
  completed: number;
  /** Number of prompts with no submitted answer, with one, … with `overlap` or more. */
  promptsByAnswers: number[];
  /** Submitted answers. */
  responses: number;
  /** Those of them beyond the first `overlap` of their prompts: they complete nothing. */
  surplus: number;
  uncounted: Uncounted;
  raters: number;
  /** Raters at work at the same time lately, as `countRatersAtOnce` counts them. */
  ratersAtOnce: number;
  byWave: GroupProgress[];
  bySource: GroupProgress[];
  byKind: GroupProgress[];
  /** Prompts in Argilla: according to the server, otherwise as far as the answers show. */
  live: number;
  /** The last days; null = nothing was pulled yet. */
  days: AnswerDay[] | null;
  /** ISO 8601 UTC; null = nothing was pulled yet. */
  pulledAt: string | null;
  server: AskedServer | null;
  /** Why the server was not asked, or did not respond; null = it did. */
  serverProblem: string | null;
  /** What to do about it; null = unknown. */
  serverHint: string | null;
  /** Empty = none was found; null = the server was not asked, or did not respond. */
  drift: IndexDrift[] | null;
  pace: Pace | null;
  leaderboard: LeaderboardRow[];
  /** Over all rounds; null = nobody has answered yet. */
  agreement: Agreement | null;
  /** What each round contributed; empty without an earlier one. Only the campaign's own answers count elsewhere. */
  rounds: RoundCounts[];
  /** Worst first. */
  stuck: StuckPrompt[];
  /** null = nothing is live, or no forecast was requested. */
  waveForecast: WaveForecast | null;
  forecast: StatusForecast | null;
}

export interface AskedServer extends ServerProgress {
  /** null = the embedded server. */
  version: ServerVersion | null;
  newAnswers: number;
}

/** How far the campaign is. Everything is from this machine, except for what the server has beyond the last pull. */
export async function status(
  campaign: OpenCampaign,
  options: StatusOptions = {},
  emit: Emit = campaign.emit,
): Promise<StatusResult> {
  return createStatusReader(campaign, options, emit)();
}

/**
 * Returns a function that reads the status at each call. What depends only on prompts and log is computed again only if
 * they have changed.
 */
export function createStatusReader(
  campaign: OpenCampaign,
  { server: asksServer = true, forecast = true, names = true }: StatusOptions,
  emit: Emit,
): () => Promise<StatusResult> {
  const software: KnownSoftware = { version: null };
  let known: { stamp: string; local: LocalStatus; forecast: StatusForecast | null | undefined } | null = null;
  const emitOnce = withoutRepeatedWarnings(emit);
  let hubWarnings: Promise<void> | null = null;
  return async () => {
    const stamp = await readCampaignStamp(campaign.dir);
    if (known?.stamp !== stamp) known = { stamp, local: await readLocal(campaign, names), forecast: undefined };
    const { progress, pulledAt, server: knownServer, ...local } = known.local;
    const { answers, ratings, prompts } = progress;
    const [asked] = asksServer
      ? await Promise.all([
          askServer(campaign, progress, { knownServer, software }, emitOnce),
          (hubWarnings ??= warnOfHub(campaign, emit)),
        ])
      : [silent('it was not asked', null)];
    // If nothing is new on the server, the log is known to be complete up to now.
    const asOf = asked.server?.newAnswers === 0 && ratings.length > 0 ? isoNow(campaign.clock) : pulledAt;
    const pace = asOf === null ? null : measureAnswerPace(answers, asOf);
    const live = Math.min(prompts.length, Math.max(asked.server?.live ?? 0, progress.reached));
    known.forecast ??= forecast ? await forecastWhole(campaign, progress, pace, emit) : null;
    return {
      ...local,
      ...asked,
      pulledAt,
      live,
      pace,
      days: asOf === null ? null : countDays(answers, asOf),
      stuck: findStuckPrompts(progress, live),
      waveForecast: forecast ? await forecastStatusWave(campaign, progress, pace, live) : null,
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
  | 'surplus'
  | 'uncounted'
  | 'ratersAtOnce'
  | 'raters'
  | 'byWave'
  | 'bySource'
  | 'byKind'
  | 'pulledAt'
  | 'leaderboard'
  | 'agreement'
  | 'rounds'
> {
  progress: CampaignProgress;
  server: KnownServer | null;
}

async function readLocal(campaign: OpenCampaign, names: boolean): Promise<LocalStatus> {
  const { task, seed } = campaign;
  const prompts = await campaign.readPrompts();
  const log = await campaign.log.read();
  const all = await campaign.log.read({ earlier: true });
  const state = await campaign.log.readState();
  const progress = measureCampaignProgress(prompts, log, task);
  const { answers, ratings, uncounted } = progress;
  const ids = new Set(prompts.map(({ id }) => id));
  const allAnswers = all === log ? answers : answersOf(all).filter(({ promptId }) => ids.has(promptId));
  const allRatings = submittedRatings(allAnswers);
  const promptsByAnswers = countByAnswers(progress);
  const leaderboard = rankByAnswers(answers);
  const privacy = names ? (campaign.publish?.raters ?? 'pseudonym') : 'omit';
  const nameOf =
    leaderboard.length === 0
      ? null
      : await chooseRaterName(privacy, log, () => chooseDisplayKey(campaign, campaign.emit));
  return {
    progress,
    server: findKnownServer(log, state, null, await readLastDataset(campaign.dir)),
    prompts: prompts.length,
    overlap: task.overlap,
    completed: promptsByAnswers[task.overlap] ?? 0,
    promptsByAnswers,
    responses: ratings.length,
    surplus: progress.surplus,
    uncounted,
    ratersAtOnce: progress.atOnce,
    raters: leaderboard.length,
    ...measureGroups(progress),
    pulledAt: state?.at ?? lastSeen(log),
    leaderboard: leaderboard.map((row) => ({ ...row, rater: nameOf?.(row.rater) ?? row.rater })),
    agreement: allRatings.length === 0 ? null : measureRatingAgreement(allRatings, task.question.values, seed),
    rounds: countRounds(allAnswers, listRounds(all)),
  };
}

type ServerAnswer = Pick<StatusResult, 'server' | 'serverProblem' | 'serverHint' | 'drift'>;

function silent(serverProblem: string, serverHint: string | null): ServerAnswer {
  return { server: null, serverProblem, serverHint, drift: null };
}

const notDeployed = 'nothing is deployed there yet';

/** What the server runs, which is asked only once; null = unknown. */
interface KnownSoftware {
  version: ServerVersion | null;
}

/** If the server can't be asked, everything that is known here is still shown. */
async function askServer(
  campaign: OpenCampaign,
  progress: CampaignProgress,
  { knownServer, software }: { knownServer: KnownServer | null; software: KnownSoftware },
  emit: Emit,
): Promise<ServerAnswer> {
  try {
    const server = await readServerHastily(campaign, { knownServer, software }, emit);
    if (server === null) return silent(notDeployed, prankCommand('deploy'));
    const known = progress.answers.length + progress.uncounted.elsewhere;
    const newAnswers = Math.max(0, server.answers - known);
    const drift = findIndexDrift(server, progress);
    return { server: { ...server, newAnswers }, serverProblem: null, serverHint: null, drift };
  } catch (error) {
    if (error instanceof UsageError && error.code === 'not_deployed')
      return silent(notDeployed, prankCommand('deploy'));
    if (error instanceof PrankError) return silent(error.message, error.hint);
    throw error;
  }
}

/** A status must not wait for a Space that is asleep. */
const patienceMs = 15_000;

async function readServerHastily(
  campaign: OpenCampaign,
  { knownServer, software }: { knownServer: KnownServer | null; software: KnownSoftware },
  emit: Emit,
): Promise<Omit<AskedServer, 'newAnswers'> | null> {
  const patience = AbortSignal.timeout(patienceMs);
  const { connectServer } = await import('./open/server.ts');
  const { getVersion } = await import('../argilla/version.ts');
  const { readServerProgress } = await import('./server/progress.ts');
  const hasty = { ...campaign, signal: AbortSignal.any([campaign.signal, patience]) };
  try {
    return await connectServer(hasty, { dryRun: true }, async (connection) => {
      const progress = await readServerProgress(connection, campaign.task, knownServer, emit);
      if (progress === null) return null;
      if (campaign.target.type !== 'local') software.version ??= await getVersion(connection);
      return { ...progress, version: software.version };
    });
  } catch (error) {
    if (!patience.aborted) throw error;
    throw new RemoteError('server_slow', `it did not answer within ${patienceMs / 1000} seconds`, { cause: error });
  }
}

async function forecastWhole(
  campaign: OpenCampaign,
  progress: CampaignProgress,
  pace: Pace | null,
  emit: Emit,
): Promise<StatusForecast | null> {
  if (pace === null || progress.ratings.length === 0) return null;
  emit({ type: 'progress', task: 'making a forecast (--no-forecast skips it)', done: 0, total: null });
  return forecastStatus(campaign, progress, pace);
}
