import type { Agreement, AgreementEstimate, Grouping, Ranking } from '../../model.ts';
import { markdownTable, plainText } from './markdown.ts';

/** How far raters agree, over all prompts and in groups of them, and how to read it. */
export function renderAgreement({
  agreementAnalysis,
  summary,
}: Pick<Ranking, 'agreementAnalysis' | 'summary'>): string {
  const { overall, groups } = agreementAnalysis;
  if (overall.exactAgreement.value === null) {
    return `Nothing can be said about agreement: ${overall.exactAgreement.reason}.`;
  }
  const scale = summary.scale.length;
  const rows = [
    renderRow('**all prompts**', overall),
    ...groups.map(({ by, group, agreement }) => renderRow(`${groupLabels[by]}${plainText(group, 60)}`, agreement)),
  ];
  return [
    markdownTable(
      [
        'Prompts',
        'Answers',
        "Krippendorff's alpha",
        "Gwet's AC2",
        'Equal pairs',
        'Within one step',
        'Most common value',
      ],
      rows,
    ),
    [
      'Answers: those on prompts with two or more; only they can tell. In brackets 95 % intervals, from resampling prompts.',
      'Alpha is 1 where raters agree fully and 0 where they agree as by chance; it is the ordinal one, which counts a',
      'difference of two steps for more than two of one step. Ratings of taste seldom pass 0.5, and then single ratings say',
      'little: prefer intervals and tiers to scores. AC2, with ordinal weights too, suffers less when most answers are the same.',
      'Most common value is the mean of `agreement_ratio`. With few answers a prompt it is high by chance: two random answers',
      `on this scale reach ${((1 + 1 / scale) * 50).toFixed(0)} %. An en dash means that the figure is not defined there.`,
    ].join('\n'),
  ].join('\n\n');
}

const groupLabels = {
  kind: 'kind: ',
  source: 'source: ',
  length: '',
  period: 'last answer ',
} satisfies Record<Grouping['by'], string>;

function renderRow(name: string, agreement: Agreement): string[] {
  return [
    name,
    String(agreement.pairableAnswers),
    renderIndex(agreement.alphaOrdinal),
    renderIndex(agreement.gwetAc2),
    renderShare(agreement.exactAgreement),
    renderShare(agreement.withinOneAgreement),
    renderShare(agreement.agreementRatio),
  ];
}

function renderIndex({ value, low, high }: AgreementEstimate): string {
  if (value === null) return '–';
  return low === null ? value.toFixed(2) : `${value.toFixed(2)} (${low.toFixed(2)} to ${high?.toFixed(2) ?? ''})`;
}

function renderShare({ value }: AgreementEstimate): string {
  return value === null ? '–' : `${(value * 100).toFixed(0)} %`;
}
