import { describe, expect, it } from 'vitest';
import { type RatedFile, RatingRows } from '../../src/ratings/rating-rows.ts';
import type { RatingsField } from '../../src/ratings/ratings-columns.ts';

type Row = Partial<Record<RatingsField, string>>;

const ada: Row = { rater: 'ada', item: 'a', value: '4' };

function readRows(rows: Row[], scale: readonly number[] | null = null, unit: 'line' | 'row' = 'line'): RatedFile {
  const reader = new RatingRows('r.csv', unit, scale);
  rows.forEach((row, index) => reader.add((field) => row[field] ?? null, { row: index + 2 }));
  return reader.finish();
}

const invalid = (message: string, code = 'ratings_invalid') => expect.objectContaining({ code, message });

describe('RatingRows', () => {
  it('collects ratings, and items in the order of their first rows', () => {
    const rows = [{ ...ada, item: 'b' }, ada, { ...ada, rater: 'bob', value: '5' }];
    expect(readRows(rows)).toMatchObject({
      ratings: [
        { rater: 'ada', item: 'b', value: 4 },
        { rater: 'ada', item: 'a', value: 4 },
        { rater: 'bob', item: 'a', value: 5 },
      ],
      items: [{ item: 'b' }, { item: 'a' }],
    });
    expect(readRows([])).toEqual({ ratings: [], items: [], skipped: 0, warnings: [] });
  });

  it.each(['good', '0x10', 'Infinity', '1,000'])('refuses the value %j', (value) => {
    expect(() => readRows([{ ...ada, value }])).toThrow(invalid(`r.csv:2: value "${value}" is not a number.`));
  });

  it('skips and counts rows without a value, even without a name, and keeps what they say about items', () => {
    const rows = [{ ...ada, value: ' ' }, { item: 'b', value: 'NA', prompt: 'Sing.' }, {}, { ...ada, status: 'draft' }];
    const { ratings, items, skipped, warnings } = readRows(rows);
    expect({ ratings, items, skipped }).toEqual({
      ratings: [],
      items: [{ item: 'a' }, { item: 'b', prompt: 'Sing.' }],
      skipped: 3,
    });
    expect(warnings).toEqual([
      '3 ratings have no value (blank, NA, NaN or null) and were skipped, the first in line 2.',
    ]);
  });

  it.each([
    [{ item: 'a', value: '4' }, 'rater is empty.'],
    [{ ...ada, rater: ' ' }, 'rater is empty.'],
    [{ rater: 'ada', value: '4' }, 'item is empty.'],
    [{ ...ada, item: '\t' }, 'item is empty.'],
  ])('refuses %j', (row, message) => {
    expect(() => readRows([row])).toThrow(invalid(`r.csv:2: ${message}`));
    expect(() => readRows([row], null, 'row')).toThrow(invalid(`r.csv: row 2: ${message}`));
  });

  it('takes names for one that differ only in blanks around them or in how accents are stored, and reports them', () => {
    const rows = [
      { ...ada, rater: 'Rene\u0301' },
      { ...ada, rater: 'Ren\u00e9', item: 'b' },
      { ...ada, item: ' a' },
      { ...ada, rater: ' bob ' },
    ];
    const { ratings, warnings } = readRows(rows);
    expect(ratings.map(({ rater, item }) => [rater, item])).toEqual([
      ['Ren\u00e9', 'a'],
      ['Ren\u00e9', 'b'],
      ['ada', 'a'],
      ['bob', 'a'],
    ]);
    expect(warnings.map((text) => text.split(' is written')[0])).toEqual(['1 rater', '1 item']);
  });

  it('checks values against the scale', () => {
    expect(readRows([{ ...ada, value: '-0.5' }], [-0.5, 1]).ratings).toHaveLength(1);
    expect(() => readRows([ada], [-0.5, 1])).toThrow(
      invalid('r.csv:2: value 4 is not on the scale -0.5, 1.', 'value_off_scale'),
    );
  });

  it.each([
    ['submitted', 1],
    [' Submitted ', 1],
    ['discarded', 0],
    ['DRAFT', 0],
    ['pending', 0],
  ])('counts a row of status %j: %i', (status, count) => {
    const { ratings, items } = readRows([{ ...ada, status, prompt: 'Sing.', value: count === 1 ? '4' : 'none' }]);
    expect(ratings).toHaveLength(count);
    expect(items).toEqual([{ item: 'a', prompt: 'Sing.' }]);
  });

  it('refuses an unknown status', () => {
    expect(() => readRows([{ ...ada, status: 'sent' }])).toThrow(
      invalid('r.csv:2: status "sent" is none of submitted, discarded, draft, pending.'),
    );
  });

  it('rejects a second rating of one item by one rater, and names both rows', () => {
    const message = 'rater "ada" rated item "a" already in';
    const rows = [ada, { ...ada, item: 'b' }, ada];
    expect(() => readRows(rows)).toThrow(invalid(`r.csv:4: ${message} line 2.`, 'duplicate_rating'));
    expect(() => readRows(rows, null, 'row')).toThrow(invalid(`r.csv: row 4: ${message} row 2.`, 'duplicate_rating'));
    expect(readRows([ada, { ...ada, status: 'draft' }]).ratings).toHaveLength(1);
  });

  it('does not confuse two pairs whose joined names are the same', () => {
    const rows = [
      { ...ada, rater: 'a"', item: 'b' },
      { ...ada, rater: 'a', item: '"b' },
      { ...ada, rater: 'a b', item: 'c' },
      { ...ada, rater: 'a', item: 'b c' },
    ];
    expect(readRows(rows).ratings).toHaveLength(4);
  });

  it('reads when an answer was given', () => {
    const [rating] = readRows([{ ...ada, answeredAt: '2026-03-01 10:30+01' }]).ratings;
    expect(rating).toEqual({ rater: 'ada', item: 'a', value: 4, answeredAt: '2026-03-01T09:30:00.000Z' });
    expect(readRows([{ ...ada, answeredAt: ' ' }]).ratings).toEqual([{ rater: 'ada', item: 'a', value: 4 }]);
    expect(() => readRows([{ ...ada, answeredAt: 'soon' }])).toThrow(
      invalid('r.csv:2: answered_at "soon" is not a time such as 2026-03-01T09:30:00Z.'),
    );
  });

  it('collects what rows say about an item, whichever says it', () => {
    const rows = [
      { ...ada, prompt: 'Sing.', source: ' ' },
      { ...ada, rater: 'bob', kind: ' Human ', prompt: '' },
      { ...ada, rater: 'cid', source: 'books', kind: 'human', prompt: 'Sing.' },
    ];
    expect(readRows(rows).items).toEqual([{ item: 'a', prompt: 'Sing.', kind: 'human', source: 'books' }]);
  });

  it.each(['human', 'synthetic', 'unknown'])('accepts the kind %s', (kind) => {
    expect(readRows([{ ...ada, kind }]).items).toEqual([{ item: 'a', kind }]);
  });

  it('refuses an unknown kind', () => {
    expect(() => readRows([{ ...ada, kind: 'robot' }])).toThrow(
      invalid('r.csv:2: kind "robot" is none of human, synthetic, unknown.'),
    );
  });

  it.each(['prompt', 'kind', 'source'] as const)(
    'refuses two values of %s for an item, and names both rows',
    (name) => {
      const rows = [ada, { ...ada, rater: 'bob', [name]: 'human' }, { ...ada, rater: 'cid', [name]: 'unknown' }];
      expect(() => readRows(rows)).toThrow(
        invalid(`r.csv:4: the ${name} of item "a" is "unknown", but "human" in line 3.`, 'ratings_contradict'),
      );
      const others = rows.map((row, index) => ({ ...row, item: `i${index}` }));
      expect(readRows(others).items).toHaveLength(3);
    },
  );
});
