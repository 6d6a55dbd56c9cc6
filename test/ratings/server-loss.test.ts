import { describe, expect, it } from 'vitest';
import { currentResponses } from '../../src/ratings/current-view.ts';
import type { ListedRecord } from '../../src/ratings/diff-responses.ts';
import { findServerLoss } from '../../src/ratings/server-loss.ts';
import type { ResponseEvent } from '../../src/model.ts';
import { responseEvent } from './response-event.ts';

/** Each of the raters has answered each of the records. */
function answers(raters: number, records: number): ResponseEvent[] {
  return range(records).flatMap((record) =>
    range(raters).map((rater) =>
      responseEvent({ promptId: `p${record}`, recordId: `record-${record}`, raterId: `r${rater}` }),
    ),
  );
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function list(events: readonly ResponseEvent[], records: number): ListedRecord[] {
  return range(records).map((record) => ({
    recordId: `record-${record}`,
    promptId: `p${record}`,
    externalId: `p${record}`,
    responses: events
      .filter(({ recordId }) => recordId === `record-${record}`)
      .map(({ raterId: userId, insertedAt, updatedAt }) => ({
        userId,
        status: 'submitted',
        value: 4,
        insertedAt,
        updatedAt,
      })),
  }));
}

const known = answers(4, 10);
const everybody = { datasetId: 'dataset-1', accounts: new Set(range(4).map((rater) => `r${rater}`)), lostBefore: 0 };
const of =
  (...raters: string[]) =>
  (event: ResponseEvent) =>
    !raters.includes(event.raterId);
const check = (left: readonly ResponseEvent[], records = 10, context = everybody) =>
  findServerLoss(currentResponses(known), list(left, records), context);

describe('findServerLoss', () => {
  it.each<[string, ResponseEvent[], number]>([
    ['nothing', known, 10],
    ['all answers of one person', known.filter(of('r1')), 10],
    ['all answers of two people', known.filter(of('r1', 'r2')), 10],
    [
      'one answer of each of three people',
      known.filter(({ raterId, promptId }) => promptId !== 'p1' || raterId === 'r0'),
      10,
    ],
    ['a few records', known.filter(({ recordId }) => recordId < 'record-6'), 6],
  ])('counts the loss of %s as the work of people', (_, left, records) => {
    expect(check(left, records).alarm).toBeNull();
  });

  it.each<[string, ResponseEvent[], number, string]>([
    ['all records', [], 0, 'answers_vanished'],
    ['most records', known.filter(({ promptId }) => promptId === 'p0'), 1, 'answers_vanished'],
    ['answers of many people at once', known.filter(({ promptId }) => promptId > 'p1'), 10, 'answers_vanished'],
    ['all answers', [], 10, 'answers_vanished'],
  ])('raises the alarm if %s are gone', (_, left, records, code) => {
    expect(check(left, records).alarm?.code).toBe(code);
  });

  it('ignores people whose accounts were deleted', () => {
    const accounts = new Set(['r0']);
    expect(check(known.filter(of('r1', 'r2', 'r3')), 10, { ...everybody, accounts }).alarm).toBeNull();
  });

  it('raises the alarm for a version that is older than the known one: that never happens on its own', () => {
    const older = known.map((event, index) => (index === 7 ? { ...event, updatedAt: '2025-01-01T00:00:00' } : event));
    expect(check(older).alarm?.code).toBe('server_went_back');
  });

  it('raises it once: records that were gone before are not lost again', () => {
    const left = known.filter(({ promptId }) => promptId === 'p0');
    const { onLostRecords } = check(left, 1);
    expect(onLostRecords).toBe(36);
    expect(check(left, 1, { ...everybody, lostBefore: onLostRecords })).toEqual({ onLostRecords, alarm: null });
  });

  it('has nothing to say about answers from another dataset', () => {
    expect(check([], 0, { ...everybody, datasetId: 'dataset-2' })).toEqual({ onLostRecords: 0, alarm: null });
  });

  it('does not miss answers that were withdrawn before', () => {
    const events = known.map((event) => ({ ...event, status: 'deleted' as const }));
    const loss = findServerLoss(currentResponses(events), [], everybody);
    expect(loss).toEqual({ onLostRecords: 0, alarm: null });
  });
});

/** Of `there` answers on one record each, `lost` are gone with their records. */
function lossOfRecords(there: number, lost: number, lostBefore = 0): ReturnType<typeof findServerLoss> {
  const events = answers(1, there + lostBefore);
  const left = events.slice(lostBefore + lost);
  const listed = list(left, there + lostBefore).filter(({ responses }) => responses.length > 0);
  return findServerLoss(currentResponses(events), listed, { ...everybody, lostBefore });
}

describe('records that are gone', () => {
  it.each<[number, number, boolean]>([
    [40, 20, false],
    [39, 20, true],
    [38, 19, false],
    [37, 19, false],
    [20, 20, true],
    [21, 20, true],
    [1, 1, true],
    [2, 1, false],
    [41, 21, true],
    [42, 21, false],
  ])('of %i answers, the records of %i: alarm %s', (there, lost, isAlarm) => {
    const { onLostRecords, alarm } = lossOfRecords(there, lost);
    expect(onLostRecords).toBe(lost);
    const what = `the records of ${lost} of ${there} known answers are gone`;
    expect(alarm).toEqual(isAlarm ? { code: 'answers_vanished', what } : null);
  });

  it.each<[number, number, number, boolean]>([
    [40, 20, 10, false],
    [39, 20, 10, true],
    [5, 5, 10, true],
    [5, 4, 10, false],
  ])('of %i answers, the records of %i after %i were lost before: alarm %s', (there, lost, lostBefore, isAlarm) => {
    const { onLostRecords, alarm } = lossOfRecords(there, lost, lostBefore);
    expect(onLostRecords).toBe(lost + lostBefore);
    expect(alarm !== null).toBe(isAlarm);
  });
});

/** Of `there` answers on records that are all listed, the last of each of the first `raters` people are missing. */
function lossOfAnswers(there: number, missing: number, raters: number, accounts?: string[]) {
  const events = range(there).map((record) =>
    responseEvent({ promptId: `p${record}`, recordId: `record-${record}`, raterId: `r${record % raters}` }),
  );
  const had = accounts ?? range(raters).map((rater) => `r${rater}`);
  const context = { ...everybody, accounts: new Set(had) };
  return findServerLoss(currentResponses(events), list(events.slice(missing), there), context).alarm;
}

describe('answers that are gone from records that are there', () => {
  it.each<[number, number, number, boolean]>([
    [29, 3, 3, true],
    [30, 3, 3, false],
    [31, 3, 3, false],
    [31, 4, 3, true],
    [30, 15, 2, false],
    [30, 30, 2, false],
    [30, 30, 3, true],
    [3, 3, 3, true],
    [2, 2, 2, false],
  ])('of %i answers, %i of %i people: alarm %s', (there, missing, raters, isAlarm) => {
    const what = `${missing} of ${there} known answers, of ${raters} raters, are gone`;
    expect(lossOfAnswers(there, missing, raters)).toEqual(isAlarm ? { code: 'answers_vanished', what } : null);
  });

  it.each<[number, number, number, string[], boolean]>([
    [30, 30, 3, [], true],
    [30, 29, 3, [], false],
    [30, 30, 2, [], false],
    [30, 29, 3, ['r0', 'r1'], false],
    [30, 29, 3, ['r0', 'r1', 'r2'], true],
  ])('of %i answers, %i of %i people, of whom %j have their accounts: alarm %s', (...row) => {
    const [there, missing, raters, accounts, isAlarm] = row;
    expect(lossOfAnswers(there, missing, raters, accounts) !== null).toBe(isAlarm);
  });

  it('counts the answers whose records were lost before as no longer there', () => {
    const events = answers(3, 40);
    const listed = list(events.slice(0, 30), 10).map((record) =>
      record.recordId === 'record-0' ? empty(record) : record,
    );
    const context = { ...everybody, lostBefore: 90 };
    // 3 of the 30 answers that were there are not more than a tenth.
    expect(findServerLoss(currentResponses(events), listed, context)).toEqual({ onLostRecords: 90, alarm: null });
    const two = listed.map((record) => (record.recordId === 'record-1' ? empty(record) : record));
    expect(findServerLoss(currentResponses(events), two, context).alarm).toEqual({
      code: 'answers_vanished',
      what: '6 of 30 known answers, of 3 raters, are gone',
    });
  });
});

function empty(record: ListedRecord): ListedRecord {
  return { ...record, responses: [] };
}

describe('answers that are older than the known ones', () => {
  it('are counted in the alarm, which comes before all others', () => {
    const older = known
      .filter(({ promptId }) => promptId > 'p1')
      .map((event, index) => (index < 2 ? { ...event, updatedAt: '2025-01-01T00:00:00' } : event));
    expect(check(older).alarm).toEqual({
      code: 'server_went_back',
      what: '2 answers are older on the server than they were at the last pull',
    });
  });

  it('does not count newer answers as older', () => {
    const newer = known.map((event) => ({ ...event, updatedAt: '2027-01-01T00:00:00' }));
    expect(check(newer).alarm).toBeNull();
  });
});
