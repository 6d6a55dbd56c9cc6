import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRules } from '../../../src/local/rules/context.ts';
import { checkUserAnswers } from '../../../src/local/rules/record-rules.ts';
import { insertDataset, type Dataset } from '../../../src/local/storage/datasets.ts';
import { createPart } from '../../../src/local/storage/settings.ts';
import { Store, type Tx } from '../../../src/local/storage/store.ts';
import { createUser } from '../../../src/local/storage/users.ts';
import { createWorkspace } from '../../../src/local/storage/workspaces.ts';
import { datasetRules, question, rating, refusal } from './dataset-rules.ts';

let folder: string;
let store: Store;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prank-rules-'));
  let bytes = 0;
  const randomBytes = (size: number) => new Uint8Array(size).fill((bytes += 1));
  store = Store.open(join(folder, 'local.db'), { clock: () => 1_767_323_045_000, randomBytes });
});

afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

function makeDataset(tx: Tx): Dataset {
  return insertDataset(tx, {
    name: 'campaign',
    guidelines: null,
    allow_extra_metadata: true,
    distribution: { min_submitted: 1 },
    metadata: null,
    workspace_id: createWorkspace(tx, { name: 'team' }).id,
  });
}

function addPart(
  tx: Tx,
  { id }: Dataset,
  kind: 'field' | 'question' | 'metadataProperty',
  name: string,
  settings: unknown,
): string {
  const columns = kind === 'metadataProperty' ? { visible_for_annotators: 1 } : { required: 1 };
  return createPart(tx, kind, { name, title: name, settings, dataset_id: id }, columns).id;
}

describe('readRules', () => {
  it('reads the fields, questions and properties of a dataset', () => {
    store.write((tx) => {
      const dataset = makeDataset(tx);
      addPart(tx, dataset, 'field', 'prompt', { type: 'text', use_markdown: false });
      const id = addPart(tx, dataset, 'question', 'quality', rating);
      addPart(tx, dataset, 'metadataProperty', 'source', { type: 'terms', values: ['a'] });
      expect(readRules(tx, dataset)).toEqual({
        dataset,
        fields: [{ name: 'prompt', required: true, type: 'text' }],
        questions: [{ id, name: 'quality', required: true, settings: rating }],
        properties: [{ name: 'source', visible: true, settings: { type: 'terms', values: ['a'] } }],
      });
    });
  });

  it.each([[{}], [null], ['text']])('reads no type from the field settings %j', (settings) => {
    store.write((tx) => {
      const dataset = makeDataset(tx);
      addPart(tx, dataset, 'field', 'prompt', settings);
      expect(readRules(tx, dataset).fields).toEqual([{ name: 'prompt', required: true, type: '' }]);
    });
  });

  it.each(['question', 'metadataProperty'] as const)('throws for a %s whose settings are damaged', (kind) => {
    store.write((tx) => {
      const dataset = makeDataset(tx);
      const text = `odd ${'x'.repeat(300)}`;
      addPart(tx, dataset, kind, 'quality', { type: text });
      const start = JSON.stringify({ type: text }).slice(0, 200);
      const thrown = new Error(`settings in the database are not readable: ${start}`);
      expect(() => readRules(tx, dataset)).toThrow(thrown);
    });
  });
});

describe('checkUserAnswers', () => {
  const rules = datasetRules({ questions: [question('quality', rating, true)] });

  it('accepts answers of users that exist, and refuses others', () => {
    store.write((tx) => {
      const user = createUser(tx, store, { username: 'ada', first_name: 'Ada', password: 'correct horse' });
      const answer = { user_id: user.id, status: 'submitted' as const, values: { quality: { value: 1 } } };
      const check = (...answers: (typeof answer)[]) => refusal(() => checkUserAnswers(tx, answers, rules, {}));
      expect(check(answer)).toBeNull();
      expect(check(answer, { ...answer, user_id: 'nobody' })).toBe(
        'record does not have valid responses: user with id nobody not found',
      );
      expect(check({ ...answer, values: { quality: { value: 9 } } })).toBe(
        'record does not have valid responses: ' +
          '9 is not a valid rating for rating question.\nValid ratings are: [1, 2]',
      );
      expect(refusal(() => checkUserAnswers(tx, null, rules, {}))).toBeNull();
      expect(refusal(() => checkUserAnswers(tx, undefined, rules, {}))).toBeNull();
    });
  });
});
