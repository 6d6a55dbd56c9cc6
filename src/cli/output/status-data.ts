import type { StatusForecast, StatusResult } from '../../campaign/status.ts';
import { toJsonAgreement } from './ranking.ts';
import { figure, toJsonQuality } from './simulation-data.ts';

/** What `status --json` says. */
export function toStatusData(result: StatusResult): object {
  const { pace, server, agreement, forecast } = result;
  return {
    prompts: result.prompts,
    overlap: result.overlap,
    completed: result.completed,
    prompts_by_answers: result.promptsByAnswers,
    responses: result.responses,
    discarded: result.discarded,
    raters: result.raters,
    pulled_at: result.pulledAt,
    server:
      server === null
        ? null
        : {
            live: server.live,
            completed: server.completed,
            responses: server.responses,
            raters: server.raters,
            new_answers: server.newAnswers,
          },
    server_problem: result.serverProblem,
    server_hint: result.serverHint,
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
    forecast: forecast === null ? null : toJsonForecast(forecast),
  };
}

function toJsonForecast({ answersLeft, daysLeft, completedAt, fitted, now, atEnd }: StatusForecast): object {
  return {
    answers_left: answersLeft,
    days_left: figure(daysLeft),
    completed_at: completedAt,
    fitted,
    now: toJsonQuality(now),
    at_end: atEnd === null ? null : toJsonQuality(atEnd),
  };
}
