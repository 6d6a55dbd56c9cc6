import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersOf } from '../../src/ratings/current-view.ts';
import { type EmbeddedCampaign, makePrompt, startEmbeddedCampaign } from '../support/embedded-campaign.ts';

let test: EmbeddedCampaign;
beforeEach(async () => {
  test = await startEmbeddedCampaign();
});
afterEach(() => test.close());

const three = [makePrompt('a'), makePrompt('b'), makePrompt('c')];

async function answerAll(): Promise<void> {
  const rater = await test.makeRater();
  for (const { id } of await test.records()) {
    await rater.calls.post(`/records/${id}/responses`, { status: 'submitted', values: { quality: { value: 3 } } });
  }
}

it('writes nothing if nothing differs', async () => {
  expect(await test.push(three)).toMatchObject({ added: 3, unchanged: 0 });
  const before = test.connection.requestCount();
  expect(await test.push(three)).toMatchObject({ added: 0, updated: 0, unchanged: 3 });
  // Requests for the workspace, the dataset, the metadata properties, and one page of records.
  expect(test.connection.requestCount() - before).toBe(4);
});

it('updates metadata and keeps the answers', async () => {
  await test.push(three);
  await answerAll();
  expect(await test.push(three.map((prompt) => ({ ...prompt, source: 'renamed' })))).toMatchObject({ updated: 3 });
  expect((await test.records()).every(({ responses }) => responses.length === 1)).toBe(true);
});

it('leaves metadata alone that prank.yaml does not mention, and says what raters can read', async () => {
  await test.push(three);
  const { task } = test.campaign;
  Object.assign(task, { metadata: [], keepsMetadata: true });
  expect(await test.push([...three, makePrompt('d')])).toMatchObject({ added: 1, updated: 0, unchanged: 3 });
  const metadata = async () => (await test.records()).map((record) => record.metadata);
  expect(await metadata()).toEqual([...three.map(({ source }) => ({ source })), null]);
  expect(test.events).toContainEqual({
    type: 'warning',
    text: expect.stringContaining(
      '3 records in Argilla have metadata that prank.yaml does not name: source. Raters can',
    ),
  });
  Object.assign(task, { keepsMetadata: false });
  expect(await test.push([...three, makePrompt('d')])).toMatchObject({ updated: 3, unchanged: 1 });
  expect(await metadata()).toEqual([{}, {}, {}, null]);
});

it('makes an edited prompt a new record that inherits no answer', async () => {
  await test.push(three);
  await answerAll();
  const result = await test.push([makePrompt('a2', { prompt: 'Prompt a, edited' }), ...three.slice(1)]);
  expect(result).toMatchObject({ added: 1, unchanged: 2, stray: 1, removed: 0 });
  const edited = (await test.records()).find(({ external_id: id }) => id === 'a2');
  expect(edited?.responses).toEqual([]);
});

it('isolates a record that the server rejects; all others are written', async () => {
  const bad = makePrompt('bad', { source: 'x'.repeat(40_000) });
  const pushed = test.push([...three, bad]);
  await expect(pushed).rejects.toMatchObject({
    code: 'records_refused',
    exitCode: 6,
    message: expect.stringContaining('bad (xxx'),
    details: { added: 3, refused: [{ external_id: 'bad' }] },
  });
  expect((await test.records()).map(({ external_id: id }) => id)).toEqual(['a', 'b', 'c']);
});

it('does not prune a record whose answers are not in the log', async () => {
  await test.push(three);
  await answerAll();
  await expect(test.push(three.slice(1), { prune: true })).rejects.toMatchObject({
    code: 'answers_not_pulled',
    exitCode: 5,
  });
  expect(await test.records()).toHaveLength(3);
  await test.pull();
  expect(await test.push(three.slice(1), { prune: true })).toMatchObject({ removed: 1, stray: 0 });
  expect(await test.records()).toHaveLength(2);
  expect(await test.pull({ full: true })).toMatchObject({ deleted: 0, total: 3 });
});

it('changes nothing in a dry run', async () => {
  expect(await test.push(three, { dryRun: true })).toMatchObject({ added: 3, live: 3 });
  expect(await test.records()).toEqual([]);
});

it('asks for a deploy if the metadata was declared differently', async () => {
  test.campaign.task.metadata.push({ name: 'kind', type: 'terms', visible: false });
  await expect(test.push(three)).rejects.toMatchObject({ code: 'not_deployed', hint: 'prank deploy' });
});

const changeText = async (text: string): Promise<void> => {
  const items = [{ external_id: 'a', fields: { prompt: text } }];
  await test.owner.put(`/datasets/${test.datasetId}/records/bulk`, { items });
};
const loggedPrompts = (): Promise<string[]> =>
  test.readLog().then((log) => answersOf(log).map(({ promptId }) => promptId));

describe('a record whose text somebody changed', () => {
  it('gets it back as long as nobody has answered the other text', async () => {
    await test.push(three);
    await answerAll();
    await test.pull();
    await changeText('Something else');
    expect(await test.push(three)).toMatchObject({ updated: 1 });
    expect(await test.pull()).toMatchObject({ mismatched: 0, total: 3 });
  });

  it('stays as it is once it was answered, until that is asked for; no answer moves to another text', async () => {
    await test.push(three);
    await answerAll();
    await test.pull();
    await changeText('Something else');
    const rater = await test.makeRater();
    const record = (await test.records()).find(({ external_id: id }) => id === 'a');
    await rater.calls.post(`/records/${record?.id}/responses`, {
      status: 'submitted',
      values: { quality: { value: 1 } },
    });
    const stop = { code: 'answered_text_changed', exitCode: 5, message: expect.stringContaining('"Something else"') };
    await expect(test.push(three)).rejects.toMatchObject(stop);
    await expect(test.push(three, { overwrite: true })).rejects.toMatchObject({ code: 'answers_not_pulled' });
    expect(await test.pull()).toMatchObject({ new: 1, changed: 0, deleted: 0, mismatched: 1, unmatched: 0, total: 4 });
    const before = await loggedPrompts();
    expect(before.filter((id) => id === 'a')).toHaveLength(1);
    await expect(test.push(three)).rejects.toMatchObject(stop);
    expect(await test.push(three, { overwrite: true })).toMatchObject({ updated: 1 });
    expect(await test.pull({ full: true })).toMatchObject({ new: 0, changed: 0, deleted: 0, mismatched: 1, total: 4 });
    expect(await loggedPrompts()).toEqual(before);
  });
});

it('overwrites a text that a rater also answered on another record: it asked for a pull without end', async () => {
  await test.push(three);
  const rater = await test.makeRater();
  const [first, second] = await test.records();
  await test.owner.patch(`/records/${second?.id}`, { fields: first?.fields });
  for (const record of [first, second]) {
    const answer = { status: 'submitted', values: { quality: { value: 4 } } };
    await rater.calls.post(`/records/${record?.id}/responses`, answer);
  }
  await test.pull();
  expect(await test.push(three, { overwrite: true })).toMatchObject({ updated: 1 });
  expect(await test.pull({ full: true })).toMatchObject({ new: 0, changed: 0, total: 1 });
});

it('tries a record again that the server rejected: it was never there, so nobody deleted it', async () => {
  await test.push(three);
  await answerAll();
  await test.pull();
  const bad = makePrompt('bad', { source: 'x'.repeat(40_000) });
  for (let round = 1; round <= 2; round += 1) {
    await expect(test.push([...three, bad])).rejects.toMatchObject({ code: 'records_refused' });
  }
  expect(await test.push([...three, makePrompt('bad')])).toMatchObject({ added: 1, deleted: 0 });
});

it('leaves a prompt away that was deleted in Argilla, until it is asked for again', async () => {
  await test.push(three);
  await answerAll();
  await test.pull();
  const record = (await test.records()).find(({ external_id: id }) => id === 'b');
  await test.owner.delete(`/records/${record?.id}`);
  for (let round = 1; round <= 2; round += 1) {
    expect(await test.push(three)).toMatchObject({ added: 0, deleted: 1 });
    await test.pull({ full: true });
  }
  expect(await test.push(three, { again: true })).toMatchObject({ added: 1, deleted: 0 });
  expect(await test.push(three)).toMatchObject({ added: 0, deleted: 0, unchanged: 3 });
});
