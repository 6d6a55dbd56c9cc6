import { escapeXml } from '../../lib/charts/escape-xml.ts';
import { printable } from '../../lib/text/text.ts';
import type { Question } from '../../model.ts';
import { describeAgreement } from '../card/agreement-sentence.ts';
import { showCount, showFigure, showShare, countOf, showRange } from '../../lib/text/numbers.ts';
import { describeRounds } from '../rounds.ts';
import { nounOf } from './prompts.ts';
import type { ReportInput } from './input.ts';

interface Tile {
  figure: string;
  label: string;
}

/** The title, the question, the main figures and the summary in words, as HTML. */
export function renderReportHead(input: ReportInput): string {
  const { title, question, simulated, ranking, rows } = input;
  const { overall } = ranking.agreementAnalysis;
  const noun = nounOf(input);
  const byRound = describeRounds(input.rounds ?? []);
  const rated = rows.filter(({ answers }) => answers > 0).length;
  const alpha = overall.alphaOrdinal;
  const tiles: Tile[] = [
    { figure: showCount(rated), label: `${noun}s rated${rated < rows.length ? ` of ${showCount(rows.length)}` : ''}` },
    { figure: showCount(ranking.raters.length), label: 'raters' },
    { figure: showCount(ranking.ratings), label: 'ratings' },
    { figure: showFigure(rated === 0 ? null : ranking.ratings / rated, 1), label: `ratings a rated ${noun}` },
    {
      figure: showShare(overall.exactAgreement.value),
      label: 'of pairs of ratings are equal',
    },
    {
      figure: showFigure(alpha.value),
      label: `Krippendorff's alpha${alpha.low === null ? '' : `, ${showRange(alpha.low, alpha.high)}`}`,
    },
  ];
  return [
    '<p class="kind">Ranking report</p>',
    `<h1 dir="auto">${escapeXml(printable(title, 120))}</h1>`,
    ...(simulated ? [`<p class="notice">${simulatedNotice}</p>`] : []),
    `<p class="lead" dir="auto">${escapeXml([...describeQuestion(question), ...describePeriod(input)].join(' '))}</p>`,
    `<dl class="tiles">${tiles.map(renderTile).join('')}</dl>`,
    `<p>${escapeXml(`${countOf(rows.length, noun)}, ${countOf(ranking.raters.length, 'rater')}, ${countOf(ranking.ratings, 'rating')}. ${describeAgreement(overall)}`)}</p>`,
    ...(byRound === null ? [] : [`<p>${escapeXml(byRound)}</p>`]),
  ].join('\n');
}

const simulatedNotice =
  '<strong>These ratings are simulated.</strong> A program made them up to try out a campaign; they say nothing about the quality of the prompts.';

function describeQuestion(question: Question | null): string[] {
  if (question === null) return [];
  const { title, values, labels } = question;
  const ends = [0, values.length - 1].map((place) => {
    const label = labels[place];
    return `${values[place] ?? ''}${label === undefined ? '' : ` (${printable(label, 40)})`}`;
  });
  return [`Raters answered “${printable(title, 200)}” from ${ends.join(' to ')}.`];
}

function describePeriod({ ranking: { summary } }: ReportInput): string[] {
  const [first, last] = [summary.days[0]?.day, summary.days.at(-1)?.day];
  if (first === undefined || last === undefined) return [];
  return [first === last ? `Answers were given on ${first}.` : `Answers were given from ${first} to ${last}.`];
}

function renderTile({ figure, label }: Tile): string {
  return `<div><dt>${escapeXml(label)}</dt><dd>${escapeXml(figure)}</dd></div>`;
}
