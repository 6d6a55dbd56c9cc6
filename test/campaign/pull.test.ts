import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readPullState, writePullState } from '../../src/ratings/pull-state.ts';
import { type EmbeddedCampaign, makePrompt, startEmbeddedCampaign } from '../support/embedded-campaign.ts';
import type { TestRater } from '../support/test-raters.ts';

let test: EmbeddedCampaign;
let ada: TestRater;
let bob: TestRater;

beforeEach(async () => {
  test = await startEmbeddedCampaign();
  await test.push([makePrompt('a'), makePrompt('b'), makePrompt('c')]);
  ada = await test.makeRater();
  bob = await test.makeRater();
});
afterEach(() => test.close());

async function answer(rater: TestRater, promptId: string, value: number): Promise<string> {
  const record = (await test.records()).find(({ external_id: id }) => id === promptId);
  const values = { quality: { value } };
  const { status, body } = await rater.calls.post(`/records/${record?.id}/responses`, { status: 'submitted', values });
  expect(status).toBe(201);
  return body.id;
}

it('logs each version of an answer with rater, value and times', async () => {
  const id = await answer(ada, 'a', 4);
  await test.pull();
  await ada.calls.put(`/responses/${id}`, { status: 'discarded', values: {} });
  await test.pull();
  await ada.calls.delete(`/responses/${id}`);
  expect(await test.pull()).toMatchObject({ new: 0, changed: 0, deleted: 1, total: 0, raters: 0 });
  const log = await test.readLog();
  expect(log.map(({ promptId, rater, status, value }) => [promptId, rater, status, value])).toEqual([
    ['a', ada.username, 'submitted', 4],
    ['a', ada.username, 'discarded', null],
    ['a', ada.username, 'deleted', null],
  ]);
});

it('counts an answer that comes back after a withdrawal as new', async () => {
  const id = await answer(ada, 'a', 4);
  await test.pull();
  await ada.calls.delete(`/responses/${id}`);
  await test.pull();
  await answer(ada, 'a', 5);
  expect(await test.pull()).toMatchObject({ new: 1, changed: 0, deleted: 0, total: 1 });
});

it('makes two calls and reads no record if nobody answered', async () => {
  await answer(ada, 'a', 4);
  await test.pull();
  const before = test.connection.requestCount();
  expect(await test.pull()).toMatchObject({ unchanged: true, total: 1, raters: 1 });
  expect(test.connection.requestCount() - before).toBe(3);
});

it("sees by their number what does not change the dataset's times: answers of a deleted user, and in bulk", async () => {
  await answer(ada, 'a', 4);
  await answer(bob, 'a', 2);
  await test.pull();
  await test.owner.delete(`/users/${bob.id}`);
  expect(await test.pull()).toMatchObject({ deleted: 1, total: 1, raters: 1 });
  expect(await test.pull()).toMatchObject({ unchanged: true });
  const responses = [{ user_id: ada.id, status: 'submitted', values: { quality: { value: 2 } } }];
  await test.owner.put(`/datasets/${test.datasetId}/records/bulk`, { items: [{ external_id: 'b', responses }] });
  expect(await test.pull()).toMatchObject({ new: 1, total: 2, raters: 1 });
  expect(await test.pull()).toMatchObject({ unchanged: true });
});

it('keeps the answers of a record that was deleted', async () => {
  await answer(ada, 'a', 4);
  await answer(ada, 'b', 3);
  await test.pull();
  const gone = (await test.records()).find(({ external_id: id }) => id === 'a');
  await test.owner.delete(`/records/${gone?.id}`);
  expect(await test.pull({ full: true })).toMatchObject({ deleted: 0, total: 2 });
});

it('changes nothing in a dry run', async () => {
  await answer(ada, 'a', 4);
  expect(await test.pull({ dryRun: true })).toMatchObject({ new: 1, total: 1 });
  expect(await test.readLog()).toEqual([]);
  expect(await test.pull()).toMatchObject({ new: 1 });
});

it('reads everything again if the log lost a file', async () => {
  await answer(ada, 'a', 4);
  await test.pull();
  const state = await readPullState(test.logDir);
  await rm(test.logDir, { recursive: true });
  if (state !== null) await writePullState(test.logDir, state);
  expect(await test.pull()).toMatchObject({ new: 1, unchanged: false, total: 1 });
});

it('stops if the server runs on an older copy of its database', async () => {
  await answer(ada, 'a', 4);
  await test.pull();
  const state = await readPullState(test.logDir);
  if (state !== null) await writePullState(test.logDir, { ...state, lastActivityAt: '2999-01-01T00:00:00.000000Z' });
  await expect(test.pull()).rejects.toMatchObject({ code: 'server_went_back', exitCode: 5 });
  await expect(test.pull({ full: true })).rejects.toMatchObject({ code: 'server_went_back' });
  await rm(join(test.logDir, 'state.json'));
  expect(await test.pull()).toMatchObject({ new: 0, changed: 0, total: 1 });
});

it('keeps answers to records of other programs, and says that they are no prompts of the campaign', async () => {
  await test.owner.post(`/datasets/${test.datasetId}/records/bulk`, { items: [{ fields: { prompt: 'by hand' } }] });
  const foreign = (await test.records()).find(({ external_id: id }) => id === null);
  await ada.calls.post(`/records/${foreign?.id}/responses`, { status: 'submitted', values: { quality: { value: 1 } } });
  expect(await test.pull()).toMatchObject({ new: 1, total: 1, unmatched: 1, mismatched: 0 });
  expect(test.events).toContainEqual({
    type: 'warning',
    text: "1 answer is on 1 record that isn't a prompt of this campaign. The ratings log keeps it; it is not ranked.",
  });
});

it('counts an answer once if its rater answered the same text on another record too, and withdrew that', async () => {
  const { prompt } = makePrompt('a');
  await test.owner.post(`/datasets/${test.datasetId}/records/bulk`, { items: [{ fields: { prompt } }] });
  const copy = (await test.records()).find(({ external_id: id }) => id === null);
  await answer(ada, 'a', 4);
  const second = { status: 'submitted', values: { quality: { value: 1 } } };
  const { body } = await ada.calls.post(`/records/${copy?.id}/responses`, second);
  expect(await test.pull()).toMatchObject({ new: 1, total: 1, raters: 1 });
  await ada.calls.delete(`/responses/${body.id}`);
  expect(await test.pull()).toMatchObject({ new: 0, changed: 0, deleted: 0, total: 1, raters: 1 });
  expect(await test.pull()).toMatchObject({ unchanged: true, total: 1, raters: 1 });
});
