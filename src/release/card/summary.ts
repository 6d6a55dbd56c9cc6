import type { AgreementEstimate, PromptKind } from '../../model.ts';
import { medianWidth } from './certainty.ts';
import { plainText } from './markdown.ts';
import type { ReleaseInput } from '../input.ts';
import { type ReleasedPrompt, submittedValues } from '../tables/released-prompts.ts';
import { countOf, showCount, showFigure, showRange } from '../../lib/text/numbers.ts';
import { joinWords } from '../../lib/text/text.ts';

/** What the release contains, how certain it is, and what it found, for people who decide whether to read on. */
export function renderSummary(input: ReleaseInput, prompts: readonly ReleasedPrompt[]): string {
  return [
    `- **What it is**: ${describeContent(input, prompts)}`,
    ...describeCertainty(prompts).map((text) => `- **How sure it is**: ${text}`),
    ...describeAlpha(input.ranking.agreementAnalysis.overall.alphaOrdinal).map(
      (text) => `- **How far raters agree**: ${text}`,
    ),
    ...describeKinds(input).map((text) => `- **Human or synthetic**: ${text}`),
    ...describeDashboard(input).map((text) => `- **Dashboard**: ${text}`),
  ].join('\n');
}

function describeContent({ ranking, simulated }: ReleaseInput, prompts: readonly ReleasedPrompt[]): string {
  const here = prompts.reduce((sum, prompt) => sum + submittedValues(prompt).length, 0);
  const sources = new Set(prompts.map(({ prompt }) => prompt.source)).size;
  const kinds = (['human', 'synthetic', 'unknown'] satisfies PromptKind[]).flatMap((kind) => {
    const count = prompts.filter(({ prompt }) => prompt.kind === kind).length;
    return count === 0 ? [] : [`${showCount(count)} ${kind === 'unknown' ? 'of unknown kind' : kind}`];
  });
  const raters = countOf(
    ranking.raters.length,
    simulated ? 'simulated rater' : 'person',
    simulated ? undefined : 'people',
  );
  return [
    `${countOf(prompts.length, 'prompt')} (${joinWords(kinds)}) from ${countOf(sources, 'source')}, rated by ${raters}`,
    `in ${countOf(ranking.ratings, 'answer')}, ${showFigure(here / prompts.length, 1)} a prompt, and ranked from best to worst.`,
  ].join(' ');
}

function describeCertainty(prompts: readonly ReleasedPrompt[]): string[] {
  const width = medianWidth(prompts);
  if (width === null) return [];
  const tiers = new Set(prompts.flatMap(({ item }) => item.tier ?? [])).size;
  return [
    `every score comes with its 95 % interval; half of them are narrower than ${showFigure(width, 1)} steps of the scale. ` +
      (tiers === 1
        ? 'The answers do not tell any prompt from the best one.'
        : `The answers tell ${tiers} tiers apart; within a tier the order is open.`),
  ];
}

/** Krippendorff (2004) relies on data with alpha from 0.8, and draws tentative conclusions from 0.667. */
const alphaWords: readonly (readonly [from: number, words: string])[] = [
  [0.8, 'closely: the data can be relied on answer by answer'],
  [0.667, 'well'],
  [0.4, 'in part: tastes differ, and single answers say little'],
  [0.1, 'little: most of what tells two answers apart is who gave them'],
  [Number.NEGATIVE_INFINITY, 'hardly more than by chance'],
];

/** How close that is, in words that continue `Raters agree`; empty if alpha can't be estimated. */
export function describeAlpha({ value, low, high }: AgreementEstimate): string[] {
  if (value === null) return [];
  const words = alphaWords.find(([from]) => value >= from)?.[1] ?? '';
  const interval = low === null || high === null ? '' : ` (95 % ${showRange(low, high)})`;
  return [`${words}. Krippendorff's ordinal alpha is ${showFigure(value)}${interval}.`];
}

function describeKinds({ ranking }: ReleaseInput): string[] {
  const effects = ranking.factors?.ratings.effects ?? [];
  const shown = effects.filter(({ factor }) => factor === 'kind' || factor === 'kind_within_sources');
  return shown.length === 0 ? [] : [shown.map(({ sentence }) => plainText(sentence)).join(' ')];
}

/** Only a Space is worth a link: the Hub doesn't render an HTML file of a dataset. */
function describeDashboard({ campaign: { publish } }: ReleaseInput): string[] {
  const { space } = publish.dashboard;
  if (space === null) return [];
  return [`[progress, charts and all ranked prompts to search](https://huggingface.co/spaces/${space}).`];
}
