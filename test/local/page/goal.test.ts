import { beforeEach, describe, expect, test } from 'vitest';
import { Goal } from '../../../src/local/page/goal.ts';
import type { KeyValue } from '../../../src/local/page/key-value.ts';

let items: Map<string, string>;
let isForbidden: boolean;
let day: string;

const storage: KeyValue = {
  get length() {
    return items.size;
  },
  key: () => null,
  getItem: (name) => {
    if (isForbidden) throw new Error('SecurityError');
    return items.get(name) ?? null;
  },
  setItem: (name, value) => {
    if (isForbidden) throw new Error('SecurityError');
    items.set(name, value);
  },
  removeItem: (name) => void items.delete(name),
};

function open(dataset = 'ds'): Goal {
  return new Goal('ann', dataset, storage, () => day);
}

beforeEach(() => {
  items = new Map();
  isForbidden = false;
  day = 'Monday';
});

describe('Goal', () => {
  test('is 10 until the rater sets another one, which stays for the next days', () => {
    expect([open().goal, open().count]).toEqual([10, 0]);
    open().setGoal(25);
    open().add(1);
    day = 'Tuesday';
    expect([open().goal, open().count]).toEqual([25, 0]);
  });

  test.each([0, -1, 1.5, Number.NaN, 1001])('can’t be %s', (wrong) => {
    open().setGoal(wrong);
    expect(open().goal).toBe(10);
  });

  test.each([1, 1000])('can be %s', (right) => {
    open().setGoal(right);
    expect(open().goal).toBe(right);
  });

  test('counts answers of today in all tabs, by dataset, and never below 0', () => {
    const [first, second] = [open(), open()];
    first.add(1);
    second.add(1);
    expect([first.count, second.count, open('other').count]).toEqual([2, 2, 0]);
    first.add(-1);
    first.add(-1);
    first.add(-1);
    expect(second.count).toBe(0);
  });

  test('a day that ends while the page is open starts at 0', () => {
    const goal = open();
    goal.add(1);
    day = 'Tuesday';
    expect(goal.count).toBe(0);
    goal.add(1);
    expect(goal.count).toBe(1);
  });

  test('counts on where storage is forbidden or holds something else', () => {
    items.set('prank-goal-ann-ds', '{"broken');
    expect(open().count).toBe(0);
    isForbidden = true;
    const goal = open();
    goal.add(1);
    goal.add(1);
    expect(goal.count).toBe(2);
  });
});
