import { countOf } from '../../lib/text/numbers.ts';
import { escapeXml } from '../../lib/charts/escape-xml.ts';
import { packageFile } from '../../lib/files/package-root.ts';
import { printable } from '../../lib/text/text.ts';
import { describeAgreement } from '../card/agreement-sentence.ts';
import type { Chart } from '../charts/chart.ts';
import type { ReleaseInput } from '../input.ts';
import { type DrawSvg, drawReportCharts } from '../charts/inline-svg.ts';
import { renderAgreementCharts, renderDependence, showChartsOf } from './chart-sections.ts';
import { collectFacts } from './facts.ts';
import { renderDashboardHead, renderTiles } from './head.ts';
import { type DashboardSection, renderDashboardPage } from './document.ts';
import { renderLeaderboard } from './leaderboard-section.ts';
import { makeLeaderboard } from './make-leaderboard.ts';
import { renderProgress } from './progress-section.ts';
import { makePromptData } from './make-prompt-data.ts';
import { renderPromptsSection } from './prompts-section.ts';
import { readFile } from 'node:fs/promises';

/**
 * A campaign as one self-contained HTML page: no server, no key, no external address. Equal inputs give equal bytes.
 * The page describes the state at the last answer, so it doesn't change as time passes.
 */
export async function renderDashboard(
  input: ReleaseInput,
  charts: readonly Chart[],
  drawSvg?: DrawSvg,
): Promise<string> {
  const { campaign, ranking } = input;
  const facts = collectFacts(input);
  const showChart = await drawReportCharts(charts, drawSvg);
  const show = showChartsOf(charts, showChart);
  const sections: DashboardSection[][] = [
    [{ id: 'progress', title: 'Progress', body: `${renderProgress(facts.progress)}\n${renderTiles(input, facts)}` }],
    [
      { id: 'pace', title: 'Pace', body: show('answers-over-time', 'participation') },
      { id: 'leaderboard', title: 'Leaderboard', body: renderLeaderboard(makeLeaderboard(input)) },
    ],
    [{ id: 'prompts', title: 'Ranked prompts', body: renderPromptsSection(makePromptData(input)) }],
    [{ id: 'ratings', title: 'What ratings depend on', body: renderDependence(input, show) }],
    [{ id: 'agreement', title: 'How far raters agree', body: renderAgreementCharts(input, show) }],
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

function renderFoot({ campaign: { publish } }: ReleaseInput): string {
  return `<p class="muted">Licence of the ratings: ${escapeXml(printable(publish.license, 100))}. The prompts come under the licences of their sources, which the dataset names. Made with prank.</p>`;
}

/** The page's script, built from page/ by `npm run build`. */
const scriptPath = packageFile('dist', 'dashboard-page.js');

let script: Promise<string> | null = null;

/** Content of the page's script element. */
function readPageScript(): Promise<string> {
  script ??= readFile(scriptPath, 'utf8');
  return script;
}
