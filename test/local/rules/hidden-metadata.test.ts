import { describe, expect, it } from 'vitest';
import { RawJson } from '../../../src/local/http/json.ts';
import { hideMetadata } from '../../../src/local/rules/hidden-metadata.ts';
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
const metadata = new RawJson('{"shown":"a","secret":"b","undeclared":"c","kept":1.0}');

describe('hideMetadata', () => {
  it('shows annotators only the visible properties, with their numbers as written', () => {
    expect(hideMetadata(metadata, rules, user('annotator'))?.text).toBe('{"shown":"a","kept":1.0}');
  });

  it.each(['admin', 'owner'] as const)('hides nothing from an %s', (role) => {
    expect(hideMetadata(metadata, rules, user(role))).toBe(metadata);
  });

  it('leaves out what is not an object, and keeps null', () => {
    expect(hideMetadata(new RawJson('["shown"]'), rules, user('annotator'))?.text).toBe('{}');
    expect(hideMetadata(null, rules, user('annotator'))).toBeNull();
  });
});
