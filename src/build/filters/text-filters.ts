import { UsageError } from '../../lib/errors.ts';
import type { BuildSettings } from '../../model.ts';

/** Filters of one text that need a model or a library. A filter that is off loads nothing and accepts every text. */
export interface TextFilters {
  redact(prompt: string): string;
  isWantedLanguage(prompt: string): boolean;
  mustDrop(prompt: string): boolean;
}

/** Throws UsageError `language_unknown`. */
export async function loadTextFilters({
  language,
  pii,
}: Pick<BuildSettings, 'language' | 'pii'>): Promise<TextFilters> {
  const personal = pii === 'keep' ? null : await import('./personal-data.ts');
  const languages = language === null ? null : await import('./language.ts');
  const wanted = new Set(language?.keep);
  if (languages !== null) assertKnown([...wanted], languages.knownLanguages());
  return {
    redact: (prompt) => (pii === 'redact' && personal !== null ? personal.redactPersonalData(prompt) : prompt),
    isWantedLanguage(prompt) {
      if (language === null || languages === null) return true;
      const { language: found } = languages.detectLanguage(prompt);
      return found === null ? language.unknown === 'keep' : wanted.has(found);
    },
    mustDrop: (prompt) => pii === 'drop' && personal !== null && personal.findPersonalData(prompt).length > 0,
  };
}

function assertKnown(wanted: readonly string[], known: readonly string[]): void {
  const unknown = wanted.find((language) => !known.includes(language));
  if (unknown === undefined) return;
  throw new UsageError('language_unknown', `build.language: \`${unknown}\` is no language that prank can tell.`, {
    hint: `prank recognizes ${known.join(', ')}.`,
  });
}
