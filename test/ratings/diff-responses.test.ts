import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currentResponses, ResponseMap } from '../../src/ratings/current-view.ts';
import {
  diffResponses,
  type ListedRecord,
  type ListedResponse,
  type ResponseDiff,
} from '../../src/ratings/diff-responses.ts';
import type { ResponseEvent } from '../../src/model.ts';
import { responseEvent } from './response-event.ts';

const context = {
  datasetId: 'dataset-1',
  pulledAt: '2026-01-04T00:00:00.000Z',
  usernames: new Map([
    ['r1', 'ada'],
    ['r2', 'bob'],
  ]),
};

function listedResponse(fields: Partial<ListedResponse> = {}): ListedResponse {
  const { insertedAt, updatedAt, value } = responseEvent();
  return { userId: 'r1', status: 'submitted', value, insertedAt, updatedAt, ...fields };
}

function listedRecord(responses: ListedResponse[], fields: Partial<ListedRecord> = {}): ListedRecord {
  const promptId = fields.promptId ?? 'p1';
  return { recordId: 'record-1', promptId, externalId: promptId, responses, ...fields };
}

const known = currentResponses([responseEvent()]);
const nothing = { events: [], created: 0, changed: 0, deleted: 0, orphaned: 0, unreadable: 0 };

const retexted = (responses: ListedResponse[]): ListedRecord[] => [
  listedRecord(responses, { promptId: 'other text', externalId: 'p1' }),
];

describe('diffResponses', () => {
  it('finds nothing new in known responses', () => {
    expect(diffResponses(known, [listedRecord([listedResponse()])], context)).toEqual(nothing);
  });

  it('logs a first answer with the name of its rater', () => {
    const diff = diffResponses(new ResponseMap(), [listedRecord([listedResponse()])], context);
    expect(diff).toEqual({ ...nothing, created: 1, events: [responseEvent({ pulledAt: context.pulledAt })] });
  });

  it('leaves the name out if the server does not give it', () => {
    const { events } = diffResponses(new ResponseMap(), [listedRecord([listedResponse({ userId: 'gone' })])], context);
    expect(events[0]).toMatchObject({ raterId: 'gone', rater: null });
  });

  it.each<[string, Partial<ListedResponse>]>([
    ['value', { value: 1 }],
    ['status', { status: 'draft' }],
    ['value and an older time, from a server that was set back', { value: 1, updatedAt: '2025-12-01T00:00:00.000000' }],
    ['answer to another question', { others: '{"comment":"Nice."}' }],
  ])('logs a version with another %s', (_, fields) => {
    const diff = diffResponses(known, [listedRecord([listedResponse(fields)])], context);
    expect(diff).toMatchObject({ created: 0, changed: 1, deleted: 0 });
    expect(diff.events).toEqual([responseEvent({ ...fields, pulledAt: context.pulledAt })]);
  });

  it('logs an answer that moved to another record, so that its deletion there can be recognized later', () => {
    const moved = listedRecord([listedResponse()], { recordId: 'record-2' });
    expect(diffResponses(known, [moved], context)).toMatchObject({ changed: 0, events: [{ recordId: 'record-2' }] });
  });

  it('keeps the times of an equal answer in another place: it was moved there', () => {
    const stamped = listedResponse({ insertedAt: '2026-05-05', updatedAt: '2026-05-05' });
    const moved = diffResponses(known, [listedRecord([stamped], { recordId: 'record-2' })], context);
    const { insertedAt, updatedAt } = responseEvent();
    expect(moved.events).toMatchObject([{ insertedAt, updatedAt, serverUpdatedAt: '2026-05-05' }]);
    const after = currentResponses(moved.events);
    expect(diffResponses(after, [listedRecord([stamped], { recordId: 'record-2' })], context).events).toEqual([]);
  });

  it('keeps the times of an answer that a program wrote again, and does not count it as changed', () => {
    const again = [listedRecord([listedResponse({ updatedAt: '2026-05-05' })])];
    const diff = diffResponses(known, again, context);
    expect(diff).toMatchObject({ created: 0, changed: 0, deleted: 0 });
    expect(diff.events).toMatchObject([{ updatedAt: responseEvent().updatedAt, serverUpdatedAt: '2026-05-05' }]);
  });

  it('reports a deletion if the record is listed without the answer', () => {
    const diff = diffResponses(known, [listedRecord([])], context);
    const deleted = responseEvent({ status: 'deleted', value: null, pulledAt: context.pulledAt });
    expect(diff).toEqual({ ...nothing, deleted: 1, events: [deleted] });
  });

  describe('on a record that got another text', () => {
    it('leaves a known answer with the prompt that it was given to', () => {
      expect(diffResponses(known, retexted([listedResponse()]), context)).toEqual(nothing);
      const again = listedResponse({ updatedAt: '2026-05-05' });
      expect(diffResponses(known, retexted([again]), context).events).toMatchObject([{ promptId: 'p1' }]);
    });

    it('logs what is given or changed after that under the other text, and withdraws nothing', () => {
      const later = [listedResponse({ value: 1, updatedAt: '2026-05-05' }), listedResponse({ userId: 'r2' })];
      const diff = diffResponses(known, retexted(later), context);
      expect(diff).toMatchObject({ created: 2, changed: 0, deleted: 0, orphaned: 1 });
      expect(diff.events).toMatchObject([
        { promptId: 'other text', raterId: 'r1', label: 'p1' },
        { promptId: 'other text', raterId: 'r2', label: 'p1' },
      ]);
      const after = currentResponses([...known.values(), ...diff.events]);
      expect(diffResponses(after, retexted(later), context)).toMatchObject({ events: [], orphaned: 1 });
      // The record gets its text back: nothing moves.
      expect(diffResponses(after, [listedRecord(later)], context)).toMatchObject({ events: [], deleted: 0 });
    });

    it('withdraws only the answer that was there last', () => {
      const later = diffResponses(known, retexted([listedResponse({ value: 1 })]), context);
      const after = currentResponses([...known.values(), ...later.events]);
      const diff = diffResponses(after, retexted([]), { ...context, pulledAt: '2026-01-05T00:00:00.000Z' });
      expect(diff).toMatchObject({ deleted: 1, orphaned: 1, events: [{ promptId: 'other text', status: 'deleted' }] });
    });
  });

  it('takes one answer of a rater to a text that two records show: the one on the record of prank', () => {
    const own = listedRecord([listedResponse({ value: 2 })]);
    const copy = listedRecord([listedResponse({ value: 5, updatedAt: '2026-05-05' })], {
      recordId: 'record-2',
      externalId: null,
    });
    for (const listed of [
      [own, copy],
      [copy, own],
    ]) {
      const { events, created } = diffResponses(new ResponseMap(), listed, context);
      expect([events, created]).toMatchObject([
        [
          { value: 2, recordId: 'record-1' },
          { value: 5, recordId: 'record-2', aside: true },
        ],
        1,
      ]);
      expect([...currentResponses(events).values()]).toMatchObject([{ value: 2 }]);
    }
  });

  describe('a second answer to a text, on another record', () => {
    const own = listedRecord([listedResponse({ value: 2 })]);
    const copy = (responses: ListedResponse[], promptId = 'p1'): ListedRecord =>
      listedRecord(responses, { recordId: 'record-2', externalId: null, promptId });
    const second = listedResponse({ value: 5, updatedAt: '2026-05-05' });
    const log = diffResponses(new ResponseMap(), [own, copy([second])], context).events;
    const diff = (listed: ListedRecord[], before: ResponseEvent[]): ResponseDiff =>
      diffResponses(currentResponses(before), listed, { ...context, log: before });

    it('passed for one to the next text that its record got', () => {
      expect(diff([own, copy([second])], log)).toMatchObject(nothing);
      expect(diff([own, copy([second], 'other text')], log)).toMatchObject(nothing);
    });

    it('counts from when the first one is gone', () => {
      const { events, changed } = diff([copy([second])], log);
      expect([events, changed]).toMatchObject([[{ promptId: 'p1', value: 5, recordId: 'record-2' }], 1]);
    });

    it('that was withdrawn is forgotten: the same value later is an answer to the text of then', () => {
      const withdrawn = diff([own, copy([])], log);
      expect(withdrawn).toMatchObject({
        deleted: 0,
        events: [{ recordId: 'record-2', status: 'deleted', aside: true }],
      });
      const after = [...log, ...withdrawn.events];
      expect(diff([own, copy([])], after).events).toEqual([]);
      expect(diff([own, copy([second], 'other text')], after)).toMatchObject({
        created: 1,
        events: [{ promptId: 'other text', value: 5 }],
      });
    });
  });

  it('an answer like an earlier one to another text passed for that one, if one in between was withdrawn', () => {
    const steps = [
      [listedRecord([listedResponse({ value: 3 })])],
      retexted([listedResponse({ value: 4 })]),
      retexted([]),
      retexted([listedResponse({ value: 3 })]),
    ];
    const log: ResponseEvent[] = [];
    for (const [index, listed] of steps.entries()) {
      const pulledAt = `2026-02-0${index + 1}T00:00:00.000Z`;
      log.push(...diffResponses(currentResponses(log), listed, { ...context, pulledAt, log }).events);
    }
    expect([...currentResponses(log).values()]).toMatchObject([
      { promptId: 'p1', value: 3 },
      { promptId: 'other text', value: 3 },
    ]);
  });

  it('reports a deletion once', () => {
    const first = diffResponses(known, [listedRecord([])], context);
    const after = currentResponses([...known.values(), ...first.events]);
    expect(diffResponses(after, [listedRecord([])], context)).toEqual(nothing);
  });

  it('counts an answer that comes back as created', () => {
    const deleted = currentResponses([responseEvent({ status: 'deleted', value: null })]);
    expect(diffResponses(deleted, [listedRecord([listedResponse()])], context)).toMatchObject({
      created: 1,
      changed: 0,
    });
  });

  it.each<[string, ListedRecord[], Partial<typeof context>]>([
    ['a record that vanished', [], {}],
    ['a record made anew', [listedRecord([], { recordId: 'record-9' })], {}],
    ['a record of another dataset', [listedRecord([])], { datasetId: 'dataset-2' }],
  ])('keeps answers of %s', (_, listed, fields) => {
    expect(diffResponses(known, listed, { ...context, ...fields })).toEqual({ ...nothing, orphaned: 1 });
  });

  it('counts submitted answers without a value and logs them', () => {
    const diff = diffResponses(new ResponseMap(), [listedRecord([listedResponse({ value: null })])], context);
    expect(diff).toMatchObject({ created: 1, unreadable: 1 });
  });

  it('counts a record that two pages listed only once', () => {
    const twice = [listedRecord([listedResponse()]), listedRecord([listedResponse()])];
    expect(diffResponses(new ResponseMap(), twice, context).events).toHaveLength(1);
  });

  it('is never older than the log, whatever the clock says', () => {
    const change = [listedRecord([listedResponse({ value: 1 })])];
    const { events } = diffResponses(known, change, { ...context, pulledAt: '2020-01-01T00:00:00.000Z' });
    expect(events[0]?.pulledAt).toBe(responseEvent().pulledAt);
    expect([...currentResponses([...known.values(), ...events]).values()]).toEqual(events);
  });

  it('keeps the times of a moved answer only if status and value are the same', () => {
    const stamped = { insertedAt: '2026-05-05', updatedAt: '2026-05-06' };
    for (const other of [{ value: 1 }, { status: 'draft' as const }]) {
      const moved = listedRecord([listedResponse({ ...stamped, ...other })], { recordId: 'record-2' });
      expect(diffResponses(known, [moved], context).events).toMatchObject([{ ...stamped, ...other }]);
    }
  });

  it('keeps the times of an answer that moved to another dataset with the id of its record', () => {
    const stamped = listedResponse({ insertedAt: '2026-05-05', updatedAt: '2026-05-05' });
    const moved = diffResponses(known, [listedRecord([stamped])], { ...context, datasetId: 'dataset-2' });
    const { insertedAt, updatedAt } = responseEvent();
    expect(moved.events).toMatchObject([
      { insertedAt, updatedAt, serverUpdatedAt: '2026-05-05', datasetId: 'dataset-2', recordId: 'record-1' },
    ]);
    expect(moved).toMatchObject({ created: 0, changed: 0, deleted: 0, orphaned: 0 });
  });

  it('keeps the time of the latest known pull, or its own if that is later', () => {
    const log = currentResponses([
      responseEvent({ promptId: 'p1', pulledAt: '2026-01-05T00:00:00.000Z' }),
      responseEvent({ promptId: 'p2', pulledAt: '2026-01-06T00:00:00.000Z' }),
      responseEvent({ promptId: 'p3', pulledAt: '2026-01-03T00:00:00.000Z' }),
    ]);
    const pulledAt = (at: string) =>
      diffResponses(log, [listedRecord([listedResponse({ value: 1 })])], { ...context, pulledAt: at }).events[0]
        ?.pulledAt;
    expect(pulledAt('2026-01-04T00:00:00.000Z')).toBe('2026-01-06T00:00:00.000Z');
    expect(pulledAt('2026-01-07T00:00:00.000Z')).toBe('2026-01-07T00:00:00.000Z');
  });

  it('names the rater of a deletion by the newest known name', () => {
    const gone = currentResponses([responseEvent({ raterId: 'r9', rater: 'old' }), responseEvent({ rater: 'old' })]);
    const { events } = diffResponses(gone, [listedRecord([])], context);
    expect(events.map(({ rater }) => rater)).toEqual(['old', 'ada']);
  });

  it('counts drafts without a value as readable, and each submitted one without a value', () => {
    const responses = [
      listedResponse({ userId: 'r1', value: null, status: 'draft' }),
      listedResponse({ userId: 'r2', value: null }),
      listedResponse({ userId: 'r3', value: 3 }),
    ];
    expect(diffResponses(new ResponseMap(), [listedRecord(responses)], context)).toMatchObject({
      created: 3,
      unreadable: 1,
    });
  });

  it("brings the log to the server's state, and then finds nothing more", () => {
    const responses = fc.uniqueArray(
      fc.record({
        userId: fc.constantFrom('r1', 'r2', 'r3'),
        status: fc.constantFrom('submitted' as const, 'draft' as const, 'discarded' as const),
        value: fc.option(fc.integer({ min: 1, max: 5 })),
        insertedAt: fc.constant('t0'),
        updatedAt: fc.constantFrom('t1', 't2'),
      }),
      { selector: ({ userId }) => userId },
    );
    const listing = fc.uniqueArray(fc.record({ id: fc.constantFrom('1', '2', '3'), responses }), {
      selector: ({ id }) => id,
    });
    fc.assert(
      fc.property(fc.array(listing, { maxLength: 4 }), (pulls) => {
        const log = pulls.reduce(
          (events, drawn) => [...events, ...diffResponses(currentResponses(events), toRecords(drawn), context).events],
          [responseEvent()],
        );
        const last = toRecords(pulls.at(-1) ?? []);
        const again = diffResponses(currentResponses(log), last, context);
        expect(again.events).toEqual([]);
        for (const { promptId, responses: held } of last) {
          const present = [...currentResponses(log).values()].filter(
            (event) => event.promptId === promptId && event.datasetId === 'dataset-1' && event.status !== 'deleted',
          );
          if (promptId === 'p1') continue;
          expect(present.map(({ raterId }) => raterId).toSorted()).toEqual(held.map(({ userId }) => userId).toSorted());
        }
      }),
    );
  });
});

function toRecords(drawn: readonly { id: string; responses: ListedResponse[] }[]): ListedRecord[] {
  return drawn.map(({ id, responses }) => ({ recordId: id, promptId: `p${id}`, externalId: `p${id}`, responses }));
}
