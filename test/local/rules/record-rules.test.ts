import { describe, expect, it } from 'vitest';
import { RawJson } from '../../../src/local/http/json.ts';
import { checkScore, checkSuggestions, refuseVectors, withPrefix } from '../../../src/local/rules/record-rules.ts';
import { unprocessable } from '../../../src/local/http/api-error.ts';
import { datasetRules, question, rating, refusal } from './dataset-rules.ts';

const rules = datasetRules({ questions: [question('quality', rating), question('remark', { type: 'text' })] });
const quality = { question_id: 'id-of-quality', value: 1 };
const remark = { question_id: 'id-of-remark', value: 'x' };

describe('checkSuggestions', () => {
  it.each([[null], [undefined], [[]], [[quality]], [[quality, remark]]])('accepts %j', (suggestions) => {
    expect(refusal(() => checkSuggestions(suggestions, rules, {}))).toBeNull();
  });

  it.each([
    [[quality, remark, quality], 'found duplicate suggestions question IDs'],
    [[quality, { question_id: 'other', value: 1 }], 'question id=other does not exists'],
    [[remark, { ...quality, value: 3 }], '3 is not a valid rating for rating question.\nValid ratings are: [1, 2]'],
    [
      [{ ...quality, score: new RawJson('[0.5]') }],
      'a list of score values is not allowed for a suggestion with a single value',
    ],
  ])('refuses %j', (suggestions, sentence) => {
    expect(refusal(() => checkSuggestions(suggestions, rules, {}))).toBe(
      `record does not have valid suggestions: ${sentence}`,
    );
  });
});

describe('checkScore', () => {
  const single = 'a list of score values is not allowed for a suggestion with a single value';
  const many = 'a single score value is not allowed for a suggestion with a multiple items value';
  const unequal = "number of items on value and score attributes doesn't match";
  it.each<[unknown, string | null | undefined, string | null]>([
    ['a', undefined, null],
    ['a', null, null],
    ['a', '0.5', null],
    [['a'], null, null],
    [['a', 'b'], '[0.5,1.0]', null],
    [[], '[]', null],
    ['a', '[0.5]', single],
    [['a'], '0.5', many],
    [['a'], '[0.5,1.0]', unequal],
    [['a', 'b'], '[0.5]', unequal],
  ])('of the value %j with the score %j: %j', (value, text, sentence) => {
    const score = typeof text === 'string' ? new RawJson(text) : text;
    expect(refusal(() => checkScore({ question_id: 'q', value, score }))).toBe(sentence);
  });
});

describe('refuseVectors', () => {
  it('refuses any vector', () => {
    expect(refusal(() => refuseVectors({ meaning: [1], more: [2] }, datasetRules()))).toBe(
      'record does not have valid vectors: vector with name=meaning does not exist for dataset_id=dataset-1',
    );
  });

  it.each([[null], [undefined], [{}]])('accepts none: %j', (vectors) => {
    expect(refusal(() => refuseVectors(vectors, datasetRules()))).toBeNull();
  });
});

describe('withPrefix', () => {
  it('puts the prefix before the message of the check', () => {
    expect(refusal(() => withPrefix('item 3', refuse))).toBe('item 3: no');
    expect(refusal(() => withPrefix('item 3', refuse, ' because '))).toBe('item 3 because no');
  });

  it('leaves other errors as they are', () => {
    const fault = new TypeError('a bug');
    const check = (): never => {
      throw fault;
    };
    expect(() => withPrefix('item 3', check)).toThrow(fault);
  });
});

function refuse(): never {
  throw unprocessable('no');
}
