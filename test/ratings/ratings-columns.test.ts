import { describe, expect, it } from 'vitest';
import { findColumns, type NamedColumns } from '../../src/ratings/ratings-columns.ts';

const find = (names: string[], named: NamedColumns = {}) => Object.fromEntries(findColumns(names, named, 'r.csv'));

describe('findColumns', () => {
  it('finds every field by its first name, in any order and case, with spaces around it', () => {
    expect(find(['status', ' SOURCE ', 'kind', 'x', 'prompt', 'answered_at', 'Value', 'item', 'rater'])).toEqual({
      status: 'status',
      source: ' SOURCE ',
      kind: 'kind',
      prompt: 'prompt',
      answeredAt: 'answered_at',
      value: 'Value',
      item: 'item',
      rater: 'rater',
    });
  });

  it.each([
    [['rater', 'prompt_id', 'value', 'text'], { rater: 'rater', item: 'prompt_id', value: 'value', prompt: 'text' }],
    [
      ['prompt_id', 'item', 'text', 'prompt', 'rater', 'value'],
      { item: 'item', prompt: 'prompt', rater: 'rater', value: 'value' },
    ],
    [['Annotator', 'task-id', 'Stars'], { rater: 'Annotator', item: 'task-id', value: 'Stars' }],
    [['WorkerId', 'question', 'Score'], { rater: 'WorkerId', item: 'question', value: 'Score', prompt: 'question' }],
    [
      ['user id', 'prompt', 'response', 'rating'],
      { rater: 'user id', item: 'prompt', value: 'rating', prompt: 'prompt' },
    ],
    [
      ['Timestamp', 'Email Address', 'item', 'label'],
      { answeredAt: 'Timestamp', rater: 'Email Address', item: 'item', value: 'label' },
    ],
  ])('uses other usual names only if better ones are missing: %j', (names, found) => {
    expect(find(names)).toEqual(found);
  });

  it('takes the columns that the user names, by their exact name or in another case', () => {
    const names = ['rater', 'Who', 'who', 'item', 'value', 'Quality'];
    expect(find(names, { rater: 'who', value: 'quality' })).toMatchObject({
      rater: 'who',
      value: 'Quality',
      item: 'item',
    });
  });

  it.each([
    [['item', 'value'], {}, "can't find a column for the rater. The columns are item, value.", '--rater COLUMN'],
    [['item'], {}, "can't find columns for rater, value. The columns are item.", '--rater COLUMN --value COLUMN'],
    [
      ['user', 'username', 'item', 'value'],
      {},
      'the rater could be in 2 columns: user, username.',
      'Choose one, for example --rater user.',
    ],
    [
      ['User ID', 'user_id', 'item', 'value'],
      {},
      'the rater could be in 2 columns: User ID, user_id.',
      "--rater 'User ID'",
    ],
    [
      ['rater', 'item', 'value', 'kind', 'Kind'],
      {},
      '2 columns have almost the same name: kind, Kind.',
      'Rename or delete',
    ],
    [
      ['rater', 'item', 'quality'],
      { value: 'qualty' },
      'there is no column "qualty". The columns are rater, item, quality.',
      'Did you mean --value quality?',
    ],
    [['rater', 'item', 'q'], { value: 'points' }, 'there is no column "points".', 'Give --value the name of a column.'],
  ])('refuses %j', (names, named, message, hint) => {
    const thrown = expect.objectContaining({
      code: 'ratings_invalid',
      message: expect.stringContaining(`r.csv: ${message}`),
      hint: expect.stringContaining(hint),
    });
    expect(() => find(names, named)).toThrow(thrown);
  });

  it('ignores other columns however often they occur', () => {
    expect(find(['x', 'x', 'rater', 'item', 'value', 'prompt_id', 'prompt_id'])).toEqual({
      rater: 'rater',
      item: 'item',
      value: 'value',
    });
  });
});
