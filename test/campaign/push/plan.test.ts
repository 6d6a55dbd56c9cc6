import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArgillaRecord } from '../../../src/argilla/wire.ts';
import { draftRecord, planPush as plan, type PushPlan } from '../../../src/campaign/push/plan.ts';
import { promptFinder } from '../../../src/campaign/server/prompt-finder.ts';
import { measureDemand, withKnownTimes } from '../../../src/campaign/push/rater-demand.ts';
import type { MetadataProperty, Prompt, ResponseEvent, Task, Wave } from '../../../src/model.ts';

const source: MetadataProperty = { name: 'source', type: 'terms', visible: false };

function task(wave: Wave, metadata: MetadataProperty[] = [source]): Task {
  const question = { name: 'quality', title: 'q', values: [1, 2], labels: [] };
  return { workspace: 'w', dataset: 'd', guidelines: null, question, overlap: 3, wave, metadata, keepsMetadata: false };
}

function prompt(id: string, change: Partial<Prompt> = {}): Prompt {
  return {
    id,
    prompt: `Prompt ${id}`,
    kind: 'human',
    source: 's1',
    sourceRow: 'a.csv:1',
    revision: null,
    license: null,
    metadata: {},
    alsoIn: [],
    length: 10,
    ...change,
  };
}

function prompts(count: number): Prompt[] {
  return Array.from({ length: count }, (_, index) => prompt(`p${index}`));
}

function record(id: string, change: Partial<ArgillaRecord> = {}): ArgillaRecord {
  return {
    id: `r-${id}`,
    status: 'pending',
    externalId: id,
    fields: { prompt: `Prompt ${id}` },
    metadata: { source: 's1' },
    ...change,
  };
}

function records(count: number, completed = 0): ArgillaRecord[] {
  return prompts(count).map(({ id }, index) => record(id, { status: index < completed ? 'completed' : 'pending' }));
}

function planPush(all: readonly Prompt[], there: readonly ArgillaRecord[], of: Task, removed: string[] = []): PushPlan {
  const findPrompt = promptFinder(all, 2);
  return plan(all, { records: there, findPrompt, removed: new Set(removed), reserves: false }, of);
}

describe('planPush and records that other people changed', () => {
  const other = { fields: { prompt: 'Another text' } };

  it('gives a record its text again, and says whose it is', () => {
    const { update, retexted, add, stray } = planPush(prompts(2), [record('p0'), record('p1', other)], task('all'));
    expect(update).toMatchObject([{ externalId: 'p1', prompt: 'Prompt p1' }]);
    expect(retexted).toMatchObject([{ id: 'r-p1' }]);
    expect([add, stray]).toEqual([[], []]);
  });

  it('takes a record with the text of a prompt for that prompt, whatever its label says', () => {
    const foreign = record('p1', { externalId: 'mine', id: 'r-mine', metadata: null });
    expect(planPush(prompts(2), [record('p0'), foreign], task('all'))).toMatchObject({
      add: [],
      update: [],
      stray: [],
      unchanged: 2,
    });
  });

  it('ignores differences that nobody sees', () => {
    const same = record('p0', { fields: { prompt: ' prompt  P0' } });
    expect(planPush(prompts(1), [same], task('all')).retexted).toEqual([]);
  });

  it('does not bring back what was deleted, and counts it as part of its wave', () => {
    const { add, deleted, waiting } = planPush(prompts(20), records(10, 9).slice(1), task(10), ['p0']);
    expect(add.map(({ externalId }) => externalId)).toEqual(
      prompts(20)
        .slice(10)
        .map(({ id }) => id),
    );
    expect([deleted, waiting]).toEqual([1, 0]);
  });
});

describe('planPush', () => {
  const waves: [string, number, number, number, number | 'all', { add: number; live: number; waiting: number }][] = [
    ['an empty server gets the first wave', 20, 0, 0, 10, { add: 10, live: 10, waiting: 10 }],
    ['a wave that was cut is filled up', 20, 4, 0, 10, { add: 6, live: 10, waiting: 10 }],
    ['a full wave that people work on stays', 20, 10, 3, 10, { add: 0, live: 7, waiting: 10 }],
    ['a wave that is nearly done brings the next', 20, 10, 8, 10, { add: 10, live: 12, waiting: 0 }],
    ['a second wave that was cut is filled up', 20, 14, 10, 10, { add: 6, live: 10, waiting: 0 }],
    ['the last wave may be shorter', 13, 10, 10, 10, { add: 3, live: 3, waiting: 0 }],
    ['nothing is left to bring', 10, 10, 10, 10, { add: 0, live: 0, waiting: 0 }],
    ['all at once', 20, 5, 0, 'all', { add: 15, live: 20, waiting: 0 }],
    ['a wave larger than the campaign', 5, 0, 0, 500, { add: 5, live: 5, waiting: 0 }],
  ];
  it.each(waves)('%s', (_, total, present, completed, wave, expected) => {
    const { add, live, waiting } = planPush(prompts(total), records(present, completed), task(wave));
    expect({ add: add.length, live, waiting }).toEqual(expected);
  });

  const shares: [string, number, number, number, number][] = [
    ['exactly a fifth of it is unfinished', 30, 10, 8, 10],
    ['a bit more than a fifth of it is unfinished', 30, 10, 7, 0],
    ['the rest of a cut wave and what is unfinished are a fifth', 30, 9, 8, 11],
    ['the rest of a cut wave and what is unfinished are more than a fifth', 30, 9, 7, 1],
  ];
  it.each(shares)('a wave of ten when %s', (_, total, present, completed, add) => {
    expect(planPush(prompts(total), records(present, completed), task(10)).add).toHaveLength(add);
  });

  it('compares drafts and numeric metadata by their types', () => {
    const length: MetadataProperty = { name: 'length', type: 'integer', visible: false };
    const stored = [record('p0', { metadata: { length: 10 } }), record('p1', { metadata: { length: 11 } })];
    const { update, unchanged } = planPush(prompts(2), stored, task('all', [length]));
    expect(update).toEqual([{ externalId: 'p1', prompt: 'Prompt p1', metadata: { length: 10 } }]);
    expect(unchanged).toBe(1);
  });

  it('counts a record without one of our ids as stray', () => {
    const stored = [record('p0'), { ...record('x'), externalId: null }];
    expect(planPush(prompts(1), stored, task('all')).stray.map(({ id }) => id)).toEqual(['r-x']);
  });

  it('sees one property of two that differs', () => {
    const kind: MetadataProperty = { name: 'kind', type: 'terms', visible: false };
    const stored = [
      record('p0', { metadata: { source: 's1', kind: 'synthetic' } }),
      record('p1', { metadata: { source: 's1', kind: 'human' } }),
    ];
    const { update } = planPush(prompts(2), stored, task('all', [source, kind]));
    expect(update.map(({ externalId }) => externalId)).toEqual(['p0']);
  });

  it('notices a property that was swapped for another one', () => {
    const stored = [record('p0', { metadata: { other: 's1' } }), record('p1', { metadata: {} })];
    expect(planPush(prompts(2), stored, task('all')).update).toHaveLength(2);
  });

  it('adds prompts in order', () => {
    const { add } = planPush(prompts(20), records(10, 10), task(10));
    expect(add.map(({ externalId }) => externalId)).toEqual(
      prompts(20)
        .slice(10)
        .map(({ id }) => id),
    );
  });

  it('never leaves anybody without work while prompts wait', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.nat(60), fc.integer({ min: 1, max: 30 }), (total, a, b, wave) => {
        const present = Math.min(a, total);
        const { live, waiting, add } = planPush(prompts(total), records(present, Math.min(b, present)), task(wave));
        expect(live > 0 || waiting === 0).toBe(true);
        expect(present + add.length + waiting).toBe(total);
        expect(add.length).toBeLessThan(2 * wave);
      }),
    );
  });

  it('writes only what differs', () => {
    const stored = [
      record('p0'),
      record('p1', { fields: { prompt: 'old text' } }),
      record('p2', { metadata: { source: 'other' } }),
      record('p3', { metadata: null }),
      record('p4', { metadata: { source: 's1', extra: null } }),
    ];
    const { update, unchanged } = planPush(prompts(5), stored, task('all'));
    expect(update.map(({ externalId }) => externalId)).toEqual(['p1', 'p2', 'p3']);
    expect(unchanged).toBe(2);
  });

  it('distinguishes an edited prompt from the old one: a new record, and the old one is stray with its answers', () => {
    const { add, stray, update } = planPush([prompt('edited')], [record('original')], task('all'));
    expect(add.map(({ externalId }) => externalId)).toEqual(['edited']);
    expect(stray.map(({ externalId: id }) => id)).toEqual(['original']);
    expect(update).toEqual([]);
  });

  it('counts a stray record neither as live nor as part of a wave', () => {
    const { add, live } = planPush(prompts(4), [record('gone'), record('gone2')], task(2));
    expect({ add: add.length, live }).toEqual({ add: 2, live: 2 });
  });

  it('does not count a text that the server had to repair as a change', () => {
    const broken = prompt('p0', { prompt: 'a\ud800b', source: 's\udc00' });
    const stored = record('p0', { fields: { prompt: 'a\ufffdb' }, metadata: { source: 's\ufffd' } });
    expect(planPush([broken], [stored], task('all')).update).toEqual([]);
  });
});

/** Records that raters answered today. The `status` of an answer doesn't change how much they work. */
function answered(count: number, raters: number, more: Partial<ArgillaRecord> = {}, answers = count): ArgillaRecord[] {
  return records(count).map((stored, at) => ({
    ...stored,
    responses: Array.from({ length: at < answers ? raters : 0 }, (_, rater) => ({
      id: `a${at}-${rater}`,
      values: null,
      status: 'submitted' as const,
      userId: `rater${rater}`,
      insertedAt: '2026-01-01T00:00:00Z',
      updatedAt: '2026-01-01T00:00:00Z',
    })),
    ...more,
  }));
}

/** This many raters at work at the same time: each has answered each of the first prompts, which are complete. */
function room(raters: number, open: number): ArgillaRecord[] {
  return [...answered(1, raters, { status: 'completed' }), ...records(open + 1).slice(1)];
}

describe('planPush with wave: auto', () => {
  it.each([
    ['an empty server gets 500', [], 500],
    ['a first push that was cut is completed', records(37), 463],
    ['few raters keep 100 prompts live', room(3, 99), 100],
    ['few raters have enough', room(3, 100), 99],
    ['thirty raters at once get 900 live prompts', room(30, 199), 800],
    ['thirty raters at once have enough', room(30, 999), 0],
  ])('%s', (_, stored, add) => {
    expect(planPush(prompts(5000), stored, task('auto')).add).toHaveLength(add);
  });

  it('needs fewer prompts where the server reserves them', () => {
    const context = { findPrompt: promptFinder(prompts(5000), 2), removed: new Set<string>(), reserves: true };
    expect(plan(prompts(5000), { ...context, records: room(30, 99) }, task('auto')).add).toHaveLength(100);
    expect(plan(prompts(5000), { ...context, records: room(30, 199) }, task('auto')).add).toHaveLength(0);
  });

  it('gives the same answer when it is asked again', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.integer({ min: 1, max: 60 }), (open, raters) => {
        const { add, live } = planPush(prompts(5000), room(raters, open), task('auto'));
        const after = [...room(raters, open), ...add.map(({ externalId }) => record(externalId))];
        const again = planPush(prompts(5000), after, task('auto'));
        expect([again.add.length, again.live]).toEqual([0, live]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('planPush, for raters at work', () => {
  const completed = { status: 'completed' } as const;
  const cases: [string, ArgillaRecord[], number][] = [
    ['one rater finds as many open prompts as a day takes', answered(10, 1, {}, 5), 0],
    ['one rater would run out within a day', answered(10, 1, {}, 6), 10],
    ['one rater has answered all', answered(10, 1), 10],
    ['one rater brings in no more than a wave', answered(30, 1), 10],
    // 6 raters gave 60 answers in a day. At 3 per prompt they need 20 prompts.
    ['many raters finish two waves in a day', answered(10, 6, completed), 20],
    ['many raters finish a bit more than two waves in a day', [...answered(10, 6, completed), ...oneMore()], 29],
    // 45 answers per day, minus 3 for the live prompt, need 14 prompts; without these 3 it would be 15.
    ['many raters have one live prompt left', [...answered(9, 5, completed), ...records(10).slice(9)], 20],
    // The 11 live prompts take all of the 33 answers per day.
    ['many raters have enough live prompts', [...answered(11, 3, completed), ...records(22).slice(11)], 8],
    ['many raters have one live prompt too few', [...answered(11, 3, completed), ...records(20).slice(11)], 10],
    // 30 answers in a day. Of the 10 live prompts each lacks 3, and takes all of them; with one answer it lacks 2: 20.
    ['many raters have live prompts enough', [...answered(10, 3, completed), ...records(20).slice(10)], 0],
    ['many raters have live prompts with an answer', [...answered(10, 3, completed), ...halfDone('submitted')], 10],
    ['many raters have live prompts with a draft', [...answered(10, 3, completed), ...halfDone('draft')], 0],
  ];
  it.each(cases)('%s', (_, stored, add) => {
    expect(planPush(prompts(60), stored, task(10)).add).toHaveLength(add);
  });
});

/** Ten live records with an answer each by somebody of an earlier day. */
function halfDone(status: 'submitted' | 'draft'): ArgillaRecord[] {
  return records(20)
    .slice(10)
    .map((stored, at) => ({
      ...stored,
      responses: [
        {
          id: `h${at}`,
          values: null,
          status,
          userId: `earlier${at}`,
          insertedAt: '2025-01-01T00:00:00Z',
          updatedAt: '2025-01-01T00:00:00Z',
        },
      ],
    }));
}

/** One completed record more, with one answer. */
function oneMore(): ArgillaRecord[] {
  return answered(11, 1, { status: 'completed' }).slice(10);
}

describe('metadata that prank.yaml does not mention', () => {
  const silent: Task = { ...task('all', []), keepsMetadata: true };
  const stored = [
    record('p0', { metadata: { source: 's1', kind: 'human' } }),
    record('p1', { metadata: { kind: 'human', gone: null } }),
    record('p2', { metadata: {} }),
  ];

  it('stays on the records that have it, and comes with no new one', () => {
    const found = planPush(prompts(4), stored, silent);
    expect(found).toMatchObject({ unchanged: 3, update: [] });
    expect(found.add).toEqual([{ externalId: 'p3', prompt: 'Prompt p3', metadata: null }]);
    expect(found.keptMetadata).toEqual({ records: 2, names: ['kind', 'source'] });
  });

  it('stays on a record whose text is written again', () => {
    const retexted = [record('p0', { fields: { prompt: 'prompt P0' }, metadata: { source: 's1' } })];
    expect(planPush(prompts(1), retexted, silent).update).toEqual([
      { externalId: 'p0', prompt: 'Prompt p0', metadata: null },
    ]);
  });

  it('goes if prank.yaml lists none', () => {
    const found = planPush(prompts(3), stored, task('all', []));
    expect(found.update.map(({ externalId, metadata }) => [externalId, metadata])).toEqual([
      ['p0', {}],
      ['p1', {}],
    ]);
    expect(found.keptMetadata).toEqual({ records: 0, names: [] });
  });
});

describe('draftRecord', () => {
  const cases: [string, MetadataProperty, unknown, unknown][] = [
    ['text stays text', { name: 'x', type: 'terms', visible: false }, 'a', 'a'],
    ['other values become terms as JSON', { name: 'x', type: 'terms', visible: false }, [1, 2], '[1,2]'],
    ['numbers as text become numbers', { name: 'x', type: 'float', visible: false }, '1.50', 1.5],
    ['nothing is left out', { name: 'x', type: 'terms', visible: false }, null, undefined],
    ['what is not there is left out', { name: 'y', type: 'terms', visible: false }, 'a', undefined],
    ['whole numbers of any size become numbers', { name: 'x', type: 'integer', visible: false }, 12n, 12],
    ['numbers stay numbers', { name: 'x', type: 'float', visible: false }, 1.5, 1.5],
    ['a truth is no number', { name: 'x', type: 'integer', visible: false }, true, 'true'],
    ['a list is no number', { name: 'x', type: 'float', visible: false }, [2], '[2]'],
    ['empty text is left out', { name: 'x', type: 'integer', visible: false }, '', undefined],
    [
      "what can't be a number stays as it is, to be refused by name",
      { name: 'x', type: 'integer', visible: false },
      'many',
      '"many"',
    ],
  ];
  it.each(cases)('%s', (_, property, value, expected) => {
    expect(draftRecord(prompt('p', { metadata: { x: value } }), [property]).metadata['x']).toEqual(expected);
  });

  it("reserves the prompt's own columns", () => {
    const properties = ['source', 'kind', 'license', 'length'].map((name): MetadataProperty => ({
      name,
      type: name === 'length' ? 'integer' : 'terms',
      visible: false,
    }));
    expect(draftRecord(prompt('p', { license: 'mit' }), properties).metadata).toEqual({
      source: 's1',
      kind: 'human',
      license: 'mit',
      length: 10,
    });
  });
});

it('counts answers written by a restore by when they were given, not by when it wrote them', () => {
  const restored = '2026-03-01T00:00:00Z';
  const answers = Array.from({ length: 60 }, (_, index) => ({
    id: `a${index}`,
    values: null,
    status: 'submitted' as const,
    userId: `rater${index % 3}`,
    insertedAt: restored,
    updatedAt: restored,
  }));
  const held = records(20, 15).map((stored, index) => ({
    ...stored,
    responses: answers.slice(3 * index, 3 * index + 3),
  }));
  const log = held.flatMap(({ externalId: promptId, responses }, index) =>
    responses.map(({ userId: raterId }) => makeEvent({ promptId: promptId ?? '', raterId, day: 1 + index })),
  );
  expect(measureDemand(held).answersADay).toBe(60);
  expect(measureDemand(withKnownTimes(held, log)).answersADay).toBe(3);
});

function makeEvent({ promptId, raterId, day }: { promptId: string; raterId: string; day: number }): ResponseEvent {
  const at = `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`;
  const times = { insertedAt: at, updatedAt: at, serverUpdatedAt: at, pulledAt: at };
  return { promptId, raterId, rater: null, status: 'submitted', value: 1, ...times, recordId: 'r', datasetId: 'd' };
}
