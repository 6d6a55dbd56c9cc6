import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArgillaUser } from '../../../src/argilla/wire.ts';
import { chooseRecords, mapAnswers, planRestore, toMovedDeletions } from '../../../src/campaign/restore/plan.ts';
import { findNameConflicts, listLostRaters, planRaters, type RaterStep } from '../../../src/campaign/restore/raters.ts';
import type { BackedUpRater } from '../../../src/campaign/backup/rater-list.ts';
import type { ResponseEvent, ResponseStatus, Task } from '../../../src/model.ts';
import { answersOf, currentResponses, responseKey, type ResponseMap } from '../../../src/ratings/current-view.ts';
import { diffResponses, type ListedRecord, type ListedResponse } from '../../../src/ratings/diff-responses.ts';
import { responseEvent } from '../../ratings/response-event.ts';
import { makePrompt } from '../../support/embedded-campaign.ts';

const task: Task = {
  workspace: 'w',
  dataset: 'd',
  guidelines: null,
  question: { name: 'quality', title: 'Q', values: [1, 2, 3], labels: [] },
  overlap: 1,
  wave: 'all',
  metadata: [],
  keepsMetadata: false,
};

const snapshot = (...ids: string[]) =>
  ids.map((promptId) => ({ promptId, externalId: promptId, prompt: `text ${promptId}`, metadata: {} }));

const on = (promptId: string, datasetId = 'dataset-1') => responseEvent({ promptId, datasetId });

describe('chooseRecords', () => {
  const lost = {
    snapshot: snapshot('a', 'b'),
    datasetId: 'dataset-1',
    removed: new Set<string>(),
    prompts: [makePrompt('p'), makePrompt('q')],
    earlier: snapshot('e'),
  };

  it('takes the old records in order, answered or not', () => {
    expect(chooseRecords([on('b')], lost, task)).toMatchObject({
      records: snapshot('a', 'b'),
      removed: 0,
      withoutText: [],
    });
  });

  it('leaves out records that the lost server itself had given up', () => {
    expect(chooseRecords([on('q'), on('b')], lost, task)).toMatchObject({ records: snapshot('a', 'b'), removed: 1 });
  });

  it('finds texts of answers from other servers in the prompts, then in earlier snapshots, and names the rest', () => {
    const answers = ['e', 'q', 'x'].map((id) => on(id, 'dataset-0'));
    const { records, withoutText } = chooseRecords(answers, lost, task);
    expect(records.map(({ promptId }) => promptId)).toEqual(['a', 'b', 'q', 'e']);
    expect(withoutText).toEqual(['x']);
  });

  it('brings back of a record’s metadata what prank.yaml names, and all of it if it says nothing', () => {
    const metadata = { source: 'made', weight: 2 };
    const foreign = { promptId: 'b', externalId: 'theirs', prompt: 'text b', metadata };
    const given = {
      snapshot: [{ promptId: 'a', externalId: 'a', prompt: 'text a', metadata }, foreign],
      datasetId: 'd',
      removed: new Set<string>(),
      prompts: [],
      earlier: [{ promptId: 'e', externalId: 'e', prompt: 'text e', metadata }],
    };
    const bring = (change: Partial<Task>) =>
      chooseRecords([on('e', 'dataset-0')], given, { ...task, ...change }).records.map((record) => record.metadata);
    const source = { name: 'source', type: 'terms', visible: false } as const;
    expect(bring({})).toEqual([{}, metadata, {}]);
    expect(bring({ metadata: [source] })).toEqual([{ source: 'made' }, metadata, { source: 'made' }]);
    expect(bring({ keepsMetadata: true })).toEqual([metadata, metadata, metadata]);
  });

  it('writes texts as they were, and prompts with the metadata that prank.yaml declares', () => {
    const declared: Task = { ...task, metadata: [{ name: 'source', type: 'terms', visible: false }] };
    const elsewhere = ['q', 'e'].map((id) => on(id, 'dataset-0'));
    expect(
      chooseRecords(elsewhere, { ...lost, earlier: [...snapshot('e'), ...snapshot('e')] }, declared).records,
    ).toEqual([
      ...snapshot('a', 'b'),
      { promptId: 'q', externalId: 'q', prompt: 'Prompt q', metadata: { source: 'made' } },
      { promptId: 'e', externalId: 'e', prompt: 'text e', metadata: {} },
    ]);
  });

  it('counts no answer as removed on a record that is written for another', () => {
    const both = [on('q'), on('x'), responseEvent({ promptId: 'q', datasetId: 'dataset-0', raterId: 'r2' })];
    expect(chooseRecords(both, lost, task)).toMatchObject({ removed: 1, withoutText: [] });
  });

  it('leaves away what was deleted on a server before the lost one: the second restore brought it back', () => {
    const answers = [on('q', 'dataset-0'), on('z', 'dataset-0')];
    expect(chooseRecords(answers, { ...lost, removed: new Set(['q', 'z', 'a']) }, task)).toEqual({
      records: snapshot('a', 'b'),
      removed: 2,
      withoutText: [],
    });
  });

  it('names prompts without a text in their order', () => {
    const elsewhere = ['z', 'x', 'y', 'x'].map((id) => on(id, 'dataset-0'));
    expect(chooseRecords(elsewhere, lost, task).withoutText).toEqual(['x', 'y', 'z']);
  });

  it('takes no answer for removed where no backup tells what there was', () => {
    const alone = { ...lost, snapshot: null, datasetId: 'dataset-1', earlier: [] };
    expect(chooseRecords([on('q'), on('x')], alone, task)).toMatchObject({
      records: [{ promptId: 'q' }],
      removed: 0,
      withoutText: ['x'],
    });
  });

  it('uses only the prompts if there is no backup', () => {
    const alone = { ...lost, snapshot: null, datasetId: null, earlier: [] };
    expect(chooseRecords([on('q')], alone, task).records.map(({ promptId }) => promptId)).toEqual(['q']);
  });
});

const user = (id: string, username: string, role: ArgillaUser['role'] = 'annotator'): ArgillaUser => ({
  id,
  username,
  firstName: username,
  lastName: null,
  role,
});
const rater = (id: string, username: string, change: Partial<BackedUpRater> = {}): BackedUpRater => ({
  id,
  username,
  firstName: username,
  lastName: null,
  role: 'annotator',
  member: true,
  ...change,
});

const planned = (listed: BackedUpRater[], users: ArgillaUser[], busy: string[] = [], answers: ResponseEvent[] = []) =>
  planRaters(listLostRaters(answers, listed, 'dataset-1'), users, new Set(busy)).map(({ action, userId, member }) => [
    action,
    userId,
    member,
  ]);

describe('planRaters', () => {
  it.each<[string, BackedUpRater, ArgillaUser[], string[], unknown[]]>([
    ['makes who is missing', rater('1', 'ada'), [], [], ['create', '1', true]],
    ['keeps who is there', rater('1', 'ada'), [user('1', 'ada')], [], ['keep', '1', true]],
    ['keeps who has another name now', rater('1', 'ada'), [user('1', 'eve')], [], ['keep', '1', true]],
    ['replaces an unused account of that name', rater('1', 'ada'), [user('2', 'ada')], [], ['replace', '1', true]],
    ['joins with an account that has answers', rater('1', 'ada'), [user('2', 'ada')], ['ada'], ['adopt', '2', true]],
    [
      'joins with the owner, who is a member anyway',
      rater('1', 'ada'),
      [user('2', 'ada', 'owner')],
      [],
      ['adopt', '2', false],
    ],
    ['joins with an admin', rater('1', 'ada'), [user('2', 'ada', 'admin')], [], ['adopt', '2', true]],
    ['never makes an admin', rater('1', 'ada', { role: 'admin' }), [], [], ['skip', '1', false]],
    ['does not let in who was no member', rater('1', 'ada', { member: false }), [], [], ['create', '1', false]],
  ])('%s', (_, listed, users, busy, expected) => {
    expect(planned([listed], users, busy)).toEqual([expected]);
  });

  it('makes an annotator of an owner or admin who had answers', () => {
    const answers = [responseEvent({ raterId: '1', rater: 'ada' })];
    expect(planned([rater('1', 'ada', { role: 'owner', member: false })], [], [], answers)).toEqual([
      ['create', '1', false],
    ]);
  });

  it('gives a nameless rater a name with which nobody can sign in', () => {
    const [lost] = listLostRaters([responseEvent({ raterId: 'abcdef12-9', rater: null })], null, null);
    expect(lost).toMatchObject({ username: 'former rater abcdef12', member: true });
  });

  it('treats ids with one name as one person: the listed one, else the last to answer', () => {
    const answers = [
      responseEvent({ raterId: 'old', rater: 'ada', pulledAt: '2026-01-01' }),
      responseEvent({ raterId: 'new', rater: 'ada', pulledAt: '2026-02-01', promptId: 'p2' }),
    ];
    expect(listLostRaters(answers, null, null)).toMatchObject([{ id: 'new', otherIds: ['old'], hasAnswers: true }]);
    expect(listLostRaters(answers, [rater('old', 'ada')], null)).toMatchObject([{ id: 'old', otherIds: ['new'] }]);
  });

  it('checks for answers only under names that belong to others', () => {
    const lost = listLostRaters([], [rater('1', 'ada'), rater('2', 'bob')], null);
    expect(findNameConflicts(lost, [user('1', 'ada'), user('9', 'bob'), user('8', 'eve')])).toEqual(['bob']);
  });
});

function stepOf(action: RaterStep['action'], userId: string, id: string, ...otherIds: string[]): RaterStep {
  const person = { ...rater(id, `name-${id}`), otherIds, hasAnswers: true };
  return { action, rater: person, userId, member: true, why: '' };
}

/** Answers as the log has them. */
function logOf(...events: ResponseEvent[]): ResponseMap {
  return currentResponses(events);
}

describe('mapAnswers', () => {
  const old = responseEvent({ raterId: 'old', updatedAt: '2026-01-05' });

  it('moves the answers of all ids of a rater to the new one', () => {
    const other = responseEvent({ raterId: 'older', promptId: 'p2' });
    const own = responseEvent({ raterId: 'new', promptId: 'p3' });
    const mapped = mapAnswers(logOf(old, other, own), [old, other, own], [stepOf('adopt', 'new', 'old', 'older')]);
    expect([...mapped.known.values()]).toEqual([own, { ...old, raterId: 'new' }, { ...other, raterId: 'new' }]);
    expect(mapped.moved).toEqual([
      { from: old, to: 'new p1' },
      { from: other, to: 'new p2' },
    ]);
  });

  it.each([
    ['of a rater for whom nothing is made', [stepOf('skip', 'new', 'old')]],
    ['of a rater who keeps the id', [stepOf('keep', 'old', 'old')]],
    ['of nobody who is known', []],
  ])('leaves answers alone %s', (_, steps) => {
    expect(mapAnswers(logOf(old), [old], steps)).toEqual({ known: logOf(old), moved: [] });
  });

  it.each<[string, Partial<ResponseEvent>, boolean]>([
    ['older', { updatedAt: '2026-01-04' }, true],
    ['as old', { updatedAt: '2026-01-05' }, false],
    ['newer', { updatedAt: '2026-01-06' }, false],
    ['newer, and deleted', { updatedAt: '2026-01-06', status: 'deleted', value: null }, true],
  ])('lets the answer stand that was given last: the other one is %s', (_, change, isMoved) => {
    const other = responseEvent({ raterId: 'new', value: 1, ...change });
    const mapped = mapAnswers(logOf(old, other), [old], [stepOf('adopt', 'new', 'old')]);
    expect([...mapped.known.values()]).toEqual([isMoved ? { ...old, raterId: 'new' } : other]);
    expect(mapped.moved).toEqual([{ from: old, to: 'new p1' }]);
  });

  it('does not change the log that it was given', () => {
    const log = logOf(old);
    mapAnswers(log, [old], [stepOf('adopt', 'new', 'old')]);
    expect([...log.values()]).toEqual([old]);
  });
});

function heldRecord(promptId: string, ...responses: Partial<ListedResponse>[]): ListedRecord {
  return {
    promptId,
    externalId: promptId,
    recordId: `record-${promptId}`,
    responses: responses.map((change) => ({
      userId: 'r1',
      status: 'submitted',
      value: 4,
      insertedAt: '2026-01-02',
      updatedAt: '2026-01-02',
      ...change,
    })),
  };
}

const since = (change: Partial<ResponseEvent>): ResponseEvent =>
  responseEvent({ promptId: 'a', recordId: 'elsewhere', datasetId: 'dataset-2', ...change });

describe('planRestore', () => {
  const place = { question: 'quality', datasetId: 'dataset-1' };
  const nothing = { write: [], answers: 0, there: 0, unknown: 0, withoutValue: 0, withoutId: 0, withdrawn: 0 };
  const draft = { userId: 'r1', status: 'submitted', values: { quality: { value: 4 } } };

  it('writes records that are missing with their answers, and without any', () => {
    expect(planRestore(snapshot('a', 'b'), logOf(on('a')), [], place)).toEqual({
      ...nothing,
      answers: 1,
      write: [
        { promptId: 'a', externalId: 'a', content: { prompt: 'text a', metadata: null }, answers: [draft] },
        { promptId: 'b', externalId: 'b', content: { prompt: 'text b', metadata: null }, answers: [] },
      ],
    });
  });

  it('adds missing answers to a record that is there, and leaves complete ones alone', () => {
    const held = [heldRecord('a', {}), heldRecord('b')];
    expect(planRestore(snapshot('a', 'b'), logOf(on('a'), on('b')), held, place)).toEqual({
      ...nothing,
      answers: 1,
      there: 1,
      write: [{ promptId: 'b', externalId: 'b', content: null, answers: [draft] }],
    });
  });

  describe('on a server that the campaign had left', () => {
    const held = heldRecord('a', {});
    const [response] = held.responses;
    const { recordId } = held;
    const before = responseEvent({ promptId: 'a', recordId, value: response?.value ?? null });
    const planBack = (newest: ResponseEvent, log: ResponseEvent[]) =>
      planRestore(snapshot('a'), logOf(newest), [held], { ...place, log });

    it('overwrites an answer that was changed since: the older one was logged as the newer', () => {
      const newest = since({ value: 1 });
      expect(planBack(newest, [before, newest])).toMatchObject({ answers: 1, withdrawn: 0 });
    });

    it('writes nothing if the answer is the same, or not as it was last seen there', () => {
      const same = since({ value: before.value });
      expect(planBack(same, [before, same])).toMatchObject({ answers: 0, there: 1 });
      const newest = since({ value: 1 });
      expect(planBack(newest, [{ ...before, value: 2 }, newest])).toMatchObject({ answers: 0 });
      expect(planBack(newest, [newest])).toMatchObject({ answers: 0 });
    });

    it('counts an answer that was withdrawn since', () => {
      const newest = since({ status: 'deleted', value: null });
      expect(planBack(newest, [before, newest])).toMatchObject({ answers: 0, withdrawn: 1 });
      expect(planBack(newest, [newest])).toMatchObject({ withdrawn: 0 });
    });
  });

  it('writes answers without a value if they need none, and no deleted ones', () => {
    const log = logOf(
      responseEvent({ promptId: 'a', raterId: 'r1', value: null }),
      responseEvent({ promptId: 'a', raterId: 'r2', value: null }),
      responseEvent({ promptId: 'a', raterId: 'r3', status: 'draft', value: null }),
      responseEvent({ promptId: 'a', raterId: 'r4', status: 'discarded', value: 2 }),
      responseEvent({ promptId: 'a', raterId: 'r5', status: 'deleted', value: null }),
    );
    expect(planRestore(snapshot('a'), log, [heldRecord('a')], place)).toEqual({
      ...nothing,
      answers: 2,
      withoutValue: 2,
      write: [
        {
          promptId: 'a',
          externalId: 'a',
          content: null,
          answers: [
            { userId: 'r3', status: 'draft', values: {} },
            { userId: 'r4', status: 'discarded', values: { quality: { value: 2 } } },
          ],
        },
      ],
    });
  });

  it('counts what the server has as the log knows it, and what the log does not know', () => {
    const log = logOf(
      responseEvent({ promptId: 'a', raterId: 'r1' }),
      responseEvent({ promptId: 'a', raterId: 'r2' }),
      responseEvent({ promptId: 'a', raterId: 'r3' }),
      responseEvent({ promptId: 'a', raterId: 'r4', status: 'deleted', value: null }),
    );
    const held = [
      heldRecord(
        'a',
        {},
        { userId: 'r2', value: 3 },
        { userId: 'r3', status: 'draft' },
        { userId: 'r4' },
        { userId: 'r5' },
      ),
      heldRecord('x', {}),
    ];
    const newer = { ...place, datasetId: 'dataset-2' };
    expect(planRestore(snapshot('a'), log, held, newer)).toEqual({ ...nothing, there: 1, unknown: 3 });
  });

  it.each<[string, Partial<ListedResponse>, Partial<ResponseEvent>, boolean]>([
    ['older, with another value', { value: 3 }, {}, true],
    ['older, with another status', { status: 'draft' }, {}, true],
    ['older, and the same', {}, {}, false],
    ['as old', { value: 3, updatedAt: '2026-01-09' }, {}, false],
    ['newer', { value: 3, updatedAt: '2026-01-10' }, {}, false],
    ['on another record', { value: 3 }, { recordId: 'record-0' }, false],
    ['on another server', { value: 3 }, { datasetId: 'dataset-0' }, false],
  ])('replaces the answer of an old copy of the database alone: it is %s', (_, there, change, isReplaced) => {
    const event = responseEvent({ promptId: 'a', recordId: 'record-a', updatedAt: '2026-01-09', ...change });
    const { write } = planRestore(snapshot('a'), logOf(event), [heldRecord('a', there)], place);
    expect(write).toEqual(isReplaced ? [{ promptId: 'a', externalId: 'a', content: null, answers: [draft] }] : []);
  });
});

describe('toMovedDeletions', () => {
  it('deletes an answer under its old id once the server has it under the new one', () => {
    const [here, missing] = ['a', 'b'].map((promptId) => responseEvent({ promptId, raterId: 'old' }));
    const moved = [here, missing].flatMap((from) => (from === undefined ? [] : [{ from, to: `new ${from.promptId}` }]));
    expect(
      toMovedDeletions(moved, [heldRecord('a', { userId: 'new' }), heldRecord('b', { userId: 'other' })], 'now'),
    ).toEqual([{ ...here, status: 'deleted', value: null, pulledAt: 'now' }]);
  });
});

const ids = ['1', '2', '3', '4'];
const answers = fc.array(
  fc
    .record({
      promptId: fc.constantFrom('a', 'b', 'c'),
      raterId: fc.constantFrom(...ids),
      status: fc.constantFrom<ResponseEvent['status'][]>('submitted', 'discarded', 'draft', 'deleted'),
      value: fc.integer({ min: 1, max: 3 }),
      updatedAt: fc.integer({ min: 10, max: 40 }).map((second) => `2026-01-01T00:00:${second}.000000Z`),
      pulledAt: fc.integer({ min: 10, max: 40 }).map((second) => `2026-01-02T00:00:${second}.000Z`),
    })
    // Ids 1 and 2 are the same person on two servers.
    .map((drawn) => responseEvent({ ...drawn, rater: drawn.raterId < '3' ? 'ada' : `name-${drawn.raterId}` })),
  { maxLength: 25 },
);
/** What the new server already has: some accounts under old or new ids, and some answers. */
const start = fc.record({
  users: fc.subarray([user('1', 'ada'), user('3', 'name-3'), user('9', 'name-4'), user('8', 'name-3x')]),
  held: fc.uniqueArray(
    fc.record({
      promptId: fc.constantFrom('a', 'b', 'c'),
      userId: fc.constantFrom('1', '3', '9'),
      status: fc.constantFrom<ResponseStatus[]>('submitted', 'draft'),
      value: fc.integer({ min: 1, max: 3 }),
    }),
    { selector: ({ promptId, userId }) => `${promptId} ${userId}`, maxLength: 5 },
  ),
});

/** Who has an answer to which prompt. */
const people = (events: readonly ResponseEvent[]) =>
  new Set(answersOf(events).map(({ promptId, rater: name }) => `${promptId} ${name}`));

describe('a restore', () => {
  it('never loses or doubles an answer, whatever was there before, and finds nothing to do the second time', () => {
    fc.assert(
      fc.property(answers, start, (log, { users, held }) => {
        let server = makeServer(held.filter(({ userId }) => users.some(({ id }) => id === userId)));
        const once = runRestore(log, users, server);
        server = once.server;
        const before = people(log);
        const after = answersOf(once.log);
        for (const answer of before) expect(people(once.log)).toContain(answer);
        // One answer per person and prompt, and the server has exactly these.
        expect(people(once.log).size).toBe(after.length);
        expect(after.map(responseKey).toSorted()).toEqual(
          server
            .flatMap(({ promptId, responses }) =>
              responses.map(({ userId }) => responseKey({ promptId, raterId: userId })),
            )
            .toSorted(),
        );
        // Times are when people answered, except for answers given on this server.
        const times = new Set([...log.map(({ updatedAt }) => updatedAt), 'given here']);
        for (const { updatedAt } of after) expect(times).toContain(updatedAt);
        const twice = runRestore(once.log, once.users, server);
        expect(twice.written).toBe(0);
        expect(twice.log).toEqual(once.log);
      }),
      { numRuns: 400 },
    );
  });
});

interface Held {
  promptId: string;
  userId: string;
  status: ResponseStatus;
  value: number | null;
}

function makeServer(held: readonly Held[]): ListedRecord[] {
  return ['a', 'b', 'c'].map((promptId) => ({
    promptId,
    externalId: promptId,
    recordId: `new-${promptId}`,
    responses: held
      .filter((answer) => answer.promptId === promptId)
      .map(({ userId, status, value }) => ({
        userId,
        status,
        value,
        insertedAt: 'given here',
        updatedAt: 'given here',
      })),
  }));
}

/** Carries out the decisions of a restore on a simulated server. */
function runRestore(log: readonly ResponseEvent[], users: readonly ArgillaUser[], server: ListedRecord[]) {
  const given = answersOf(log);
  const lost = listLostRaters(given, null, null);
  const busy = new Set(
    users
      .filter(({ id }) => server.some(({ responses }) => responses.some(({ userId }) => userId === id)))
      .map(({ username }) => username),
  );
  const raters = planRaters(lost, users, busy);
  const { known, moved } = mapAnswers(currentResponses(log), given, raters);
  const plan = planRestore(snapshot('a', 'b', 'c'), known, server, { question: 'quality', datasetId: 'dataset-2' });
  const after = server.map((record) => ({
    ...record,
    responses: [
      ...record.responses,
      ...plan.write
        .filter(({ externalId }) => externalId === record.promptId)
        .flatMap(({ answers: drafts }) =>
          drafts.map(({ userId, status, values }) => ({
            userId,
            status,
            value: typeof values['quality']?.value === 'number' ? values['quality'].value : null,
            insertedAt: 'restored',
            updatedAt: 'restored',
          })),
        ),
    ],
  }));
  const gone = new Set(raters.filter(({ action }) => action === 'replace').map(({ rater: { username } }) => username));
  const made = raters.filter(({ action }) => action === 'create' || action === 'replace');
  const accounts = [
    ...users.filter(({ username }) => !gone.has(username)),
    ...made.map(({ userId, rater: { username } }) => user(userId, username)),
  ];
  const usernames = new Map(accounts.map(({ id, username }) => [id, username]));
  const pulledAt = '2026-06-01T00:00:00.000Z';
  const context = { datasetId: 'dataset-2', pulledAt, usernames, restored: true };
  const { events } = diffResponses(known, after, context);
  const written = [...events.filter(({ status }) => status !== 'deleted'), ...toMovedDeletions(moved, after, pulledAt)];
  return { log: [...log, ...written], users: accounts, server: after, written: plan.answers };
}
