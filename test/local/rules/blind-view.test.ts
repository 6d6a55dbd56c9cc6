import { describe, expect, it } from 'vitest';
import { searchBody } from '../../../src/local/bodies/search.ts';
import { RawJson } from '../../../src/local/http/json.ts';
import { includeFor, recordFor, refuseBlindSearch, rulesFor } from '../../../src/local/rules/blind-view.ts';
import type { ArgillaRecord } from '../../../src/local/storage/records.ts';
import type { User } from '../../../src/local/storage/users.ts';
import { datasetRules } from './dataset-rules.ts';

const terms = { type: 'terms', values: null } as const;
const rules = datasetRules({
  properties: [
    { name: 'shown', visible: true, settings: terms },
    { name: 'kept', visible: true, settings: terms },
    { name: 'secret', visible: false, settings: terms },
  ],
});
const user = (role: User['role']): User => ({
  id: 'user-1',
  first_name: 'Ada',
  last_name: null,
  username: 'ada',
  role,
  api_key: 'key-of-ada',
  inserted_at: '2026-01-02T03:04:05.678901',
  updated_at: '2026-01-02T03:04:05.678901',
});
const record = (metadata: string | null): ArgillaRecord => ({
  id: 'record-1',
  status: 'pending',
  fields: new RawJson('{"prompt":"p"}'),
  metadata: metadata === null ? null : new RawJson(metadata),
  external_id: 'x',
  suggestions: [
    {
      id: 'suggestion-1',
      question_id: 'question-1',
      type: 'model',
      value: new RawJson('5'),
      agent: 'model-x',
      score: null,
      inserted_at: '2026-01-02T03:04:05.678901',
      updated_at: '2026-01-02T03:04:05.678901',
    },
  ],
  dataset_id: 'dataset-1',
  inserted_at: '2026-01-02T03:04:05.678901',
  updated_at: '2026-01-02T03:04:05.678901',
});
const full = '{"shown":"a","secret":"b","undeclared":"c","kept":1.0}';
const see = (role: User['role'], metadata: string | null) =>
  recordFor(user(role), record(metadata), rulesFor(user(role), rules));

describe('what an annotator sees of a record', () => {
  it('shows the visible properties, with their numbers as written, and no suggestion', () => {
    const seen = see('annotator', full);
    expect(seen.metadata?.text).toBe('{"shown":"a","kept":1.0}');
    expect(seen.suggestions).toEqual([]);
  });

  it.each(['{"secret":"b"}', '{}', '["shown"]', null])('does not tell whether metadata is hidden: %s', (metadata) => {
    expect(see('annotator', metadata).metadata).toBeNull();
  });

  it('does not add suggestions that were not asked for', () => {
    const { suggestions: _suggestions, ...asked } = record(full);
    expect('suggestions' in recordFor(user('annotator'), asked, rules)).toBe(false);
  });

  it.each(['admin', 'owner'] as const)('hides nothing from an %s', (role) => {
    expect(see(role, full)).toEqual(record(full));
    expect(rulesFor(user(role), rules)).toBe(rules);
  });

  it('limits the answers to their own', () => {
    const include = { responses: true, suggestions: true, vectors: true };
    expect(includeFor(user('annotator'), include)).toEqual({ ...include, responsesOf: 'user-1' });
    expect(includeFor(user('admin'), include)).toBe(include);
  });
});

describe('refuseBlindSearch', () => {
  const scope = { entity: 'suggestion', question: 'quality', property: 'value' } as const;
  const byFilter = { filters: { and: [{ type: 'terms', scope, values: ['5'] }] } } as const;
  const bySort = { sort: [{ scope, order: 'asc' }] } as const;

  it.each([byFilter, bySort])('refuses a search by suggestions from annotators only: %j', (given) => {
    const body = searchBody.parse(given);
    expect(() => refuseBlindSearch(user('annotator'), body)).toThrow('cannot search by suggestions');
    expect(() => refuseBlindSearch(user('admin'), body)).not.toThrow();
  });

  it('takes any other search', () => {
    const mine = { entity: 'response', question: 'quality' };
    const body = searchBody.parse({ filters: { and: [{ type: 'terms', scope: mine, values: ['5'] }] } });
    expect(() => refuseBlindSearch(user('annotator'), body)).not.toThrow();
  });
});
