import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSpans } from '../../../src/local/rules/span-value.ts';
import { refusal } from './dataset-rules.ts';

const settings = {
  type: 'span' as const,
  field: 'text',
  options: [{ value: 'good' }, { value: 'bad' }],
  allow_overlapping: false,
};
const overlapping = { ...settings, allow_overlapping: true };
const span = (start: number, end: number, label = 'good') => ({ start, end, label });
const text = 'a👍cd';

describe('checkSpans', () => {
  it.each([
    [[]],
    [[span(0, 4)]],
    [[span(3, 4)]],
    [[span(0, 2), span(2, 4)]],
    [[span(2, 4), span(0, 2, 'bad')]],
    [['no object', 3]],
  ])('accepts %j', (spans) => {
    expect(refusal(() => checkSpans(spans, settings, { text }))).toBeNull();
  });

  const late =
    'span question response value `start` must have a value lower than record field `text` length that is `4`';
  const long =
    'span question response value `end` must have a value lower or equal than record field `text` length that is `4`';
  it.each<[unknown, string]>([
    ['good', 'span question expects a list of values'],
    [[span(4, 4)], late],
    [[span(0, 1), span(5, 6)], late],
    [[span(0, 5)], long],
    [[span(0, 1, 'odd')], "undefined label 'odd' for span question.\nValid labels are: ['good', 'bad']"],
    [[span(0, 1), span(2, 3, 'odd')], "undefined label 'odd' for span question.\nValid labels are: ['good', 'bad']"],
    [[span(0, 2), span(1, 3)], 'overlapping values found between spans at index idx=0 and idx=1'],
    [[span(3, 4), span(0, 2), span(0, 2)], 'overlapping values found between spans at index idx=1 and idx=2'],
  ])('refuses %j', (spans, sentence) => {
    expect(refusal(() => checkSpans(spans, settings, { text }))).toBe(sentence);
  });

  it('accepts an overlap when the question allows it', () => {
    expect(refusal(() => checkSpans([span(0, 2), span(1, 3)], overlapping, { text }))).toBeNull();
  });

  it('needs the field, and treats an empty one as no text', () => {
    expect(refusal(() => checkSpans([], settings, { other: 'x' }))).toBe(
      'span question requires record to have field `text`',
    );
    expect(refusal(() => checkSpans([], { ...settings, field: 'toString' }, {}))).toBe(
      'span question requires record to have field `toString`',
    );
    expect(refusal(() => checkSpans([span(0, 0)], settings, { text: null }))).toBe(
      'span question response value `start` must have a value lower than record field `text` length that is `0`',
    );
  });

  it('refuses exactly the pairs of spans that share a character', () => {
    const spans = fc
      .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 10 }))
      .filter(([start, end]) => start < end)
      .map(([start, end]) => span(start, end));
    fc.assert(
      fc.property(spans, spans, (a, b) => {
        const shared = Array.from('0123456789').some((_, at) =>
          [a, b].every(({ start, end }) => start <= at && at < end),
        );
        expect(refusal(() => checkSpans([a, b], settings, { text: '0123456789' })) !== null).toBe(shared);
      }),
    );
  });
});
