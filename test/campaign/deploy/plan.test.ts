import { describe, expect, it } from 'vitest';
import { type DeploymentStep, type FoundDataset, planDeployment } from '../../../src/campaign/deploy/plan.ts';
import type { Task } from '../../../src/model.ts';

const task: Task = {
  workspace: 'w',
  dataset: 'd',
  guidelines: 'Read first.',
  question: { name: 'quality', title: 'How good?', values: [1, 2, 3], labels: ['bad', 'ok', 'good'] },
  overlap: 3,
  wave: 500,
  metadata: [
    { name: 'source', type: 'terms', visible: false },
    { name: 'kind', type: 'terms', visible: false },
  ],
  keepsMetadata: false,
};

const workspace = { id: 'w1', name: 'w' };

const found: FoundDataset = {
  dataset: {
    id: 'd1',
    name: 'd',
    guidelines: 'Read first.',
    status: 'ready',
    minSubmitted: 3,
    workspaceId: 'w1',
    lastActivityAt: '2026-01-01T00:00:00.000000Z',
    updatedAt: '2026-01-01T00:00:00.000000Z',
  },
  fields: [{ id: 'f1', name: 'prompt', title: 'Prompt', required: true, settings: { type: 'text' } }],
  questions: [
    {
      id: 'q1',
      name: 'quality',
      title: 'How good?',
      description: '1 = bad · 2 = ok · 3 = good',
      required: true,
      settings: { type: 'rating', options: [{ value: 1 }, { value: 2 }, { value: 3 }] },
    },
  ],
  metadata: ['source', 'kind'].map((name) => ({
    id: `m-${name}`,
    name,
    title: name,
    settings: { type: 'terms' },
    visible: false,
  })),
  records: 10,
  indexed: true,
};

function plan(dataset: FoundDataset | null, changed: Partial<Task> = {}): DeploymentStep[] {
  return planDeployment({ ...task, ...changed }, { workspace, dataset }, { hidesMetadata: true });
}

function actions(steps: DeploymentStep[]): string[] {
  return steps.filter(({ action }) => action !== 'keep').map(({ action, target }) => `${action} ${target}`);
}

function foundWith<K extends keyof FoundDataset>(key: K, value: FoundDataset[K]): FoundDataset {
  return { ...found, [key]: value };
}

const draft = { ...found.dataset, status: 'draft' as const };
const question = found.questions[0];

describe('planDeployment', () => {
  it('makes everything on an empty server, publishing last', () => {
    expect(actions(planDeployment(task, { workspace: null, dataset: null }, { hidesMetadata: true }))).toEqual([
      'create workspace w',
      'create dataset d',
      'create field prompt',
      'create question quality',
      'create metadata source',
      'create metadata kind',
      'publish dataset d',
    ]);
  });

  it('keeps everything that matches the description', () => {
    const steps = plan(found);
    expect(actions(steps)).toEqual([]);
    expect(steps.every(({ change }) => change === null)).toBe(true);
  });

  const changes: [string, FoundDataset, Partial<Task>, string[]][] = [
    ['guidelines', found, { guidelines: 'New.' }, ['update guidelines']],
    ['guidelines taken away', found, { guidelines: null }, ['update guidelines']],
    ['overlap', found, { overlap: 5 }, ['update overlap 5']],
    ['title', found, { question: { ...task.question, title: 'Well?' } }, ['update question quality']],
    ['labels', found, { question: { ...task.question, labels: [] } }, ['update question quality']],
    [
      'a new property',
      found,
      { metadata: [...task.metadata, { name: 'length', type: 'integer', visible: true }] },
      ['create metadata length'],
    ],
    ['visibility', found, { metadata: [{ name: 'source', type: 'terms', visible: true }] }, ['update metadata source']],
    [
      'a draft that was not finished',
      { ...found, dataset: draft, questions: [], metadata: [], records: 0, indexed: false },
      {},
      ['create question quality', 'create metadata source', 'create metadata kind', 'publish dataset d'],
    ],
    [
      'a draft that is another one',
      {
        ...found,
        dataset: draft,
        records: 0,
        indexed: false,
        fields: [{ id: 'f', name: 'text', title: 't', required: true, settings: { type: 'text' } }],
      },
      {},
      [
        'delete dataset d',
        'create dataset d',
        'create field prompt',
        'create question quality',
        'create metadata source',
        'create metadata kind',
        'publish dataset d',
      ],
    ],
    [
      'a publish that went halfway',
      { ...found, records: 0, indexed: false },
      {},
      [
        'delete dataset d',
        'create dataset d',
        'create field prompt',
        'create question quality',
        'create metadata source',
        'create metadata kind',
        'publish dataset d',
      ],
    ],
  ];
  it.each(changes)('changes what Argilla can change: %s', (_, dataset, changed, expected) => {
    expect(actions(plan(dataset, changed))).toEqual(expected);
  });

  const refusals: [string, FoundDataset, Partial<Task>, string][] = [
    [
      'other values',
      found,
      { question: { ...task.question, values: [1, 2, 3, 4, 5], labels: [] } },
      "values can't change after publishing",
    ],
    [
      'another question name',
      found,
      { question: { ...task.question, name: 'score' } },
      'requires an answer to another question, "quality"',
    ],
    [
      'a question of another type',
      foundWith('questions', question === undefined ? [] : [{ ...question, settings: { type: 'text' } }]),
      {},
      'is of type text, not rating',
    ],
    [
      'a metadata type',
      found,
      { metadata: [{ name: 'source', type: 'integer', visible: false }] },
      'is of type terms, prank.yaml says integer',
    ],
    ["somebody else's dataset", foundWith('fields', []), {}, 'it is not a dataset of prank'],
    [
      'another required field',
      foundWith('fields', [
        ...found.fields,
        { id: 'f2', name: 'context', title: 'c', required: true, settings: { type: 'text' } },
      ]),
      {},
      'requires another field, "context"',
    ],
    [
      'a draft with records',
      { ...found, dataset: draft, indexed: false },
      {},
      "is a draft that holds 10 records; such a dataset can't be published any more",
    ],
    ['records without an index', foundWith('indexed', false), {}, 'has 10 records but no search index'],
  ];
  it.each(refusals)("rejects what it can't: %s", (_, dataset, changed, why) => {
    const refused = plan(dataset, changed).filter(({ action }) => action === 'refuse');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.why).toContain(why);
    expect(plan(dataset, changed).every(({ change }) => change === null)).toBe(true);
  });

  it('leaves a property alone that somebody else declared, and says so', () => {
    expect(plan(found, { metadata: [] }).map(({ target, why }) => `${target}: ${why}`)).toContain(
      'metadata source: is not in prank.yaml',
    );
  });

  it('says what it does and why, with everything needed to apply it', () => {
    expect(planDeployment(task, { workspace: null, dataset: null }, { hidesMetadata: true })).toEqual([
      { action: 'create', target: 'workspace w', why: 'is not there', change: { type: 'create-workspace' } },
      { action: 'create', target: 'dataset d', why: 'is not there', change: { type: 'create-dataset' } },
      { action: 'create', target: 'field prompt', why: 'is not there', change: { type: 'create-field' } },
      { action: 'create', target: 'question quality', why: 'is not there', change: { type: 'create-question' } },
      ...task.metadata.map((property) => ({
        action: 'create',
        target: `metadata ${property.name}`,
        why: 'not shown to raters',
        change: { type: 'create-metadata', property },
      })),
      { action: 'publish', target: 'dataset d', why: 'so that records can be pushed', change: { type: 'publish' } },
    ]);
  });

  it('says which metadata a rater can read through the API although the page does not show it', () => {
    const shown = { name: 'topic', type: 'terms', visible: true } as const;
    const kind = { name: 'kind', type: 'terms', visible: false } as const;
    const [added] = planDeployment(
      { ...task, metadata: [kind, shown] },
      { workspace, dataset: foundWith('metadata', []) },
    ).filter(({ target }) => target === 'metadata kind');
    expect(added?.why).toBe("not shown to raters; raters can still read it through Argilla's API");
    const readable = planDeployment({ ...task, metadata: [kind, shown] }, { workspace, dataset: found }).filter(
      ({ why }) => why.includes('API'),
    );
    expect(readable.map(({ action, target }) => `${action} ${target}`)).toEqual(['keep metadata kind']);
  });

  it('names every part that it keeps', () => {
    const why = 'is as described';
    expect(plan(found)).toEqual(
      [
        'workspace w',
        'dataset d',
        'guidelines',
        'overlap 3',
        'field prompt',
        'question quality',
        'metadata source',
        'metadata kind',
      ].map((target) => ({ action: 'keep', target, why, change: null })),
    );
  });

  it.each<[string, FoundDataset, Partial<Task>, object]>([
    [
      'guidelines',
      found,
      { guidelines: null },
      { why: 'differ from the file', change: { type: 'update-dataset', id: 'd1', guidelines: null } },
    ],
    [
      'overlap 5',
      found,
      { overlap: 5 },
      { why: 'is 3 now', change: { type: 'update-dataset', id: 'd1', minSubmitted: 5 } },
    ],
    [
      'question quality',
      found,
      { question: { ...task.question, title: 'Well?' } },
      { why: 'title or labels differ', change: { type: 'update-question', id: 'q1' } },
    ],
    [
      'question quality',
      foundWith(
        'questions',
        found.questions.map((one) => ({ ...one, description: null })),
      ),
      {},
      { why: 'title or labels differ', change: { type: 'update-question', id: 'q1' } },
    ],
    [
      'metadata source',
      found,
      { metadata: [{ name: 'source', type: 'terms', visible: true }] },
      { why: 'is hidden from raters', change: { type: 'update-metadata', id: 'm-source', visible: true } },
    ],
    [
      'metadata source',
      foundWith(
        'metadata',
        found.metadata.map((one) => ({ ...one, visible: true })),
      ),
      {},
      { why: 'is shown to raters', change: { type: 'update-metadata', id: 'm-source', visible: false } },
    ],
    [
      'metadata length',
      found,
      { metadata: [...task.metadata, { name: 'length', type: 'integer', visible: true }] },
      {
        why: 'shown to raters',
        change: { type: 'create-metadata', property: { name: 'length', type: 'integer', visible: true } },
      },
    ],
    [
      'metadata kind',
      foundWith(
        'metadata',
        found.metadata.map((one) => ({ ...one, visible: true })),
      ),
      { metadata: [] },
      { why: 'is not in prank.yaml, and raters see it', change: null },
    ],
    [
      'dataset d',
      { ...found, records: 0, indexed: false },
      {},
      {
        action: 'delete',
        why: 'was published only halfway and holds no record',
        change: { type: 'delete-dataset', id: 'd1' },
      },
    ],
    [
      'dataset d',
      {
        ...found,
        dataset: draft,
        records: 0,
        fields: found.fields.map((one) => ({ ...one, settings: { type: 'image' } })),
      },
      {},
      {
        action: 'delete',
        why: 'is an unpublished draft, and its field "prompt" is not text',
        change: { type: 'delete-dataset', id: 'd1' },
      },
    ],
  ])('says why it changes %s', (target, dataset, changed, step) => {
    expect(plan(dataset, changed).find((one) => one.target === target)).toMatchObject(step);
  });

  it('finishes a draft whose parts are there, and publishes it', () => {
    const steps = plan({ ...found, dataset: draft, records: 0, indexed: false }, { overlap: 4 });
    expect(actions(steps)).toEqual(['update overlap 4', 'publish dataset d']);
    expect(steps.at(-1)).toMatchObject({ why: 'is a draft', change: { type: 'publish' } });
    expect(steps.map(({ target }) => target)).toContain('field prompt');
    const bare = plan({ ...found, dataset: draft, records: 0, fields: [], questions: [], metadata: [] });
    expect(actions(bare)).toEqual([
      'create field prompt',
      'create question quality',
      'create metadata source',
      'create metadata kind',
      'publish dataset d',
    ]);
  });

  it.each<[string, FoundDataset, Partial<Task>, string]>([
    [
      'a published dataset whose question has another name',
      foundWith(
        'questions',
        found.questions.map((one) => ({ ...one, name: 'other', required: false })),
      ),
      {},
      'has no question "quality", and none can be added after publishing. To start',
    ],
    [
      'a field that is no text',
      foundWith(
        'fields',
        found.fields.map((one) => ({ ...one, settings: { type: 'image' } })),
      ),
      {},
      'its field "prompt" is not text. To start',
    ],
    [
      'other values',
      found,
      { question: { ...task.question, values: [1, 2] } },
      'its question "quality" has the values 1, 2, 3, prank.yaml says 1, 2, and values',
    ],
    [
      'a question without options',
      foundWith(
        'questions',
        found.questions.map((one) => ({ ...one, settings: { type: 'rating' } })),
      ),
      {},
      'has the values , prank.yaml says 1, 2, 3',
    ],
  ])('refuses %s', (_, dataset, changed, why) => {
    expect(plan(dataset, changed).find(({ action }) => action === 'refuse')?.why).toContain(why);
  });

  it('names the command that makes an index', () => {
    expect(plan(foundWith('indexed', false))[1]?.why).toContain(
      ': argilla_server search-engine reindex, for Extralit extralit_server',
    );
  });

  it('keeps what others declared, beside its own', () => {
    const other = { ...found.metadata[0], id: 'm3', name: 'other', title: 'o', settings: { type: 'terms' } };
    const steps = plan(foundWith('metadata', [...found.metadata, { ...other, visible: false }]));
    expect(steps.map(({ target, why }) => `${target}: ${why}`).slice(-3)).toEqual([
      'metadata source: is as described',
      'metadata kind: is as described',
      'metadata other: is not in prank.yaml',
    ]);
  });

  it('looks for its own field and question among those of a draft', () => {
    const fields = [{ id: 'f2', name: 'note', title: 'n', required: false, settings: { type: 'text' } }];
    const questions = found.questions.map((one) => ({ ...one, name: 'remark', required: false }));
    const unfinished = { ...found, dataset: draft, records: 0, indexed: false };
    expect(actions(plan({ ...unfinished, fields, questions }))).toEqual([
      'create field prompt',
      'create question quality',
      'publish dataset d',
    ]);
    const [own] = found.questions;
    const behind = own === undefined ? [] : [...questions, { ...own, title: 'Old?' }];
    expect(plan({ ...found, questions: behind }).find(({ target }) => target === 'question quality')?.change).toEqual({
      type: 'update-question',
      id: 'q1',
    });
  });

  it('ignores optional fields and questions of others', () => {
    const fields = [
      ...found.fields,
      { id: 'f2', name: 'note', title: 'n', required: false, settings: { type: 'text' } },
    ];
    const questions = [
      ...found.questions,
      ...found.questions.map((one) => ({ ...one, name: 'remark', required: false })),
    ];
    expect(actions(plan({ ...found, fields, questions }))).toEqual([]);
  });
});
