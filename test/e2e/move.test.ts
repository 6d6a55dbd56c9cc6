import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLocalServer } from '../../src/local/start-server.ts';
import { type ArgillaCalls, createCalls } from '../support/argilla-calls.ts';
import { cheapPasswords } from '../support/cheap-passwords.ts';
import { type SpaceCampaign, startSpaceCampaign } from '../support/space-campaign.ts';
import { findDeployed, makeRaters, readAllRecords } from '../support/test-raters.ts';

// A campaign that begins on the embedded server, moves to a Space, and back.

const backup = 'organizer/rating-backup';
const toLocal = { local: true };
const toSpace = { space: 'organizer/rating' };
const texts = ['Why is the sky blue?', 'Write a poem about rain.', 'Count to ten.', 'Name a fish.', 'Draw a cat.'];

let campaign: SpaceCampaign;
let db: string;

beforeEach(async () => {
  campaign = await startSpaceCampaign({ prompts: texts });
  db = join(campaign.dir, '.prank', 'local.db');
  await target(toLocal);
  await campaign.prank(['build']);
});

afterEach(() => campaign.close());

async function target(argilla: object): Promise<void> {
  const path = join(campaign.dir, 'prank.yaml');
  const config = JSON.parse(await readFile(path, 'utf8'));
  const publish = { license: 'cc-by-4.0', dataset: 'organizer/rating-ranked', backup };
  const task = { overlap: 3, wave: 'all', metadata: ['source'] };
  await writeFile(path, JSON.stringify({ ...config, task, argilla, publish }));
}

/** Works with the embedded server like `prank serve`. */
async function onLocal<T>(work: (owner: ArgillaCalls) => Promise<T>): Promise<T> {
  const apiKey = (await campaign.readEnv())['ARGILLA_API_KEY'] ?? 'owner-key-of-the-campaign';
  await campaign.writeEnv({ ...(await definedEnv()), ARGILLA_API_KEY: apiKey });
  const server = await startLocalServer({ ...cheapPasswords, db, owner: { username: 'owner', apiKey } });
  try {
    return await work(createCalls(server.url, apiKey));
  } finally {
    await server.close();
  }
}

async function definedEnv(): Promise<Record<string, string>> {
  const entries = Object.entries(await campaign.readEnv());
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

const onSpace = async <T>(work: (owner: ArgillaCalls) => Promise<T>): Promise<T> => work(await campaign.owner());

/** A dataset with a second question, which prank.yaml does not name. The next deploy completes it. */
async function draftWithOtherQuestion(owner: ArgillaCalls): Promise<void> {
  const { body: workspace } = await owner.post('/workspaces', { name: 'rating' });
  const { body: dataset } = await owner.post('/datasets', { name: 'rating', workspace_id: workspace.id });
  const why = { name: 'why', title: 'Why?', required: false, settings: { type: 'text' } };
  expect((await owner.post(`/datasets/${dataset.id}/questions`, why)).status).toBe(201);
}

interface Person {
  username: string;
  calls: ArgillaCalls;
}

async function answer({ calls }: Person, recordId: string, value: number, status = 'submitted'): Promise<void> {
  const values = { quality: { value }, why: { value: `because ${value}` } };
  const item = { record_id: recordId, status, values };
  const { body } = await calls.post('/me/responses/bulk', { items: [item] });
  expect(body.items[0].error).toBeNull();
}

/** Prompt → username → status and values: what raters have done, without ids. */
async function readAnswers(owner: ArgillaCalls): Promise<Record<string, Record<string, unknown>>> {
  const { datasetId } = await findDeployed(owner, 'rating');
  const { body } = await owner.get('/users');
  const names = new Map<string, string>(
    body.items.map((user: { id: string; username: string }) => [user.id, user.username]),
  );
  const records = await readAllRecords(owner, datasetId);
  return Object.fromEntries(
    records.map(({ fields, metadata, responses }) => [
      fields.prompt,
      {
        source: metadata?.['source'],
        ...Object.fromEntries(responses.map(({ user_id: id, status, values }) => [names.get(id), { status, values }])),
      },
    ]),
  );
}

async function readPeople(owner: ArgillaCalls): Promise<unknown> {
  const { workspaceId } = await findDeployed(owner, 'rating');
  const { body } = await owner.get(`/workspaces/${workspaceId}/users`);
  return body.items.map(({ id, username, role }: Record<string, string>) => `${id} ${username} ${role}`).toSorted();
}

/** The people of the workspace under their old names, with the keys that they have on this server. */
async function findPeople(owner: ArgillaCalls, names: string[]): Promise<Person[]> {
  const { body } = await owner.get('/users');
  return names.map((username) => {
    const user = body.items.find((one: { username: string }) => one.username === username);
    return { username, calls: createCalls(owner.url, user.api_key) };
  });
}

async function recordsOf(owner: ArgillaCalls): Promise<Map<string, string>> {
  const { datasetId } = await findDeployed(owner, 'rating');
  return new Map((await readAllRecords(owner, datasetId)).map(({ fields, id }) => [fields.prompt, id]));
}

const at = (records: Map<string, string>, index: number): string => records.get(texts[index] ?? '') ?? '';

/** A local campaign with every kind of answer, all of it pulled. Returns the raters' names. */
async function beginOnLocal(): Promise<string[]> {
  await onLocal(draftWithOtherQuestion);
  await campaign.prank(['deploy']);
  await campaign.prank(['push']);
  const names = await onLocal(async (owner) => {
    const { workspaceId } = await findDeployed(owner, 'rating');
    const [ann, bob, cem] = await makeRaters(owner, workspaceId, 3);
    if (ann === undefined || bob === undefined || cem === undefined) throw new Error('no raters');
    const records = await recordsOf(owner);
    for (const [index, value] of [5, 4, 3].entries()) await answer(ann, at(records, index), value);
    await answer(bob, at(records, 0), 2);
    await answer(bob, at(records, 1), 1, 'discarded');
    await answer(bob, at(records, 2), 2, 'draft');
    return [ann, bob, cem].map(({ username }) => username);
  });
  await campaign.prank(['pull']);
  await onLocal(async (owner) => {
    const { datasetId } = await findDeployed(owner, 'rating');
    await owner.delete(`/datasets/${datasetId}/records?ids=${at(await recordsOf(owner), 4)}`);
  });
  // A deletion does not set the dataset's clock, so a short pull does not see it.
  await campaign.prank(['pull', '--full']);
  return names;
}

describe('a campaign that moves', () => {
  it('from the embedded server to a Space and back takes along all answers, people and deletions', async () => {
    const names = await beginOnLocal();
    const local = await onLocal(readAnswers);
    const people = await onLocal(readPeople);
    expect(Object.keys(local)).toHaveLength(4);

    await target(toSpace);
    await campaign.prank(['restore', '--yes']);
    expect(await onSpace(readAnswers)).toEqual(local);
    expect(await onSpace(readPeople)).toEqual(people);
    expect(await campaign.prank(['push'])).toMatchObject({ added: 0, updated: 0, deleted: 1 });
    expect(await campaign.prank(['pull', '--full'])).toMatchObject({ new: 0, changed: 0, deleted: 0 });

    await onSpace(async (owner) => {
      const [ann, bob, cem] = await findPeople(owner, names);
      const records = await recordsOf(owner);
      if (ann === undefined || bob === undefined || cem === undefined) throw new Error('no raters');
      await answer(ann, at(records, 0), 1);
      await answer(bob, at(records, 2), 4);
      await answer(cem, at(records, 3), 3);
    });
    await campaign.prank(['pull']);
    const space = await onSpace(readAnswers);

    await target(toLocal);
    // The database from before the move is still there, with older answers and other ids.
    await campaign.prank(['restore', '--yes']);
    expect(await onLocal(readAnswers)).toEqual(space);
    expect(await onLocal(readPeople)).toEqual(people);
    expect(await campaign.prank(['push'])).toMatchObject({ added: 0, updated: 0 });
    expect(await campaign.prank(['pull', '--full'])).toMatchObject({ new: 0, changed: 0, deleted: 0, total: 7 });
    expect(await campaign.prank(['rank'])).toMatchObject({ ratings: 6 });

    // The same without that database.
    await rename(db, `${db}.before`);
    await campaign.prank(['restore', '--yes']);
    expect(await onLocal(readAnswers)).toEqual(space);
    expect(await onLocal(readPeople)).toEqual(people);
    expect(await campaign.prank(['pull', '--full'])).toMatchObject({ new: 0, changed: 0, deleted: 0, total: 7 });
  });
});
