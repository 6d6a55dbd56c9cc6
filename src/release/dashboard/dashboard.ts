import { countOf } from '../../lib/count-words.ts';
import { escapeXml } from '../../lib/charts/escape-xml.ts';
import { printable } from '../../lib/text.ts';
import { describeAgreement } from '../agreement-sentence.ts';
import { renderAgreement } from '../card-agreement.ts';
import { renderCharts } from '../card-charts.ts';
import { renderFactors } from '../card-factors.ts';
import type { Chart, ChartName } from '../charts/chart.ts';
import type { ReleaseInput } from '../release-input.ts';
import { type DrawSvg, drawReportCharts } from '../report/report-charts.ts';
import { renderMarkdown } from '../report/render-markdown.ts';
import { collectFacts } from './dashboard-facts.ts';
import { renderDashboardHead, renderTiles } from './dashboard-head.ts';
import { type DashboardSection, renderDashboardPage } from './dashboard-page.ts';
import { renderLeaderboard } from './leaderboard-section.ts';
import { makeLeaderboard } from './make-leaderboard.ts';
import { readPageScript } from './page-script.ts';
import { renderProgress } from './progress-section.ts';
import { makePromptData } from './make-prompt-data.ts';
import { renderPromptsSection } from './prompts-section.ts';

/**
 * A campaign as one HTML page that needs nothing else: no server, no key, no address outside of it. Equal inputs give
 * equal bytes; it is told as of the last answer, so time alone changes nothing.
 */
export async function renderDashboard(
  input: ReleaseInput,
  charts: readonly Chart[],
  drawSvg?: DrawSvg,
): Promise<string> {
  const { campaign, ranking } = input;
  const facts = collectFacts(input);
  const showChart = await drawReportCharts(charts, drawSvg);
  const chartsOf = (...names: ChartName[]): string[] => renderCharts(charts, names, showChart);
  const factors = ranking.factors === null || ranking.ratings === 0 ? [] : [renderFactors(ranking.factors)];
  const hasAgreement = ranking.agreementAnalysis.overall.exactAgreement.value !== null;
  const sections: DashboardSection[][] = [
    [{ id: 'progress', title: 'Progress', body: `${renderProgress(facts.progress)}\n${renderTiles(input, facts)}` }],
    [
      toSection('pace', 'Pace', chartsOf('answers-over-time', 'participation')),
      { id: 'leaderboard', title: 'Leaderboard', body: renderLeaderboard(makeLeaderboard(input)) },
    ],
    [{ id: 'prompts', title: 'Ranked prompts', body: renderPromptsSection(makePromptData(input)) }],
    [
      toSection('ratings', 'What ratings depend on', [
        ...chartsOf('ratings-by-kind', 'ratings-by-source', 'ratings-by-length'),
        ...factors,
      ]),
    ],
    [
      toSection('agreement', 'How far raters agree', [
        ...chartsOf('agreement'),
        ...(hasAgreement ? [renderAgreement(ranking)] : []),
        ...chartsOf('rater-severity'),
      ]),
    ],
  ];
  return renderDashboardPage({
    title: campaign.name,
    description: `${countOf(facts.progress.prompts, 'prompt')}, ${countOf(ranking.ratings, 'answer')} by ${countOf(ranking.raters.length, 'rater')}. ${describeAgreement(ranking.agreementAnalysis.overall)}`,
    head: renderDashboardHead(input, facts),
    sections,
    foot: renderFoot(input),
    script: await readPageScript(),
  });
}

function toSection(id: string, title: string, blocks: readonly string[]): DashboardSection {
  return { id, title, body: renderMarkdown(blocks.join('\n\n')) };
}

function renderFoot({ campaign: { publish } }: ReleaseInput): string {
  return `<p class="muted">Licence of the ratings: ${escapeXml(printable(publish.license, 100))}. The prompts come under the licences of their sources, which the dataset names. Made with prank.</p>`;
}
