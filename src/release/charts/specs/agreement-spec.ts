import type { TopLevelSpec } from 'vega-lite';
import { showCount, showEstimate } from '../../../lib/text/numbers.ts';
import type { ChartTheme } from '../../../lib/charts/theme.ts';
import type { AgreementFigure, AgreementRow, Chart } from '../chart.ts';
import {
  columnGap,
  contentWidth,
  estimateColumn,
  figureColumn,
  labelColumn,
  labelWidth,
  placeRows,
  tableChart,
  type TableRow,
} from './layout.ts';

const figureWidth = { answers: 54, alpha: 140 };

/** A table with one drawn column, and a heading above each kind of groups. */
export function specifyAgreement(chart: Chart, { sections, domain }: AgreementFigure, theme: ChartTheme): TopLevelSpec {
  const rows = sections.flatMap<TableRow & Partial<AgreementRow>>(({ heading, rows: own }) => [
    ...(heading === '' ? [] : [{ label: heading, isHeading: true }]),
    ...own,
  ]);
  const place = placeRows(rows.length);
  const width = contentWidth - labelWidth(rows) - figureWidth.answers - figureWidth.alpha - 3 * columnGap;
  const axis = { tickCount: 6, format: '.1f' };
  return tableChart(chart, [
    labelColumn(rows, place, theme),
    figureColumn('Answers', rows.map(showAnswers), place, { theme, width: figureWidth.answers }),
    figureColumn('Alpha (95 %)', rows.map(showAlpha), place, { theme, width: figureWidth.alpha }),
    estimateColumn({ header: 'Alpha, 95 % interval', rows, domain, reference: 0, axis }, place, { theme, width }),
  ]);
}

function showAnswers({ answers }: Partial<AgreementRow>): string {
  return answers === undefined ? '' : showCount(answers);
}

function showAlpha({ value, low = null, high = null }: Partial<AgreementRow>): string {
  return value === undefined ? '' : showEstimate({ value, low, high });
}
