import { escapeXml } from '../../lib/charts/escape-xml.ts';
import { showCount, showFigure, showShare, showRate } from '../../lib/text/numbers.ts';
import { printable } from '../../lib/text/text.ts';
import type { Question } from '../../model.ts';
import type { ReleaseInput } from '../input.ts';
import type { DashboardFacts } from './facts.ts';

/** The title, the question, links and the simulation notice, as HTML. */
export function renderDashboardHead(input: ReleaseInput, facts: DashboardFacts): string {
  const { campaign, simulated } = input;
  return [
    '<p class="kind">Community rating campaign</p>',
    `<h1 dir="auto">${escapeXml(printable(campaign.name, 120))}</h1>`,
    `<p class="lead" dir="auto">${escapeXml(describeQuestion(campaign.task.question))}</p>`,
    ...(simulated ? [`<p class="notice">${simulatedNotice}</p>`] : []),
    renderLinks(input),
    `<p class="muted as-of">${facts.asOf === null ? 'Nobody has answered yet.' : `As of the last answer, ${facts.asOf}.`}</p>`,
  ].join('\n');
}

const simulatedNotice =
  '<strong>These ratings are simulated.</strong> A program made them up to try out a campaign; they say nothing about the quality of the prompts.';

function describeQuestion({ title, values, labels }: Question): string {
  const ends = [0, values.length - 1].map((place) => {
    const label = labels[place];
    return `${values[place] ?? ''}${label === undefined ? '' : ` (${printable(label, 40)})`}`;
  });
  return `Raters answer “${printable(title, 200)}” from ${ends.join(' to ')}.`;
}

/** Links to the place to rate and to the data. They open a new tab, because a Space shows this page in a frame. */
function renderLinks({ campaign: { target, publish } }: ReleaseInput): string {
  const links = [
    ...(target.type === 'space' ? [link('main', `https://huggingface.co/spaces/${target.space}`, 'Rate prompts')] : []),
    ...(publish.dataset === null
      ? []
      : [link('other', `https://huggingface.co/datasets/${publish.dataset}`, 'Get the dataset')]),
  ];
  return links.length === 0 ? '' : `<p class="links">${links.join(' ')}</p>`;
}

function link(className: string, address: string, text: string): string {
  return `<a class="button ${className}" href="${escapeXml(address)}" target="_blank" rel="noopener noreferrer">${text}</a>`;
}

interface Tile {
  figure: string;
  label: string;
}

/** The main figures, as HTML. */
export function renderTiles({ ranking }: ReleaseInput, { pace }: DashboardFacts): string {
  const { overall: agreement } = ranking.agreementAnalysis;
  const mean = ranking.summary.overall;
  const scale = ranking.summary.scale;
  const tiles: Tile[] = [
    { figure: showCount(ranking.ratings), label: ranking.ratings === 1 ? 'answer' : 'answers' },
    { figure: showCount(ranking.raters.length), label: ranking.raters.length === 1 ? 'rater' : 'raters' },
    {
      figure: pace === null ? '–' : showRate(pace.answersADay),
      label: pace === null || pace.days === 1 ? 'answers a day' : `answers a day, over the last ${pace.days} days`,
    },
    {
      figure: showFigure(mean?.mean ?? null),
      label: `mean rating, of ${scale[0] ?? ''} to ${scale.at(-1) ?? ''}`,
    },
    {
      figure: showShare(agreement.exactAgreement.value),
      label: 'of pairs of answers are equal',
    },
    { figure: showFigure(agreement.alphaOrdinal.value), label: "Krippendorff's alpha" },
  ];
  return `<dl class="tiles">${tiles.map(({ figure, label }) => `<div><dt>${escapeXml(label)}</dt><dd>${escapeXml(figure)}</dd></div>`).join('')}</dl>`;
}
