import type { DuckDBValue } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { createEventParser } from '../../src/ratings/parse-event.ts';

const names = [
  'promptId',
  'raterId',
  'rater',
  'status',
  'value',
  'insertedAt',
  'updatedAt',
  'serverUpdatedAt',
  'recordId',
  'datasetId',
  'pulledAt',
  'label',
  'others',
] as const;
const cells: Record<string, DuckDBValue> = {
  ...Object.fromEntries(names.map((name) => [name, `${name} 1`])),
  status: 'draft',
  value: 4,
};
const row = (more: Record<string, DuckDBValue | undefined> = {}): DuckDBValue[] => {
  const given: Record<string, DuckDBValue | undefined> = { ...cells, ...more };
  return names.map((name) => given[name] ?? null);
};

describe('createEventParser', () => {
  it('reads the cells of a row by position', () => {
    expect(createEventParser()(row())).toEqual(cells);
  });

  it('reads times that are equal', () => {
    const times = { insertedAt: 't', updatedAt: 't', serverUpdatedAt: 't' };
    expect(createEventParser()(row(times))).toEqual({ ...cells, ...times });
    const later = { insertedAt: 't', updatedAt: 'u', serverUpdatedAt: 'u' };
    expect(createEventParser()(row(later))).toEqual({ ...cells, ...later });
  });

  it.each(['submitted', 'discarded', 'draft', 'deleted'])('accepts the status %s', (status) => {
    expect(createEventParser()(row({ status })).status).toBe(status);
  });

  it('reads null as a missing name or value', () => {
    expect(createEventParser()(row({ rater: null, value: null }))).toEqual({ ...cells, rater: null, value: null });
  });

  it('leaves out a label and other answers that are null', () => {
    const { label: _label, others: _others, ...rest } = cells;
    expect(createEventParser()(row({ label: null, others: null }))).toStrictEqual(rest);
  });

  it('keeps rows apart', () => {
    const parse = createEventParser();
    expect(parse(row())).toEqual(cells);
    expect(parse(row({ promptId: 'p2', rater: 'bob' }))).toEqual({ ...cells, promptId: 'p2', rater: 'bob' });
    expect(parse(row())).toEqual(cells);
  });

  it.each<[string, DuckDBValue, string]>([
    ['promptId', null, 'a text is expected'],
    ['raterId', 3, 'a text is expected'],
    ['rater', 3, 'a text is expected'],
    ['insertedAt', null, 'a text is expected'],
    ['updatedAt', null, 'a text is expected'],
    ['serverUpdatedAt', null, 'a text is expected'],
    ['recordId', null, 'a text is expected'],
    ['datasetId', true, 'a text is expected'],
    ['pulledAt', null, 'a text is expected'],
    ['status', null, 'a status is expected'],
    ['status', 'pending', 'a status is expected'],
    ['status', 1, 'a status is expected'],
    ['value', '4', 'a number is expected'],
    ['value', true, 'a number is expected'],
  ])('refuses %s = %j', (name, cell, message) => {
    expect(() => createEventParser()(row({ [name]: cell }))).toThrow(new TypeError(message));
  });

  it('refuses times that are equal and no texts', () => {
    const times = { insertedAt: null, updatedAt: null, serverUpdatedAt: null };
    expect(() => createEventParser()(row(times))).toThrow(TypeError);
  });

  it('refuses a row that is too short', () => {
    expect(() => createEventParser()(row().slice(0, 10))).toThrow(TypeError);
    expect(() => createEventParser()([])).toThrow(TypeError);
  });
});
