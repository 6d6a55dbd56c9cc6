import type { BuildSettings } from '../../model.ts';
import type { ExampleBook } from '../filters/example-book.ts';
import type { TextFilters } from '../filters/text-filters.ts';

/** What single rows are filtered by. */
export interface ReadingRules {
  settings: Pick<BuildSettings, 'length' | 'drop'>;
  text: TextFilters;
  /** Collects examples, where somebody asked for them. */
  examples?: ExampleBook;
}

/** For what must not be in the dataset, whatever its length or language. */
export function lenient({ text }: ReadingRules): ReadingRules {
  return {
    settings: { length: { min: 1, max: Number.MAX_SAFE_INTEGER }, drop: [] },
    text: { ...text, isWantedLanguage: () => true, mustDrop: () => false },
  };
}
