import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAnswerValue } from '../../../src/local/rules/answer-value.ts';
import type { QuestionSettings } from '../../../src/local/rules/settings.ts';
import { rating, refusal } from './dataset-rules.ts';

const options = [{ value: 'a' }, { value: 'b' }, { value: 'c' }];
const label: QuestionSettings = { type: 'label_selection', options };
const labels: QuestionSettings = { type: 'multi_label_selection', options };
const ranking: QuestionSettings = { type: 'ranking', options };
const rank = (...pairs: [string, unknown][]): unknown[] => pairs.map(([value, place]) => ({ value, rank: place }));

const noRating = (value: string) => `${value} is not a valid rating for rating question.\nValid ratings are: [1, 2]`;

describe('checkAnswerValue', () => {
  it.each<[QuestionSettings, unknown]>([
    [{ type: 'text' }, ''],
    [{ type: 'text' }, 'hello'],
    [rating, 1],
    [rating, 2],
    [label, 'c'],
    [labels, ['a']],
    [labels, ['c', 'b', 'a']],
    [ranking, rank(['a', 1], ['b', 2], ['c', 3])],
    [ranking, rank(['a', 1], ['b', 1], ['c', 1])],
    [{ type: 'span', field: 'text', options, allow_overlapping: false }, [{ start: 0, end: 1, label: 'a' }]],
  ])('accepts for %j: %j', (settings, value) => {
    expect(refusal(() => checkAnswerValue(value, settings, { text: 'x' }, 'submitted'))).toBeNull();
  });

  const noList = 'multi label selection questions expects a list of values, found';
  it.each<[QuestionSettings, unknown, string]>([
    [{ type: 'text' }, 3, "text question expects a text value, found <class 'int'>"],
    [{ type: 'text' }, [], "text question expects a text value, found <class 'list'>"],
    [rating, 0, noRating('0')],
    [rating, 3, noRating('3')],
    [rating, '1', noRating("'1'")],
    [label, 'd', "'d' is not a valid label for label selection question.\nValid labels are: ['a', 'b', 'c']"],
    [labels, 'a', `${noList} <class 'str'>`],
    [labels, 7, `${noList} <class 'int'>`],
    [labels, [], `${noList} empty list`],
    [labels, ['a', 'a'], 'multi label selection questions expect a list of unique values, but duplicates were found'],
    [
      labels,
      ['z', 'a', 'd'],
      "['d', 'z'] are not valid labels for multi label selection question.\nValid labels are: ['a', 'b', 'c']",
    ],
    [ranking, 'a', "ranking question expects a list of values, found <class 'str'>"],
    [
      ranking,
      rank(['z', 1], ['a', 2], ['d', 3]),
      "['d', 'z'] are not valid values for ranking question.\nValid values are: ['a', 'b', 'c']",
    ],
    [
      ranking,
      rank(['a', 1], ['a', 2], ['b', 3]),
      'ranking question expects a list of unique values, but duplicates were found',
    ],
    [{ type: 'span', field: 'text', options, allow_overlapping: false }, 'a', 'span question expects a list of values'],
  ])('refuses for %j: %j', (settings, value, sentence) => {
    expect(refusal(() => checkAnswerValue(value, settings, {}, 'submitted'))).toBe(sentence);
  });

  it.each<[string, unknown, string]>([
    [
      'a value without a place',
      rank(['a', 1], ['b', 2]),
      'ranking question expects a list containing 3 values, found a list of 2 values',
    ],
    [
      'a value that is no object',
      [...rank(['a', 1], ['b', 2]), 'c'],
      'ranking question expects a list containing 3 values, found a list of 2 values',
    ],
    [
      'places outside 1 to 3, each once and in order',
      rank(['a', 40], ['b', 0], ['c', 5]),
      '[0, 5, 40] are not valid ranks for ranking question.\nValid ranks are: [1, 2, 3]',
    ],
    [
      'one wrong place twice',
      rank(['a', 4], ['b', 4], ['c', 3]),
      '[4] are not valid ranks for ranking question.\nValid ranks are: [1, 2, 3]',
    ],
  ])('refuses %s in a submitted ranking, and accepts it in a draft', (_, value, sentence) => {
    expect(refusal(() => checkAnswerValue(value, ranking, {}, 'submitted'))).toBe(sentence);
    expect(refusal(() => checkAnswerValue(value, ranking, {}, 'draft'))).toBeNull();
    expect(refusal(() => checkAnswerValue(value, ranking, {}))).toBeNull();
  });

  it('accepts any list of different known labels, and none with one more', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c'), { minLength: 1 }),
        fc.string(),
        (chosen, more) => {
          const given = [...chosen, more];
          const isFine = !chosen.includes(more) && ['a', 'b', 'c'].includes(more);
          expect(refusal(() => checkAnswerValue(chosen, labels, {}))).toBeNull();
          expect(refusal(() => checkAnswerValue(given, labels, {})) === null).toBe(isFine);
        },
      ),
    );
  });
});
