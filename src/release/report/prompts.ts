import { escapeXml } from '../../lib/charts/escape-xml.ts';
import { printable } from '../../lib/text/text.ts';
import { countOf, showFigure, showRange } from '../../lib/text/numbers.ts';
import type { RankingFileRow } from '../files/ranking-file.ts';
import type { ReportSection } from './document.ts';
import type { ReportInput } from './input.ts';

/** Maximum length of a shown prompt, in characters. */
const shownCharacters = 400;

const shownWorst = 10;

/** Ends of the scale. */
type Ends = readonly [from: number, to: number];

/** What to call the ranked items. */
export function nounOf({ question, rows }: Pick<ReportInput, 'question' | 'rows'>): 'prompt' | 'item' {
  return question !== null || rows.some(({ prompt }) => prompt !== null) ? 'prompt' : 'item';
}

/** The best, and the worst of those not already among them. */
export function renderPromptSections(input: ReportInput): ReportSection[] {
  const { rows, top, ranking } = input;
  const noun = nounOf(input);
  const rated = rows.filter(({ score }) => score !== null);
  const best = rated.slice(0, top);
  const worst = rated.slice(Math.max(top, rated.length - shownWorst));
  const { scale } = ranking.summary;
  const ends: Ends = [scale[0] ?? 0, scale.at(-1) ?? 1];
  const isAll = best.length === rated.length;
  return [
    { id: 'best', title: isAll ? `All rated ${noun}s` : `The best ${noun}s`, body: renderList(best, ends) },
    { id: 'last', title: `The last ${noun}s`, body: renderList(worst, ends) },
  ];
}

function renderList(rows: readonly RankingFileRow[], ends: Ends): string {
  if (rows.length === 0) return '';
  return `<ol class="prompts">\n${rows.map((row) => renderRow(row, ends)).join('\n')}\n</ol>`;
}

function renderRow(row: RankingFileRow, ends: Ends): string {
  const facts = [
    ...(row.tier === null ? [] : [`tier ${row.tier}`]),
    countOf(row.answers, 'answer'),
    ...(row.kind === null || row.kind === 'unknown' ? [] : [row.kind]),
    ...(row.source === null ? [] : [printable(row.source, 60)]),
  ];
  return [
    `<li><span class="rank">${row.rank}</span>`,
    `<div class="what"><p class="text" dir="auto">${escapeXml(printable(row.prompt ?? row.item, shownCharacters))}</p>`,
    `<p class="facts">${facts.map((fact) => `<bdi>${escapeXml(fact)}</bdi>`).join(' · ')}</p></div>`,
    `<div class="score"><strong>${showFigure(row.score)}</strong>${renderInterval(row, ends)}</div></li>`,
  ].join('');
}

/** The interval in figures, and as a band on the scale. */
function renderInterval({ score, scoreLow, scoreHigh }: RankingFileRow, [from, to]: Ends): string {
  if (score === null || scoreLow === null || scoreHigh === null) return '';
  const place = (value: number): string => (((value - from) / (to - from)) * 100).toFixed(1);
  const width = (((scoreHigh - scoreLow) / (to - from)) * 100).toFixed(1);
  return (
    ` <span class="interval">${showRange(scoreLow, scoreHigh)}</span>` +
    `<span class="bar" aria-hidden="true"><span class="band" style="left:${place(scoreLow)}%;width:${width}%"></span>` +
    `<span class="dot" style="left:${place(score)}%"></span></span>`
  );
}
