import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnsafeError, UsageError } from '../../src/lib/errors.ts';
import { BackedUpCampaign, backupName, type Machine } from '../support/backed-up-campaign.ts';
import { makePrompt } from '../support/embedded-campaign.ts';
import { Fuse, Killed } from '../support/fuse.ts';
import type { TestRater } from '../support/test-raters.ts';
import { typeCommands } from '../support/typed-commands.ts';

const prompts = ['a', 'b', 'c'].map((id) => makePrompt(id));

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
  await test.answer(ada, 'a', 4);
  await first.pull();
  await test.answer(bob, 'a', 2);
  await test.answer(ada, 'b', 'discarded');
  await first.pull();
});
afterEach(async () => {
  expect(test.hub.unknown).toEqual([]);
  await test.close();
});

/** The backup's whole history, as far as it is text. */
function readHistory(): string {
  return test.repo.commits
    .flatMap(({ oid }) =>
      test.repo.files(oid).map((path) => `${path}\n${test.repo.read(path, oid).toString('latin1')}`),
    )
    .join('\n');
}

async function expectForgotten(machine: Machine): Promise<void> {
  expect((await machine.readLog()).map(({ raterId }) => raterId)).not.toContain(ada.id);
  expect((await machine.readLog()).map(({ raterId }) => raterId)).toContain(bob.id);
  expect(readHistory()).not.toContain(ada.username);
  expect(readHistory()).toContain(bob.username);
  const held = (await test.records()).flatMap(({ responses }) => responses.map(({ user_id: id }) => id));
  expect(held).toEqual([bob.id]);
}

describe('forget', () => {
  it('removes a person from server, log, backup and its history, and nobody else', async () => {
    expect(await first.forget(ada.username)).toMatchObject({ responses: 2, versions: 2, backup: test.repo.head });
    await expectForgotten(first);
    expect(test.repo.commits).toHaveLength(1);
    const { body } = await test.owner.get('/users');
    expect(body.items.map(({ id }: { id: string }) => id)).not.toContain(ada.id);
    expect((await test.records()).find(({ external_id: id }) => id === 'a')).toMatchObject({ status: 'pending' });
    expect(await first.pull()).toMatchObject({ new: 0, changed: 0, deleted: 0, total: 1, raters: 1 });
    expect(await first.pull()).toMatchObject({ unchanged: true });
  });

  it("cleans another machine's log, including what it had not sent yet", async () => {
    const second = await test.machine();
    await second.pull();
    await test.answer(ada, 'c', 1);
    const refused = test.hub.fault({
      match: `POST /api/datasets/${backupName}/commit/main`,
      kind: 'error-before',
      times: 99,
    });
    await expect(second.pull()).rejects.toMatchObject({ code: 'backup_incomplete' });
    refused.stop();
    expect((await second.readLog()).filter(({ raterId }) => raterId === ada.id)).toHaveLength(3);
    await first.forget(ada.id);
    expect(await second.pull()).toMatchObject({ total: 1 });
    await expectForgotten(second);
    expect(await (await test.machine()).pull()).toMatchObject({ new: 0, changed: 0, deleted: 0, total: 1 });
  });

  it('keeps the history of a backup that lacks a file', async () => {
    const lost = test.repo.files().find((path) => path.startsWith('settings/')) ?? '';
    test.hub.beforeNext(`POST /api/datasets/${backupName}/commit/main`, () =>
      test.hub.beforeNext(
        `GET /api/datasets/${backupName}/revision/main`,
        () => void test.repo.commit({ [lost]: null }),
      ),
    );
    await expect(first.forget(ada.username)).rejects.toMatchObject({
      code: 'backup_history_kept',
      exitCode: 5,
      message: expect.stringContaining(lost),
      hint: 'Run prank pull, then the command again.',
    });
    expect(test.repo.commits.length).toBeGreaterThan(1);
  });

  it.each(['before', 'after'] as const)('can be cut off at every call (%s it) and continues', async (when) => {
    let calls = 0;
    for (let limit = 1; ; limit += 1) {
      const fuse = new Fuse(limit, when);
      const ended = await first.forget(ada.username, {}, fuse).then(
        () => true,
        (error: unknown) => {
          // If it was killed after its very last step, there is nobody left to forget.
          if (error instanceof UsageError && error.code === 'rater_unknown') return true;
          expect(error).toBeInstanceOf(Killed);
          return false;
        },
      );
      calls = Math.max(calls, fuse.calls);
      if (ended) break;
    }
    expect(calls).toBeGreaterThan(10);
    await expectForgotten(first);
    expect(await first.pull()).toMatchObject({ new: 0, changed: 0, deleted: 0, total: 1 });
    await expectForgotten(first);
    expect((await readdir(first.logDir)).filter((name) => name.endsWith('.parquet'))).toHaveLength(1);
  });

  it('keeps an account that has answers in another dataset', async () => {
    const { body: workspace } = await test.owner.post('/workspaces', { name: 'other' });
    await test.owner.post(`/workspaces/${workspace.id}/users`, { user_id: ada.id });
    const { body: dataset } = await test.owner.post('/datasets', { name: 'other', workspace_id: workspace.id });
    const at = `/datasets/${dataset.id}`;
    await test.owner.post(`${at}/fields`, { name: 'p', title: 'P', required: true, settings: { type: 'text' } });
    const settings = { type: 'rating', options: [{ value: 1 }, { value: 2 }] };
    await test.owner.post(`${at}/questions`, { name: 'q', title: 'Q', required: true, settings });
    await test.owner.put(`${at}/publish`, {});
    const { body } = await test.owner.post(`${at}/records/bulk`, { items: [{ fields: { p: 'x' } }] });
    const answer = { status: 'submitted', values: { q: { value: 1 } } };
    await ada.calls.post(`/records/${body.items[0].id}/responses`, answer);
    expect((await ada.calls.put('/prank/me/nickname', { nickname: 'Ada' })).status).toBe(200);
    const { notes } = await first.forget(ada.username);
    expect((await ada.calls.get('/prank/me/nickname')).body).toEqual({ nickname: null });
    expect(notes).toContain('The account stays: it has answers in other datasets of the server.');
    expect((await test.owner.get(`/users/${ada.id}/workspaces`)).body.items).toMatchObject([{ name: 'other' }]);
    await expectForgotten(first);
  });

  it('counts in a dry run, asks before it deletes, and reports an unknown rater', async () => {
    expect(await first.forget(ada.username, { dryRun: true })).toMatchObject({ responses: 2, versions: 2 });
    await expect(first.forget(ada.username, { confirm: false })).rejects.toMatchObject({ code: 'not_confirmed' });
    const username = "o'hara; touch $(id)";
    await test.owner.post('/users', { username, first_name: 'O', password: 'a-password', role: 'annotator' });
    const refused = await first.forget(username, { confirm: false }).catch((error: unknown) => error);
    const hint = refused instanceof UnsafeError ? refused.hint : '';
    expect(typeCommands(hint)).toEqual([{ words: ['forget', username, '--yes'], cwd: '' }]);
    await expect(first.forget(`${ada.username}x`)).rejects.toMatchObject({
      code: 'rater_unknown',
      exitCode: 2,
      hint: `Did you mean ${ada.username}?`,
    });
    expect(await first.pull({ full: true })).toMatchObject({ new: 0, changed: 0, deleted: 0, total: 3 });
  });

  it('finds a person whom the lost server knew by another id', async () => {
    await test.wipe();
    await test.owner.post('/users', {
      username: ada.username,
      first_name: 'A',
      password: 'correct horse',
      role: 'admin',
    });
    await first.restore();
    expect(await first.forget(ada.username)).toMatchObject({ responses: 2 });
    await expectForgotten(first);
    const { body } = await test.owner.get('/users');
    expect(body.items.map(({ username }: { username: string }) => username)).toContain(ada.username);
  });
});
