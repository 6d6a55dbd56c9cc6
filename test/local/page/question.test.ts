import { describe, expect, test } from 'vitest';
import { keyOf, nameValue, parseQuestion, valueOfKey } from '../../../src/local/page/question.ts';
import type { WireQuestion } from '../../../src/local/page/wire.ts';

function rating(description: string | null, values = [1, 2, 3], required = true): WireQuestion {
  const settings = { type: 'rating', options: values.map((value) => ({ value })) };
  return { name: 'quality', title: 'How good?', description, required, settings };
}

const comment: WireQuestion = {
  name: 'why',
  title: 'Why?',
  description: null,
  required: false,
  settings: { type: 'text' },
};

describe('parseQuestion', () => {
  test.each([
    '1 = Bad · 2 = Ok, really · 3 = Good',
    '1=Bad,2=Ok, really,3=Good',
    '3 = Good\n1 = Bad\n2 = Ok, really',
    '1 = Bad; 2 = Ok, really | 3 = Good',
  ])('finds the labels in %j', (description) => {
    const question = parseQuestion([comment, rating(description)]);
    expect(Object.fromEntries(question.labels ?? [])).toEqual({ 1: 'Bad', 2: 'Ok, really', 3: 'Good' });
    expect(question.hint).toBe('');
    expect(nameValue(question, 2)).toBe('2 (Ok, really)');
  });

  test.each(['More is better', '1 = Bad · 3 = Good', '1 = a · 2 = b · 3 = c · 4 = d', '1 = a · 2 = b · 4 = d'])(
    'shows %j as it is, because it does not label every value',
    (description) => {
      const question = parseQuestion([rating(description)]);
      expect([question.labels, question.hint]).toEqual([null, description]);
      expect(nameValue(question, 2)).toBe('2');
    },
  );

  test('has no hint without a description', () => {
    expect(parseQuestion([rating(null)]).hint).toBe('');
  });

  test('prefers the required rating, and refuses what the page can’t ask', () => {
    const optional = { ...rating(null, [1, 2], false), name: 'optional' };
    expect(parseQuestion([optional, rating(null)]).name).toBe('quality');
    expect(parseQuestion([optional]).name).toBe('optional');
    expect(() => parseQuestion([comment])).toThrow('no rating question');
    expect(() => parseQuestion([rating(null), { ...comment, required: true }])).toThrow('“Why?”');
  });
});

test.each([
  [1, [1, 2], '1'],
  [9, [9, 10], '9'],
  [10, [1, 10], '0'],
  [10, [0, 10], ''],
  [0, [0, 10], '0'],
  [11, [1, 11], ''],
])('value %s of %j has the key %j', (value, values, key) => {
  expect(keyOf(value, values)).toBe(key);
  expect(valueOfKey(key, key === '' ? [] : values)).toBe(key === '' ? undefined : value);
});
