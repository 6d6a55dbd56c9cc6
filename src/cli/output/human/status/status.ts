import { describeOutside } from '../../../../ratings/outside-answers.ts';
import type { StatusResult } from '../../../../campaign/status.ts';
import { countOf, showCount, showOrdinal, showShare, showDays, showRate } from '../../../../lib/text/numbers.ts';
import { prankCommand } from '../../../../lib/text/shell-command.ts';
import { describeAgreement } from '../../../../release/card/agreement-sentence.ts';
import { describeRounds } from '../../../../release/rounds.ts';
import { renderAnswerDays } from './days.ts';
import { describeEnd, describeWave, renderQuality } from './forecast.ts';
import { renderGroups } from './groups.ts';
import { renderLeaderboard } from './leaderboard.ts';
import { describeDrift, describeServer } from './server.ts';
import { renderStuck } from './stuck.ts';
import { renderTerminalChart } from '../../../terminal/chart.ts';
import type { TerminalStyle } from '../../../terminal/style.ts';
import { keepWhole, wrapText } from '../../../terminal/wrap.ts';
import { showTime } from '../../../../lib/time.ts';

/** The campaign's progress, forecast and raters. What matters most comes first. */
export function renderStatus(result: StatusResult, style: TerminalStyle): string {
  const { agreement, forecast, leaderboard, days, stuck, rounds } = result;
  const byRound = describeRounds(rounds);
  return [
    renderProgress(result, style),
    renderSentences(result, style),
    ...(days === null ? [] : [renderAnswerDays(days, style)]),
    ...(stuck.length === 0 ? [] : [renderStuck(stuck, style)]),
    ...renderGroups(result, style),
    ...(leaderboard.length === 0 ? [] : [renderLeaderboard(result, style)]),
    ...(byRound === null ? [] : [wrapText(byRound, style.width)]),
    ...(agreement === null ? [] : [wrapText(describeAgreement(agreement), style.width)]),
    ...(forecast === null ? [] : [renderQuality(forecast, style)]),
  ].join('\n\n');
}

function renderProgress({ prompts, completed, overlap, promptsByAnswers }: StatusResult, style: TerminalStyle): string {
  return renderTerminalChart(
    {
      title: `${showCount(completed)} of ${countOf(prompts, 'prompt')} completed (${showShare(prompts === 0 ? 0 : completed / prompts)})`,
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

function renderSentences(result: StatusResult, style: TerminalStyle): string {
  const { drift, forecast, waveForecast } = result;
  const wrap = (text: string): string => wrapText(text, style.width);
  return [
    wrap(describeCounts(result)),
    ...describeSurplus(result).map(wrap),
    ...describeOutside(result.uncounted.outside).map((text) => style.paint.yellow(wrap(text))),
    wrap(describeServer(result)),
    ...(drift === null || drift.length === 0 ? [] : [style.paint.yellow(wrap(describeDrift(drift)))]),
    ...describePace(result).map(wrap),
    ...(waveForecast === null ? [] : [wrap(describeWave(waveForecast))]),
    ...(forecast === null ? [] : [wrap(describeEnd(result, forecast))]),
  ].join('\n');
}

function describeCounts({ responses, uncounted: { discarded }, raters, pulledAt }: StatusResult): string {
  if (pulledAt === null) return `Nothing was pulled yet. To get the answers: ${keepWhole(prankCommand('pull'))}`;
  const skipped = discarded === 0 ? '' : `, ${showCount(discarded)} discarded`;
  return `${countOf(responses, 'answer')}${skipped}, ${countOf(raters, 'rater')}, as of the last pull at ${showTime(pulledAt)}.`;
}

/** Answers that complete nothing: people who rate at the same time get the same prompts. */
function describeSurplus({ surplus, responses, overlap, ratersAtOnce }: StatusResult): string[] {
  if (surplus === 0) return [];
  const crowd =
    ratersAtOnce > 1 ? `; up to ${showCount(ratersAtOnce)} raters were at work at the same time lately` : '';
  return [
    `${countOf(surplus, 'answer')} beyond the ${showOrdinal(overlap)} of a prompt (${showShare(surplus / responses)})${crowd}.`,
  ];
}

function describePace({ pace }: StatusResult): string[] {
  if (pace === null) return [];
  const { answersADay, days, raters } = pace;
  const span = days === 1 ? 'the last day' : `the last ${showDays(days)}`;
  if (answersADay === 0) return [`Nobody answered in ${span}.`];
  return [`Pace over ${span}: ${showRate(answersADay)} answers a day by ${countOf(raters, 'rater')}.`];
}
