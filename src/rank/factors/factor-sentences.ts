import type { FactorEffect } from '../../model.ts';
import { printable } from '../../lib/text/text.ts';
import type { Contrast } from './factor-contrasts.ts';
import type { Covariate } from './factor-design.ts';
import { showFigure, showRange } from '../../lib/text/numbers.ts';

export type FactorResponse = 'rating' | 'disagreement';

/** Names the comparison, for tables. */
export function describeContrast({ factor, of: [first = '', second = ''] }: Contrast): string {
  const name = printable(first, 60);
  const contrasts = {
    kind: `${first} against ${second}`,
    kind_within_sources: `${first} against ${second}, within sources`,
    source: `source ${name} against all`,
    length: 'twice as long',
    position: 'twice as late in a session',
    experience: 'twice as many answers given before',
    time: 'last day against first',
    wave: 'last wave against first',
  } satisfies Record<Contrast['factor'], string>;
  return contrasts[factor];
}

/** Describes the effect in a sentence for people who know the campaign but no statistics. Makes names printable. */
export function describeEffect(
  contrast: Contrast,
  { effect, low, high, holds }: Pick<FactorEffect, 'effect' | 'low' | 'high' | 'holds'>,
  { response, covariates }: { response: FactorResponse; covariates: readonly Covariate[] },
): string {
  const isShown = low > 0 || high < 0;
  const size = showFigure(Math.abs(effect));
  const [near, far] = effect < 0 ? [-high, -low] : [low, high];
  const interval = `95 % ${showRange(near, far)}`;
  const [more, less] = response === 'rating' ? ['higher', 'lower'] : ['further apart', 'closer together'];
  const direction = effect < 0 ? less : more;
  const subject = subjectOf(contrast);
  const caution = holds ? '' : ' Among as many comparisons as are made here it may still be chance.';
  const held = listHeld(covariates.filter((covariate) => covariate !== contrast.factor));
  if (!isShown) {
    const doing = response === 'rating' ? 'ratings' : 'disagreement';
    return `No difference in ${doing} is shown ${subject.between}: ${showFigure(effect)} (95 % ${showRange(low, high)}), with ${held} held equal.`;
  }
  return `${subject.name} are rated ${size} ${direction} ${subject.than} (${interval}), with ${held} held equal.${caution}`;
}

/** What the model holds constant apart from the effect itself. */
function listHeld(covariates: readonly Covariate[]): string {
  const names = ['rater severity', ...covariates.map((covariate) => covariateNames[covariate])];
  return names.length === 1 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

const covariateNames = {
  length: 'length',
  position: 'place in the session',
  experience: 'experience of the rater',
  time: 'time',
  wave: 'wave',
} satisfies Record<Covariate, string>;

function subjectOf({ factor, of: [first = '', second = ''] }: Contrast): {
  name: string;
  than: string;
  between: string;
} {
  const source = printable(first, 60);
  const subjects = {
    kind: {
      name: `${capitalized(first)} prompts`,
      than: `than ${second} ones`,
      between: `between ${first} and ${second} prompts`,
    },
    kind_within_sources: {
      name: `Within the sources that have both, ${first} prompts`,
      than: `than ${second} ones`,
      between: `between ${first} and ${second} prompts within the sources that have both`,
    },
    source: {
      name: `Prompts from ${source}`,
      than: 'than all prompts on the average',
      between: `between prompts from ${source} and all`,
    },
    length: { name: 'Prompts twice as long', than: 'than others', between: 'between short and long prompts' },
    position: {
      name: 'Prompts twice as late in a session',
      than: 'than before',
      between: 'between the beginning and the end of a session',
    },
    experience: {
      name: 'Prompts rated by people who have given twice as many answers',
      than: 'than by others',
      between: 'between new and experienced raters',
    },
    time: {
      name: 'Prompts at the end of the campaign',
      than: 'than at its beginning',
      between: 'between the beginning and the end of the campaign',
    },
    wave: {
      name: 'Prompts of the last wave',
      than: 'than those of the first',
      between: 'between prompts of the first wave and of the last',
    },
  } satisfies Record<Contrast['factor'], { name: string; than: string; between: string }>;
  return subjects[factor];
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
