import type { StatusForecast, WaveForecast } from '../../../../campaign/status/forecast.ts';
import type { StatusResult } from '../../../../campaign/status.ts';
import { countOf, showCount, showShare, showFigure, showDays, showRate } from '../../../../lib/text/numbers.ts';
import { prankCommand } from '../../../../lib/text/shell-command.ts';
import { renderTable } from '../table.ts';
import type { TerminalStyle } from '../../../terminal/style.ts';
import { keepWhole, wrapText } from '../../../terminal/wrap.ts';

/** When the wave in Argilla ends, one sentence for `wrapText`. */
export function describeWave({ wave, waves, unfinished, enough, daysLeft, endsAt }: WaveForecast): string {
  const name = waves === 1 ? 'The wave' : `Wave ${wave} of ${waves}`;
  const open = `${countOf(unfinished, 'live prompt')} ${unfinished === 1 ? 'lacks' : 'lack'} answers`;
  if (unfinished <= enough) {
    return enough === 0
      ? `${name} is finished.`
      : `${name} is done but for ${showCount(unfinished)}: ${keepWhole(prankCommand('push'))} adds the next wave.`;
  }
  const until = enough === 0 ? 'all are finished' : `${showCount(enough)} are left and the next wave comes in`;
  const when =
    daysLeft === null || endsAt === null
      ? `at this pace it can't be told when ${until}`
      : `about ${showDays(daysLeft)} until ${until}, ${endsAt.slice(0, 10)}`;
  return `${name}: ${open}; ${when}.`;
}

/** When the campaign ends at this pace, one sentence. */
export function describeEnd({ overlap, raters, pace }: StatusResult, forecast: StatusForecast): string {
  const { answersLeft, atEnd, daysLeft, completedAt } = forecast;
  const wanted = `${countOf(overlap, 'answer')} a prompt`;
  if (answersLeft === 0) return `Every prompt has its ${countOf(overlap, 'answer')}.`;
  if (atEnd === null) {
    return `${wanted} need ${countOf(overlap, 'rater')} or more, because nobody rates a prompt twice; so far there are ${raters}.`;
  }
  const missing = `${showCount(answersLeft)} answers are missing until ${wanted}`;
  if (daysLeft === null || completedAt === null) {
    return `${missing}; at a pace of ${showRate(pace?.answersADay ?? 0)} a day they never come.`;
  }
  return `${missing}: about ${showDays(daysLeft)} at this pace, ${completedAt.slice(0, 10)}.`;
}

/** How good the ranking is now, and how good it will be. */
export function renderQuality({ now, atEnd, answersLeft, fitted }: StatusForecast, style: TerminalStyle): string {
  const columns = [
    { name: 'now', quality: now },
    ...(atEnd === null || answersLeft === 0 ? [] : [{ name: 'at the end', quality: atEnd }]),
  ];
  const rows = columns.map(({ name, quality }) => [
    name,
    showFigure(quality.intervalWidth),
    showFigure(quality.rankCorrelation),
    showShare(quality.topFound),
  ]);
  const basis = fitted
    ? 'Raters simulated as these answers show them'
    : 'Too few answers to tell raters apart: simulated as they usually are';
  return [
    renderTable(['expected', 'interval width', 'rank correlation', 'top 10 % found'], rows),
    wrapText(`${basis}; over the prompts with an answer.`, style.width),
  ].join('\n');
}
