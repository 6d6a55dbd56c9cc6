import type { LeaderboardRow } from '../../campaign/leaderboard.ts';
import type { StatusForecast, StatusResult } from '../../campaign/status.ts';
import { printable } from '../../lib/text.ts';
import { countOf, showCount } from '../../lib/count-words.ts';
import { renderDays, renderShare } from './figures.ts';
import { describeAgreement } from '../../release/agreement-sentence.ts';
import { renderNumber, renderTable } from './table.ts';
import { renderTerminalChart } from './terminal-chart.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { wrapText } from './wrap.ts';

/** Where the campaign stands, what is to be expected of it, and who rated most. */
export function renderStatus(result: StatusResult, style: TerminalStyle): string {
  const { agreement, forecast, leaderboard } = result;
  return [
    renderProgress(result, style),
    [
      ...renderCounts(result),
      renderServer(result),
      ...renderPace(result),
      ...(agreement === null ? [] : [describeAgreement(agreement)]),
    ]
      .map((line) => wrapText(line, style.width))
      .join('\n'),
    ...(forecast === null ? [] : [renderForecast(result, forecast, style)]),
    ...(leaderboard.length === 0 ? [] : [renderLeaderboard(leaderboard)]),
  ].join('\n\n');
}

function renderProgress({ prompts, completed, overlap, promptsByAnswers }: StatusResult, style: TerminalStyle): string {
  return renderTerminalChart(
    {
      title: `${showCount(completed)} of ${countOf(prompts, 'prompt')} completed (${renderShare(prompts === 0 ? 0 : completed / prompts)})`,
      mark: 'bar',
      domain: [0, prompts],
      rows: promptsByAnswers
        .map((count, answers) => ({
          label: answers === overlap ? `${countOf(answers, 'answer')} or more` : countOf(answers, 'answer'),
          value: count,
          notes: [showCount(count)],
        }))
        .toReversed(),
    },
    style,
  );
}

function renderCounts({ responses, discarded, raters, pulledAt }: StatusResult): string[] {
  if (pulledAt === null) return ['Nothing was pulled yet: prank pull brings what people answered.'];
  const skipped = discarded === 0 ? '' : `, ${showCount(discarded)} discarded`;
  return [
    `${countOf(responses, 'answer')}${skipped}, ${countOf(raters, 'rater')}, as of the last pull at ${renderTime(pulledAt)}.`,
  ];
}

function renderServer({ server, serverProblem, serverHint, prompts }: StatusResult): string {
  if (server === null) {
    const next = serverHint === null ? '' : ` Next: ${printable(serverHint)}`;
    return `The server: ${printable(serverProblem ?? 'unknown').replace(/\.$/, '')}.${next}`;
  }
  const { live, completed, newAnswers } = server;
  const waiting = prompts > live ? `, ${showCount(prompts - live)} wait for later waves` : '';
  const news =
    newAnswers === 0 ? 'nothing new since the pull' : `${countOf(newAnswers, 'answer')} since the pull: prank pull`;
  return `The server: ${countOf(live, 'prompt')} live, ${showCount(completed)} of them completed${waiting}; ${news}.`;
}

function renderPace({ pace }: StatusResult): string[] {
  if (pace === null) return [];
  const { answersADay, days, raters } = pace;
  const span = days === 1 ? 'the last day' : `the last ${renderDays(days)} days`;
  if (answersADay === 0) return [`Nobody answered in ${span}.`];
  return [
    `Pace over ${span}: ${showCount(Math.round(answersADay * 10) / 10)} answers a day by ${countOf(raters, 'rater')}.`,
  ];
}

function renderForecast(
  { overlap, raters, pace }: StatusResult,
  forecast: StatusForecast,
  style: TerminalStyle,
): string {
  const { now, atEnd, fitted, answersLeft, daysLeft, completedAt } = forecast;
  const wanted = `${countOf(overlap, 'answer')} a prompt`;
  const sentence =
    answersLeft === 0
      ? `Every prompt has its ${countOf(overlap, 'answer')}.`
      : atEnd === null
        ? `${wanted} need ${countOf(overlap, 'rater')} or more, because nobody rates a prompt twice; so far there are ${raters}.`
        : daysLeft === null || completedAt === null
          ? `${showCount(answersLeft)} answers are missing until ${wanted}; at a pace of ${showCount(pace?.answersADay ?? 0)} a day they never come.`
          : `${showCount(answersLeft)} answers are missing until ${wanted}: about ${renderDays(daysLeft)} days at this pace, ${completedAt.slice(0, 10)}.`;
  const columns = [
    { name: 'now', quality: now },
    ...(atEnd === null || answersLeft === 0 ? [] : [{ name: 'at the end', quality: atEnd }]),
  ];
  const rows = columns.map(({ name, quality }) => [
    name,
    renderNumber(quality.intervalWidth),
    renderNumber(quality.rankCorrelation),
    renderShare(quality.topFound),
  ]);
  const basis = fitted
    ? 'Raters simulated as these answers show them'
    : 'Too few answers to tell raters apart: simulated as they usually are';
  return [
    wrapText(sentence, style.width),
    renderTable(['expected', 'interval width', 'rank correlation', 'top 10 % found'], rows),
    wrapText(`${basis}; over the prompts with an answer.`, style.width),
  ].join('\n');
}

const mostShown = 10;

function renderLeaderboard(leaderboard: readonly LeaderboardRow[]): string {
  const rows = leaderboard
    .slice(0, mostShown)
    .map(({ rater, answers, discarded, lastAnswerAt }, index) => [
      String(index + 1),
      printable(rater, 40),
      showCount(answers),
      showCount(discarded),
      renderTime(lastAnswerAt),
    ]);
  const more = leaderboard.length - mostShown;
  return [
    renderTable(['', 'rater', 'answers', 'discarded', 'last answer'], rows),
    ...(more > 0 ? [`and ${countOf(more, 'more rater')}`] : []),
  ].join('\n');
}

/** 2026-01-01 10:00 UTC */
function renderTime(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}
