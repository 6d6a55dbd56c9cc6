import { expect, test } from 'vitest';
import { ExampleBook, examplesOfEach } from '../../../src/build/filters/example-book.ts';

const example = (prompt: string) => ({ source: 's', place: 'a.csv:1', prompt });
const redaction = (before: string) => ({ source: 's', place: 'a.csv:1', before, after: '[EMAIL]' });

test('keeps the first five examples of each kind', () => {
  const book = new ExampleBook();
  expect(book.explanation).toEqual({ dropped: {}, redacted: [], near: { dropped: [], kept: [] } });
  for (const name of ['1', '2', '3', '4', '5', '6', '7']) {
    book.drop('too_short', example(name));
    book.redact(redaction(name));
  }
  book.drop('too_long', example('long'));
  expect(examplesOfEach).toBe(5);
  expect(book.explanation).toEqual({
    dropped: { too_short: ['1', '2', '3', '4', '5'].map(example), too_long: [example('long')] },
    redacted: ['1', '2', '3', '4', '5'].map(redaction),
    near: { dropped: [], kept: [] },
  });
});
