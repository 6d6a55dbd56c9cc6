import { printable } from '../../lib/text/text.ts';
import type { Agreement, AgreementAnalysis, Grouping } from '../../model.ts';
import type { AgreementFigure, AgreementRow, Chart } from './chart.ts';
import { countOf, showCount, showEstimate, showFigure } from '../../lib/text/numbers.ts';

/** Maximum number of groups shown per grouping. */
const mostGroups = 20;

const headings = {
  kind: 'By kind',
  source: 'By source',
  length: 'By length',
  period: 'By the day of the last answer',
} satisfies Record<Grouping['by'], string>;

/** Krippendorff's ordinal alpha over all prompts and in groups; null if it is undefined over all. */
export function chartAgreement({ overall, groups }: AgreementAnalysis): Chart | null {
  const all = toRow('all prompts', overall);
  if (all.value === null) return null;
  const sections = [
    { heading: '', rows: [all] },
    ...(['kind', 'source', 'length', 'period'] as const).flatMap((by) => {
      const rows = groups.filter((group) => group.by === by).map(({ group, agreement }) => toRow(group, agreement));
      return rows.length === 0 ? [] : [{ heading: headings[by], rows: keepLargest(rows) }];
    }),
  ];
  const values = groups.flatMap(({ agreement }) => agreement.alphaOrdinal.value ?? []);
  const span =
    values.length === 0
      ? ''
      : ` In groups of prompts it goes from ${showFigure(Math.min(...values))} to ${showFigure(Math.max(...values))}.`;
  const cut = sections.some(({ rows }, index) => index > 0 && rows.length === mostGroups);
  return {
    name: 'agreement',
    title: `Raters agree with an alpha of ${showEstimate(all)}`,
    subtitle: `Krippendorff's ordinal alpha with its 95 % interval: 1 = raters agree fully, 0 = as by chance.${cut ? ` At most ${mostGroups} groups each, those with most answers.` : ''}`,
    alt: `Krippendorff's ordinal alpha over all prompts is ${showEstimate(all)}, from ${countOf(all.answers, 'answer')}.${span}`,
    table: {
      header: ['Prompts', 'Answers', "Krippendorff's alpha (95 %)"],
      rows: [
        renderRow(all),
        ...groups.map(({ by, group, agreement }) =>
          renderRow({ ...toRow(group, agreement), label: `${by}: ${printable(group)}` }),
        ),
      ],
    },
    figure: { type: 'agreement', domain: chooseDomain(sections), sections },
  };
}

function toRow(group: string, { alphaOrdinal: { value, low, high }, pairableAnswers }: Agreement): AgreementRow {
  return { label: printable(group, 60), value, low, high, answers: pairableAnswers };
}

function renderRow(row: AgreementRow): string[] {
  return [row.label, showCount(row.answers), showEstimate(row)];
}

/** The rows with the most answers, in their original order. */
function keepLargest(rows: readonly AgreementRow[]): AgreementRow[] {
  const largest = rows.toSorted((a, b) => b.answers - a.answers).slice(0, mostGroups);
  return rows.filter((row) => largest.includes(row));
}

/** From 0 to 1; starts lower if agreement is worse than chance. Alpha itself has no lower bound. */
function chooseDomain(sections: AgreementFigure['sections']): [number, number] {
  const ends = sections.flatMap(({ rows }) => rows.flatMap(({ value, low }) => [value ?? 0, low ?? 0]));
  return [Math.max(-1, Math.min(0, Math.floor(Math.min(...ends) * 5) / 5)), 1];
}
