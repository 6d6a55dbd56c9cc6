import { describe, expect, it } from 'vitest';
import { isMetadataSettings, isQuestionSettings } from '../../../src/local/rules/settings.ts';

const questions = ['text', 'rating', 'label_selection', 'multi_label_selection', 'ranking', 'span'];
const metadata = ['terms', 'integer', 'float'];
const others: unknown[] = [{ type: 'other' }, { type: '' }, { type: ['text'] }, { type: 3 }, {}, null, [], 'text', 3];

describe('settings as stored', () => {
  it.each(questions)('are those of a question: %s', (type) => {
    expect(isQuestionSettings({ type })).toBe(true);
    expect(isMetadataSettings({ type })).toBe(false);
  });

  it.each(metadata)('are those of a metadata property: %s', (type) => {
    expect(isMetadataSettings({ type })).toBe(true);
    expect(isQuestionSettings({ type })).toBe(false);
  });

  it.each(others.map((value) => [value]))('are neither: %j', (value) => {
    expect(isQuestionSettings(value)).toBe(false);
    expect(isMetadataSettings(value)).toBe(false);
  });
});
