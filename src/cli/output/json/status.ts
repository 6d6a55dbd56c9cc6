import type { GroupProgress } from '../../../campaign/status/campaign-progress.ts';
import type { StatusForecast, WaveForecast } from '../../../campaign/status/forecast.ts';
import type { StatusResult } from '../../../campaign/status.ts';
import { explainStuck } from '../human/status/stuck.ts';
import { toJsonAgreement } from './ranking.ts';
import { figure, toJsonQuality } from './simulation.ts';
import type { CommandData } from './schemas.ts';

/** `data` of `status --json`. */
export function toStatusData(result: StatusResult): CommandData<'status'> {
  const { pace, agreement, forecast, uncounted, waveForecast } = result;
  return {
    prompts: result.prompts,
    overlap: result.overlap,
    completed: result.completed,
    prompts_by_answers: result.promptsByAnswers,
    responses: result.responses,
    beyond_overlap: result.surplus,
    discarded: uncounted.discarded,
    not_counted: {
      discarded: uncounted.discarded,
      drafts: uncounted.drafts,
      without_value: uncounted.withoutValue,
      other_prompts: uncounted.elsewhere,
      mismatched: uncounted.outside.mismatched.answers,
    },
    raters: result.raters,
    raters_at_once: result.ratersAtOnce,
    live: result.live,
    by_wave: result.byWave.map((group) => ({ wave: Number(group.group), ...toJsonGroup(group) })),
    by_source: result.bySource.map((group) => ({ source: group.group, ...toJsonGroup(group) })),
    by_kind: result.byKind.map((group) => ({ kind: group.group, ...toJsonGroup(group) })),
    days: result.days,
    pulled_at: result.pulledAt,
    ...toJsonServer(result),
    pace:
      pace === null
        ? null
        : { answers_a_day: figure(pace.answersADay), days: figure(pace.days), raters: pace.raters, as_of: pace.asOf },
    leaderboard: result.leaderboard.map(({ rater, answers, discarded, lastAnswerAt }) => ({
      rater,
      answers,
      discarded,
      last_answer_at: lastAnswerAt,
    })),
    agreement: agreement === null ? null : toJsonAgreement(agreement),
    rounds: [...result.rounds],
    stuck: result.stuck.map(({ expected, ...prompt }) => ({
      ...prompt,
      expected: figure(expected),
      why: explainStuck({ expected, ...prompt }),
    })),
    wave_forecast: waveForecast === null ? null : toJsonWave(waveForecast),
    forecast: forecast === null ? null : toJsonForecast(forecast),
  };
}

function toJsonServer({ server, serverProblem, serverHint, drift }: StatusResult) {
  return {
    server:
      server === null
        ? null
        : {
            software: server.version?.software ?? ('embedded' as const),
            version: server.version?.version ?? null,
            live: server.live,
            completed: server.index.completed,
            responses: server.responses,
            raters: server.raters,
            new_answers: server.newAnswers,
          },
    server_problem: serverProblem,
    server_hint: serverHint,
    drift,
  };
}

function toJsonGroup({ prompts, completed, answers }: GroupProgress) {
  return { prompts, completed, answers, share: figure(completed / prompts) };
}

function toJsonWave({ wave, waves, live, unfinished, enough, daysLeft, endsAt }: WaveForecast) {
  return { wave, waves, live, unfinished, enough, days_left: figure(daysLeft), ends_at: endsAt };
}

function toJsonForecast({ answersLeft, daysLeft, completedAt, fitted, now, atEnd }: StatusForecast) {
  return {
    answers_left: answersLeft,
    days_left: figure(daysLeft),
    completed_at: completedAt,
    fitted,
    now: toJsonQuality(now),
    at_end: atEnd === null ? null : toJsonQuality(atEnd),
  };
}
