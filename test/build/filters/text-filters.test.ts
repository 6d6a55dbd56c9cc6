import { describe, expect, test } from 'vitest';
import { loadTextFilters } from '../../../src/build/filters/text-filters.ts';
import { knownLanguages } from '../../../src/build/filters/language.ts';

const written = 'Write to ann@example.com about the weather in the mountains.';
const german = 'Schreibe ein Gedicht über den Regen und erkläre, was jede Zeile bedeutet.';
const formula = '12345 67';

describe('loadTextFilters', () => {
  test.each([
    ['keep', written, false],
    ['redact', 'Write to [EMAIL] about the weather in the mountains.', false],
    ['drop', written, true],
  ] as const)('with pii: %s', async (pii, redacted, drops) => {
    const filters = await loadTextFilters({ language: null, pii });
    expect(filters.redact(written)).toBe(redacted);
    expect(filters.mustDrop(written)).toBe(drops);
    expect(filters.mustDrop(german)).toBe(false);
    expect(filters.redact(german)).toBe(german);
    expect(filters.isWantedLanguage(german)).toBe(true);
  });

  test.each([
    [['en'], 'keep', [true, false, true]],
    [['de'], 'drop', [false, true, false]],
    [['fr', 'de', 'en'], 'drop', [true, true, false]],
  ] as const)('with languages %j, unknown ones: %s', async (keep, unknown, wanted) => {
    const filters = await loadTextFilters({ language: { keep: [...keep], unknown }, pii: 'keep' });
    expect([written, german, formula].map((text) => filters.isWantedLanguage(text))).toEqual(wanted);
  });

  test("rejects a language that can't be recognized", async () => {
    const language = { keep: ['en', 'tlh', 'xx'], unknown: 'keep' as const };
    await expect(loadTextFilters({ language, pii: 'keep' })).rejects.toMatchObject({
      code: 'language_unknown',
      message: 'build.language: `tlh` is no language that prank can tell.',
      hint: `prank recognizes ${knownLanguages().join(', ')}.`,
    });
    expect(knownLanguages()).toEqual(knownLanguages().toSorted());
  });
});
