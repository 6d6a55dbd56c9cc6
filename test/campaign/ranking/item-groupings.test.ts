import { describe, expect, it } from 'vitest';
import { groupItems } from '../../../src/campaign/ranking/item-groupings.ts';
import type { Grouping } from '../../../src/model.ts';
import { prompt } from '../../release/release-input.ts';

/** Group → ids, for one grouping. */
function groupsOf(groupings: readonly Grouping[], by: Grouping['by']): Record<string, string[]> {
  const own = groupings.find((grouping) => grouping.by === by);
  const entries = own?.groups.map((group): [string, string[]] => [
    group,
    [...own.groupOf].filter(([, other]) => other === group).map(([id]) => id),
  ]);
  return Object.fromEntries(entries ?? []);
}

const lengths = [10, 20, 20, 20, 90, 300, 1000, 4000];
const prompts = lengths.map((length, index) =>
  prompt(`p${index}`, { length, source: index < 2 ? 'b' : 'a', kind: index < 6 ? 'human' : 'synthetic' }),
);
const answers = prompts.map(({ id }, index) => ({ item: id, at: `2026-03-0${1 + index}T10:00:00Z` }));

describe('groupItems', () => {
  const groupings = groupItems([...prompts, prompt('p9', { length: 5 })], answers);

  it('groups rated items by source and kind, sorted', () => {
    expect(groupsOf(groupings, 'source')).toEqual({ a: ['p2', 'p3', 'p4', 'p5', 'p6', 'p7'], b: ['p0', 'p1'] });
    expect(Object.keys(groupsOf(groupings, 'kind'))).toEqual(['human', 'synthetic']);
  });

  it('splits lengths into quarters that keep equal ones together', () => {
    expect(groupsOf(groupings, 'length')).toEqual({
      '10 to 20 characters': ['p0', 'p1', 'p2', 'p3'],
      '90 to 300 characters': ['p4', 'p5'],
      '1000 to 4000 characters': ['p6', 'p7'],
    });
  });

  it('splits the days of last answers into quarters', () => {
    const again = { item: 'p0', at: '2026-03-08T00:00:00Z' };
    expect(groupsOf(groupItems(prompts, [...answers, again]), 'period')).toEqual({
      '2026-03-02 to 2026-03-03': ['p1', 'p2'],
      '2026-03-04 to 2026-03-05': ['p3', 'p4'],
      '2026-03-06 to 2026-03-07': ['p5', 'p6'],
      '2026-03-08': ['p0', 'p7'],
    });
  });

  it('puts unknown values into no group', () => {
    const known = [{ id: 'a', kind: 'human' as const }, { id: 'b', source: 'books', length: 7 }, { id: 'c' }];
    const undated = known.map(({ id }) => ({ item: id, at: undefined }));
    const own = groupItems(known, undated);
    expect(groupsOf(own, 'kind')).toEqual({ human: ['a'] });
    expect(groupsOf(own, 'source')).toEqual({ books: ['b'] });
    expect(groupsOf(own, 'length')).toEqual({ '7 to 7 characters': ['b'] });
    expect(groupsOf(own, 'period')).toEqual({});
  });

  it('has no groups if nothing is answered', () => {
    expect(groupItems(prompts, []).every(({ groups }) => groups.length === 0)).toBe(true);
  });
});
