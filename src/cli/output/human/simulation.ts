import type { CutForecast, SimulateResult } from '../../../campaign/simulate.ts';
import type { DesignForecast } from '../../../rank/forecast/forecast-design.ts';
import type { Wave } from '../../../model.ts';
import { worthwhileGain } from '../../../rank/forecast/recommend-overlap.ts';
import {
  countOf,
  showCount,
  showDayCount,
  showShare,
  showFigure,
  showRate,
  showDays,
} from '../../../lib/text/numbers.ts';
import { renderTable } from './table.ts';
import { renderTerminalChart } from '../../terminal/chart.ts';
import type { TerminalStyle } from '../../terminal/style.ts';
import { wrapText } from '../../terminal/wrap.ts';

/** The assumptions, the designs as table and chart, what they mean, and what happens with too few answers. */
export function renderSimulation(result: SimulateResult, style: TerminalStyle): string {
  return [
    renderBasis(result, style),
    renderDesigns(result),
    renderChart(result, style),
    [...renderAdvice(result), ...renderNotes(result)].map((line) => wrapText(line, style.width)).join('\n'),
    ...(result.cut === null ? [] : [renderCut(result.cut, result, style)]),
  ].join('\n\n');
}

function renderBasis(
  { prompts, raters, answersADay, atOnce, fittedTo, careless }: SimulateResult,
  { width }: TerminalStyle,
): string {
  const people =
    fittedTo === null
      ? 'Raters are as they usually are, with a long tail of less active ones: an assumption.'
      : `Raters are like this campaign's, as its ${countOf(fittedTo, 'answer')} tell.`;
  const clicking = careless === null ? '' : ` ${showShare(careless)} of them just click.`;
  const pace = `${showRate(answersADay)} answers a day`;
  const sizes = `${countOf(prompts, 'prompt')}, ${countOf(raters, 'rater')} who give ${pace} together, up to ${showCount(atOnce)} at the same time.`;
  return [sizes, `${people}${clicking}`].map((line) => wrapText(line, width)).join('\n');
}

function renderDesigns({ designs, overlap }: SimulateResult): string {
  const rows = designs.map((design) => [
    `${design.overlap}${design.overlap === overlap ? ' (yours)' : ''}`,
    showCount(design.answers),
    showShare(design.surplus / design.answers),
    showDayCount(design.days),
    showFigure(design.ofRated.intervalWidth),
    showFigure(design.ofRated.rankCorrelation),
    showShare(design.ofRated.topFound),
  ]);
  const header = ['per prompt', 'answers', 'wasted', 'days', 'interval width', 'rank corr.', 'top 10 % found'];
  return renderTable(header, rows);
}

function renderChart({ designs, recommended }: SimulateResult, style: TerminalStyle): string {
  return renderTerminalChart(
    {
      title: 'Rank correlation with the true order, by answers a prompt',
      mark: 'bar',
      domain: [0, 1],
      rows: designs.map(({ overlap, ofRated }) => ({
        label: String(overlap),
        value: ofRated.rankCorrelation,
        notes: [showFigure(ofRated.rankCorrelation), overlap === recommended?.overlap ? 'recommended' : ''],
      })),
    },
    style,
  );
}

/** The rule, and what one more answer would gain: for the recommended overlap and the campaign's own. */
function renderAdvice({ designs, recommended, overlap }: SimulateResult): string[] {
  if (recommended === null) return ['All simulated answers are equal: there is nothing to rank.'];
  const rule =
    recommended.why === 'levels_off'
      ? `from there on one more adds less than ${worthwhileGain} to the rank correlation`
      : `each one more still adds ${worthwhileGain} or more to the rank correlation, and this is the most looked at`;
  const chosen = [recommended.overlap, ...(overlap === null || overlap === recommended.overlap ? [] : [overlap])];
  return [
    `Recommended: ${countOf(recommended.overlap, 'answer')} a prompt, because ${rule}.`,
    ...chosen.flatMap((own) => renderNext(designs, own)),
  ];
}

function renderNext(designs: readonly DesignForecast[], overlap: number): string[] {
  const index = designs.findIndex((design) => design.overlap === overlap);
  const [own, next] = [designs[index], designs[index + 1]];
  if (own === undefined) return [];
  const has = `With ${overlap}, scores are known to ±${showFigure(half(own))} and ${showShare(own.ofRated.topFound)} of the best tenth is found.`;
  if (next === undefined) return [has];
  const more = next.overlap - own.overlap;
  return [
    has,
    `${more === 1 ? 'One' : more} more a prompt: ${showCount(next.answers - own.answers)} answers and ` +
      `${showDays(next.days - own.days)} more, for ±${showFigure(half(next))}, a rank correlation of ` +
      `${showFigure(next.ofRated.rankCorrelation)} instead of ${showFigure(own.ofRated.rankCorrelation)}, and ${showShare(next.ofRated.topFound)} found.`,
  ];
}

function half({ ofRated: { intervalWidth } }: DesignForecast): number | null {
  return intervalWidth === null ? null : intervalWidth / 2;
}

function renderNotes({ designs, prompts, runs }: SimulateResult): string[] {
  const simulated = designs[0]?.simulated;
  if (simulated === undefined || simulated.prompts === prompts) return [];
  return [
    `The quality is told from ${countOf(runs, 'campaign')} of ${showCount(simulated.prompts)} prompts and ${countOf(simulated.raters, 'rater')}, in which raters give as many answers each.`,
  ];
}

const cutExplained =
  'Finished prompts have all the answers wanted, rated ones have at least one. Waves finish prompts one after the other; ' +
  'all at once, the answers spread thin over more prompts: more of the best ones can be among them, each told less surely.';

function nameWave(wave: Wave): string {
  if (wave === 'auto') return 'wave: auto';
  return wave === 'all' ? 'all at once' : `waves of ${showCount(wave)}`;
}

function renderCut(
  { asked, answers, days, overlap, designs }: CutForecast,
  { prompts }: SimulateResult,
  { width }: TerminalStyle,
): string {
  const limits = [
    ...(answers === null ? [] : [`${showCount(answers)} answers`]),
    ...(days === null ? [] : [`what comes in ${showDays(days)}`]),
  ].join(' or ');
  const intro = asked
    ? `With no more than ${limits}, and ${overlap} wanted for each of ${showCount(prompts)} prompts:`
    : `If only half of the answers come (${limits}; ${overlap} wanted a prompt), waves finish more:`;
  const rows = designs.map(({ wave, answers: given, surplus, finished, rated, ofFinished, topOfAll }) => [
    nameWave(wave),
    showCount(given),
    showShare(surplus / given),
    showCount(finished),
    showCount(rated),
    showFigure(ofFinished.rankCorrelation),
    showShare(topOfAll),
  ]);
  const header = ['', 'answers', 'wasted', 'finished', 'rated', 'corr. of finished', 'top 10 % of all'];
  return [wrapText(intro, width), renderTable(header, rows), wrapText(cutExplained, width)].join('\n');
}
