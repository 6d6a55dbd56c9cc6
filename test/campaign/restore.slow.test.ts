import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersOf } from '../../src/ratings/current-view.ts';
import { BackedUpCampaign, type Machine } from '../support/backed-up-campaign.ts';
import { hashPrompt, normalizePrompt } from '../../src/build/normalize-prompt.ts';
import { makePrompt } from '../support/embedded-campaign.ts';
import { Fuse, Killed } from '../support/fuse.ts';
import { writePrompts } from '../support/write-prompts.ts';
import { takeSnapshot } from '../support/server-snapshot.ts';
import { findDeployed, type TestRater } from '../support/test-raters.ts';
import { noExports, plainDashboard } from '../support/build-settings.ts';

const prompts = ['a', 'b', 'c', 'd', 'e'].map((id) => makePrompt(id, { metadata: { weight: 2 } }));

let test: BackedUpCampaign;
let first: Machine;
let ada: TestRater;
let bob: TestRater;

beforeEach(async () => {
  test = await BackedUpCampaign.start();
  first = await test.machine();
  await first.push(prompts);
  ada = await test.makeRater();
  bob = await test.makeRater();
  await test.makeRater();
  await test.answer(ada, 'a', 4);
  await test.answer(bob, 'a', 2);
  await test.answer(ada, 'b', 'discarded');
  await test.answer(bob, 'c', 'draft');
  await test.answer(ada, 'd', 5);
  await first.pull();
});
afterEach(() => test.close());

/** People's answers, wherever they are stored. */
const answersIn = (machine: Machine): Promise<unknown[]> =>
  machine
    .readLog()
    .then((events) =>
      answersOf(events).map(({ promptId, raterId, status, value, insertedAt, updatedAt }) => [
        promptId,
        raterId,
        status,
        value,
        insertedAt,
        updatedAt,
      ]),
    );

describe('restore', () => {
  it('restores everything from a fresh folder, with the times at which people answered', async () => {
    const [before, log] = [await takeSnapshot(test.owner, 'rating'), await answersIn(first)];
    await test.wipe();
    const fresh = await test.machine();
    expect(await fresh.restore()).toMatchObject({ users: 3, records: 5, responses: 5 });
    expect(await takeSnapshot(test.owner, 'rating')).toEqual(before);
    expect(await answersIn(fresh)).toEqual(log);
    expect(await fresh.pull()).toMatchObject({ new: 0, changed: 0, deleted: 0, total: 5, raters: 2 });
    expect(await fresh.pull()).toMatchObject({ unchanged: true });
    expect(await fresh.push(prompts)).toMatchObject({ added: 0, updated: 0, unchanged: 5 });
    // The machine that pulled before the loss continues too, and accepts what the restore wrote.
    expect(await first.pull()).toMatchObject({ new: 0, changed: 0, deleted: 0, total: 5 });
    expect(await answersIn(first)).toEqual(log);
  });

  it('leaves away what somebody had deleted: the next push brought it back', async () => {
    await writePrompts(first.promptsPath, prompts);
    await first.pull({ full: true });
    const { datasetId } = await findDeployed(test.owner, 'rating');
    const deleted = (await test.records()).filter(({ external_id: id }) => id === 'd' || id === 'e');
    await test.owner.delete(`/datasets/${datasetId}/records?ids=${deleted.map(({ id }) => id).join()}`);
    await first.pull({ full: true });
    await test.wipe();
    const fresh = await test.machine();
    await fresh.restore();
    expect(await fresh.push(prompts)).toMatchObject({ added: 0, unchanged: 3, deleted: 2 });
    expect(await (await test.machine()).push(prompts)).toMatchObject({ added: 0, unchanged: 3, deleted: 2 });
  });

  it('does nothing the second time', async () => {
    await test.wipe();
    await first.restore();
    const [size, commits] = [(await readdir(first.logDir)).length, test.repo.commitCount];
    expect(await first.restore()).toMatchObject({ users: 0, records: 0, responses: 0 });
    expect((await readdir(first.logDir)).length).toBe(size);
    expect(test.repo.commitCount).toBe(commits);
  });

  it('shows in a dry run what it would do, also from a fresh folder, and does nothing', async () => {
    await test.wipe();
    const fresh = await test.machine();
    const plan = await fresh.restore({ dryRun: true });
    expect(plan).toMatchObject({ users: 3, records: 5, responses: 5 });
    expect(plan.steps.map(({ target }) => target)).toContain('3 raters');
    expect((await test.owner.get('/me/workspaces')).body.items).toEqual([]);
    expect(await readdir(fresh.dir)).toEqual([]);
  });

  it.each(['before', 'after'] as const)('can be cut off at every call (%s it) and continues', async (when) => {
    const [before, log] = [await takeSnapshot(test.owner, 'rating'), await answersIn(first)];
    await test.wipe();
    let calls = 0;
    for (let limit = 1; ; limit += 2) {
      // Alternates between this machine and one that has nothing.
      const machine = limit % 4 === 1 ? first : await test.machine();
      const fuse = new Fuse(limit, when);
      const ended = await machine.restore({}, fuse).then(
        () => true,
        (error: unknown) => {
          expect(error).toBeInstanceOf(Killed);
          return false;
        },
      );
      calls = fuse.calls;
      if (ended) break;
    }
    expect(calls).toBeGreaterThan(15);
    expect(await takeSnapshot(test.owner, 'rating')).toEqual(before);
    await first.restore();
    expect(await answersIn(first)).toEqual(log);
    expect(await first.pull({ full: true })).toMatchObject({ new: 0, changed: 0, deleted: 0, total: 5 });
  });

  it('never overwrites what a person has answered since', async () => {
    await test.wipe();
    await first.restore();
    await test.owner.put(`/responses/${await responseId('a', ada.id)}`, {
      status: 'submitted',
      values: { quality: { value: 1 } },
    });
    expect(await first.restore()).toMatchObject({ responses: 0 });
    // This machine has no prompts, so only the text of a record says which prompt it is.
    const promptId = hashPrompt(normalizePrompt(makePrompt('a').prompt, 2));
    expect(answersOf(await first.readLog()).find(isOf(promptId, ada.id))).toMatchObject({ value: 1 });
  });

  it('gives the old id to a recreated account without answers', async () => {
    await test.wipe();
    await makeAccount(ada.username);
    await first.restore();
    const users = (await test.owner.get('/users')).body.items;
    expect(users.filter(({ username }: { username: string }) => username === ada.username)).toMatchObject([
      { id: ada.id },
    ]);
  });

  it('gives the answers to an account of that name that has answers or a role, with their times', async () => {
    const log = await answersIn(first);
    await test.wipe();
    const id = await makeAccount(ada.username, 'admin');
    await first.restore();
    const after = await answersIn(first);
    expect(new Set(after)).toEqual(new Set(JSON.parse(JSON.stringify(log).replaceAll(ada.id, id))));
    expect(await first.pull({ full: true })).toMatchObject({ new: 0, changed: 0, deleted: 0, total: 5, raters: 2 });
    expect(await first.restore()).toMatchObject({ users: 0, responses: 0 });
    const roles = (await test.owner.get('/users')).body.items.map(({ role }: { role: string }) => role);
    expect(roles.toSorted()).toEqual(['admin', 'annotator', 'annotator', 'owner']);
  });

  it('writes back what an older copy of the database lacks', async () => {
    await test.owner.delete(`/responses/${await responseId('d', ada.id)}`);
    const record = (await test.records()).find(({ external_id: id }) => id === 'a');
    await test.owner.delete(`/records/${record?.id}`);
    expect(await first.restore()).toMatchObject({ users: 0, records: 2, responses: 3 });
    expect(await first.pull({ full: true })).toMatchObject({ new: 0, changed: 0, deleted: 0, total: 5 });
  });

  it("names answered prompts whose text can't be found", async () => {
    const alone = { ...test.campaign.publish, backup: null };
    test.campaign = {
      ...test.campaign,
      publish: {
        visibility: 'public',
        auto: false,
        everyMs: 0,
        license: 'x',
        licenseLink: null,
        raters: 'omit',
        minResponses: 1,
        licenseDecisions: {},
        authors: [],
        thanks: [],
        dashboard: plainDashboard,
        exports: noExports,
        dataset: null,
        pseudonymKey: null,
        ...alone,
      },
    };
    await test.wipe();
    await expect(first.restore()).rejects.toMatchObject({ code: 'restore_incomplete', exitCode: 6 });
  });

  it('rejects another question in prank.yaml', async () => {
    await test.wipe();
    const question = { ...test.campaign.task.question, values: [0, 1, 2, 3] };
    test.campaign = { ...test.campaign, task: { ...test.campaign.task, question } };
    await expect(first.restore()).rejects.toMatchObject({ code: 'question_changed', exitCode: 5 });
    expect((await test.owner.get('/users')).body.items).toHaveLength(1);
  });

  it('rejects a dataset whose answers are unknown here', async () => {
    await test.wipe();
    await test.deploy();
    const other = await test.makeRater();
    await test.owner.post(`/datasets/${await test.deploy()}/records/bulk`, {
      items: [{ external_id: 'z', fields: { prompt: 'z' } }],
    });
    await test.answer(other, 'z', 3);
    await expect(first.restore()).rejects.toMatchObject({ code: 'answers_unknown', exitCode: 5 });
    expect(await first.pull({ newDataset: true })).toMatchObject({ new: 1, total: 6 });
    expect(await first.restore()).toMatchObject({ users: 2, responses: 5 });
    expect(await first.pull({ full: true })).toMatchObject({ new: 0, changed: 0, deleted: 0, total: 6 });
  });

  it('says when there is nothing to restore', async () => {
    const empty = await BackedUpCampaign.start();
    try {
      await expect((await empty.machine()).restore()).rejects.toMatchObject({ code: 'nothing_to_restore' });
    } finally {
      await empty.close();
    }
  });

  it('keeps foreign files of a backup out of the log', async () => {
    test.repo.commit({ 'ratings/../../evil.parquet': 'x', 'ratings/sub/evil.parquet': 'x', 'ratings/note.txt': 'x' });
    const fresh = await test.machine();
    await fresh.pull();
    expect(await readdir(fresh.logDir)).not.toContain('note.txt');
    expect((await readdir(fresh.dir)).filter((name) => name.includes('evil'))).toEqual([]);
  });
});

function isOf(promptId: string, raterId: string) {
  return (event: { promptId: string; raterId: string }): boolean =>
    event.promptId === promptId && event.raterId === raterId;
}

async function responseId(promptId: string, userId: string): Promise<string> {
  const record = (await test.records()).find(({ external_id: id }) => id === promptId);
  const { body } = await test.owner.get(`/records/${record?.id}`);
  return body.responses.find(({ user_id: id }: { user_id: string }) => id === userId).id;
}

async function makeAccount(username: string, role = 'annotator'): Promise<string> {
  const { body } = await test.owner.post('/users', { username, first_name: 'Anew', password: 'correct horse', role });
  return body.id;
}
