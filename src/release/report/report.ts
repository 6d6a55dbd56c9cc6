import type { Ranking } from '../../model.ts';
import { renderAgreement } from '../card/agreement.ts';
import { renderCharts } from '../card/charts.ts';
import { renderFactors } from '../card/factors.ts';
import { raterSentences } from '../card/sections.ts';
import type { ChartName } from '../charts/chart.ts';
import { listCharts } from '../charts/list-charts.ts';
import { drawReportCharts } from '../charts/inline-svg.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderReportHead } from './head.ts';
import { renderReportPage, type ReportSection } from './document.ts';
import type { ReportInput } from './input.ts';
import { renderPromptSections } from './prompts.ts';
import { renderRaterTable } from './raters.ts';

/** A ranking as one self-contained HTML page: no script, no font, no external address. */
export async function renderReport(input: ReportInput): Promise<string> {
  const { ranking } = input;
  const charts = listCharts(ranking, input.question?.labels);
  const showChart = await drawReportCharts(charts);
  const chartsOf = (...names: ChartName[]): string[] => renderCharts(charts, names, showChart);
  const dependence = [
    ...chartsOf('ratings-by-kind', 'ratings-by-source', 'ratings-by-length'),
    ...(ranking.factors === null ? [] : [renderFactors(ranking.factors)]),
  ];
  const sections: ReportSection[] = [
    ...renderPromptSections(input),
    toSection('agreement', 'How far raters agree', [...chartsOf('agreement'), renderAgreement(ranking)]),
    toSection('dependence', 'What ratings depend on', dependence),
    toSection('raters', 'Raters', [
      ...chartsOf('rater-severity', 'participation', 'answers-over-time'),
      ...renderRaterTable(ranking.raters),
    ]),
    toSection('method', 'How score and tier are made', [describeMethod(ranking.raterModel)]),
  ];
  return renderReportPage({
    title: input.title,
    head: renderReportHead(input),
    sections: sections.filter(({ body }) => body !== ''),
  });
}

function toSection(id: string, title: string, blocks: readonly string[]): ReportSection {
  return { id, title, body: renderMarkdown(blocks.join('\n\n')) };
}

function describeMethod(raterModel: Ranking['raterModel']): string {
  return [
    '- The score is the rating that an average rater would give, on the scale of the ratings.',
    raterSentences[raterModel],
    '- It lies within its interval with 95 % probability. What is not known of the raters is part of that. With one or two',
    '  answers the interval is wide, and the score leans towards the middle: the less it rests on, the more.',
    '- A tier starts with its best one and holds all that follow until one whose interval lies wholly below the interval of',
    "  that best one. Within a tier the answers can't tell the order, so choose by tiers rather than by ranks.",
    '- Answers that one rater copied from another count once.',
  ].join('\n');
}
