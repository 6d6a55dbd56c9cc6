import type { BuildSettings } from '../../model.ts';
import type { Normalization } from '../normalize-prompt.ts';
import type { ExampleBook } from '../filters/example-book.ts';
import type { TextFilters } from '../filters/text-filters.ts';

/** What single rows are filtered by. */
export interface ReadingRules {
  settings: Pick<BuildSettings, 'length' | 'drop'>;
  text: TextFilters;
  normalization: Normalization;
  /** Collects examples if somebody asked for them. */
  examples?: ExampleBook;
}

/** Rules for texts that must not be in the dataset: any length, any language. */
export function lenient({ text, normalization }: ReadingRules): ReadingRules {
  return {
    settings: { length: { min: 1, max: Number.MAX_SAFE_INTEGER }, drop: [] },
    text: { ...text, isWantedLanguage: () => true, mustDrop: () => false },
    normalization,
  };
}
