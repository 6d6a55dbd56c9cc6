import { describe, expect, it } from 'vitest';
import { checkAnswer } from '../../../src/local/rules/answers.ts';
import type { QuestionSettings } from '../../../src/local/rules/settings.ts';
import type { Answer, ResponseStatus } from '../../../src/local/storage/responses.ts';
import { datasetRules, question, rating, refusal } from './dataset-rules.ts';

const span: QuestionSettings = { type: 'span', field: 'text', options: [{ value: 'x' }], allow_overlapping: false };
const rules = datasetRules({
  questions: [
    question('quality', rating, true),
    question('remark', { type: 'text' }),
    question('marks', span),
    question('order', { type: 'ranking', options: [{ value: 'a' }, { value: 'b' }] }),
  ],
});
const check = (status: ResponseStatus, values: Answer['values']): string | null =>
  refusal(() => checkAnswer({ status, values }, rules, { text: 'abc' }));

describe('checkAnswer', () => {
  it.each<[ResponseStatus, Answer['values']]>([
    ['submitted', { quality: { value: 1 } }],
    [
      'submitted',
      { quality: { value: 2 }, remark: { value: '' }, marks: { value: [{ start: 0, end: 3, label: 'x' }] } },
    ],
    ['draft', {}],
    ['discarded', {}],
    ['draft', { remark: { value: 'later' } }],
    ['draft', { order: { value: [{ value: 'a', rank: 1 }] } }],
  ])('accepts %s %j', (status, values) => {
    expect(check(status, values)).toBeNull();
  });

  it.each<[ResponseStatus, Answer['values'], string]>([
    ['submitted', {}, 'missing response values for submitted response'],
    ['submitted', { remark: { value: 'x' } }, "missing response value for required question with name='quality'"],
    [
      'draft',
      { remark: { value: 'x' }, other: { value: 1 } },
      "found response value for non configured question with name='other'",
    ],
    ['draft', { quality: { value: 3 } }, '3 is not a valid rating for rating question.\nValid ratings are: [1, 2]'],
    ['draft', { toString: { value: 3 } }, "found response value for non configured question with name='toString'"],
    [
      'submitted',
      { quality: { value: 1 }, order: { value: [{ value: 'a', rank: 1 }] } },
      'ranking question expects a list containing 2 values, found a list of 1 values',
    ],
  ])('refuses %s %j', (status, values, sentence) => {
    expect(check(status, values)).toBe(sentence);
  });

  it('does not mistake a name that every object has for an answer to a question of that name', () => {
    const odd = datasetRules({ questions: [question('toString', rating, true), question('remark', { type: 'text' })] });
    const values = { remark: { value: 'x' } };
    expect(refusal(() => checkAnswer({ status: 'submitted', values }, odd, {}))).toBe(
      "missing response value for required question with name='toString'",
    );
    expect(refusal(() => checkAnswer({ status: 'draft', values }, odd, {}))).toBeNull();
  });
});
