import type { Agreement, Grouping, Ranking } from '../../model.ts';
import { markdownTable, plainText } from './markdown.ts';
import { showCount, showEstimate, showShare } from '../../lib/text/numbers.ts';

/** How far raters agree, over all prompts and in groups, and how to read the figures. */
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
      `on this scale reach ${showShare((1 + 1 / scale) / 2)}. An en dash means that the figure is not defined there.`,
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
    showCount(agreement.pairableAnswers),
    showEstimate(agreement.alphaOrdinal),
    showEstimate(agreement.gwetAc2),
    showShare(agreement.exactAgreement.value),
    showShare(agreement.withinOneAgreement.value),
    showShare(agreement.agreementRatio.value),
  ];
}
