import { describe, expect, it } from 'vitest';
import { findColumns, ratingsFields } from '../../src/ratings/ratings-columns.ts';

const find = (...names: string[]) => Object.fromEntries(findColumns(names, 'r.csv:1', 'header'));

describe('findColumns', () => {
  it('finds every field by its first name, in any order and case, with spaces around it', () => {
    expect(find('status', ' SOURCE ', 'kind', 'x', 'prompt', 'answered_at', 'Value', 'item', 'rater')).toEqual({
      status: 0,
      source: 1,
      kind: 2,
      prompt: 4,
      answeredAt: 5,
      value: 6,
      item: 7,
      rater: 8,
    });
    expect(Object.keys(find(...ratingsFields, 'answered_at')).toSorted()).toEqual(ratingsFields.toSorted());
  });

  it('uses the other names of prompts and items only if the first ones are missing', () => {
    expect(find('rater', 'prompt_id', 'value', 'text')).toEqual({ rater: 0, item: 1, value: 2, prompt: 3 });
    expect(find('prompt_id', 'item', 'text', 'prompt', 'rater', 'value')).toEqual({
      item: 1,
      prompt: 3,
      rater: 4,
      value: 5,
    });
  });

  it.each([
    [['item', 'value'], 'column rater is missing; the header has: item, value.'],
    [['Rater ', 'value'], 'column item or prompt_id is missing; the header has: Rater , value.'],
    [['rater', 'item'], 'column value is missing; the header has: rater, item.'],
    [[], 'column rater, item or prompt_id, value is missing; the header has: .'],
    [['rater', 'item', 'value', 'ITEM'], 'column item stands there more than once.'],
    [['kind', 'rater', 'kind', 'rater', 'item', 'value'], 'column rater, kind stands there more than once.'],
  ])('refuses %j', (names, message) => {
    const thrown = expect.objectContaining({
      code: 'ratings_invalid',
      message: `r.csv:1: ${message}`,
      hint: expect.stringContaining('rater, item and value'),
    });
    expect(() => find(...names)).toThrow(thrown);
  });

  it('calls the owner of the columns as given, and ignores other columns however often they occur', () => {
    expect(() => findColumns(['a'], 'r.parquet', 'file')).toThrow('the file has: a.');
    expect(find('x', 'x', 'rater', 'item', 'value', 'prompt_id', 'prompt_id')).toEqual({ rater: 2, item: 3, value: 4 });
  });
});
