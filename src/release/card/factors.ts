import type { FactorAnalysis, FactorEffects } from '../../model.ts';
import { markdownTable, plainText } from './markdown.ts';
import { countOf, showEstimate } from '../../lib/text/numbers.ts';

/** What ratings and disagreement depend on: first in sentences, then all effects as tables. */
export function renderFactors({ ratings, disagreement }: FactorAnalysis): string {
  return [
    ...renderEffects(ratings, 'Difference in rating'),
    '### What drives disagreement',
    ...renderEffects(disagreement, 'Difference in distance'),
    explanation,
  ].join('\n\n');
}

function renderEffects({ effects, answers, reason }: FactorEffects, header: string): string[] {
  if (effects === null) return [`Nothing can be said about it: ${reason}.`];
  const shown = effects.filter(({ factor, holds }) => holds || factor.startsWith('kind'));
  const rows = effects.map(({ contrast, effect, low, high, holds }) => [
    plainText(contrast),
    showEstimate({ value: effect, low, high }),
    holds ? 'yes' : 'no',
  ]);
  return [
    shown.length === 0
      ? 'Nothing that is known of prompts and raters makes a difference that can be told from chance.'
      : shown.map(({ sentence }) => `- ${plainText(sentence)}`).join('\n'),
    `From ${countOf(answers, 'answer')}:`,
    markdownTable([header, 'Effect (95 %)', 'Told from chance'], rows),
  ];
}

const explanation = [
  'Effects are on the scale of the ratings, each with all others held equal: one linear model of all answers, in which prompts and',
  'raters differ at random, so that strict or lenient raters are taken out. Disagreement is the distance of an answer from',
  'the mean of the others on the same prompt. Told from chance: 0 is outside even when the number of effects in the table',
  "is allowed for (Holm's correction, 5 %). They are differences between these prompts and raters, not causes.",
].join('\n');
