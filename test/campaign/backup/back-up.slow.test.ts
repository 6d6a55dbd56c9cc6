import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashPrompt, normalizePrompt } from '../../../src/build/normalize-prompt.ts';
import { readPullState } from '../../../src/ratings/pull-state.ts';
import { BackedUpCampaign, backupName, type Machine } from '../../support/backed-up-campaign.ts';
import { makePrompt } from '../../support/embedded-campaign.ts';
import { Fuse, Killed } from '../../support/fuse.ts';
import type { TestRater } from '../../support/test-raters.ts';

const prompts = ['a', 'b', 'c'].map((id) => makePrompt(id, { metadata: { weight: 1 } }));
const commit = `POST /api/datasets/${backupName}/commit/main`;

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
});
afterEach(async () => {
  expect(test.hub.unknown).toEqual([]);
  expect(test.hub.leaks).toEqual([]);
  await test.close();
});

const keysOf = (events: { promptId: string; raterId: string; value: number | null }[]): string[] =>
  events.map(({ promptId, raterId, value }) => `${promptId} ${raterId} ${value}`).toSorted();

/** These machines have no prompts, so only the text of a record says which prompt it is. */
const idOf = (id: string): string => hashPrompt(normalizePrompt(makePrompt(id).prompt, 2));

describe('pull with a backup', () => {
  it('makes the private dataset with one commit, which holds what a restore needs', async () => {
    await test.answer(ada, 'a', 4);
    expect(await first.pull()).toMatchObject({ new: 1, backup: test.repo.head });
    expect(test.repo.visibility).toBe('private');
    const folders = new Set(test.repo.files().map((path) => path.split('/')[0]));
    const kept = ['campaign', 'raters', 'ratings', 'records', 'runs', 'settings'];
    expect(folders).toEqual(new Set(['.gitattributes', 'README.md', ...kept]));
    const raters = test.repo.files().find((path) => path.startsWith('raters/')) ?? '';
    const listed = JSON.parse(test.repo.read(raters).toString());
    expect(listed.map(({ username }: { username: string }) => username)).toContain(ada.username);
    expect(test.repo.read(raters).toString()).not.toContain('api_key');
    const others = test.repo.files().filter((path) => /^(runs|settings)\/|README/u.test(path));
    for (const path of others) expect(test.repo.read(path).toString()).not.toContain(ada.username);
    expect(test.repo.commits[0]?.title).not.toContain(ada.username);
  });

  it('makes four calls when nothing is new', async () => {
    await test.answer(ada, 'a', 4);
    await first.pull();
    const before = first.calls();
    expect(await first.pull()).toMatchObject({ unchanged: true, backup: null });
    expect(first.calls() - before).toBe(4);
  });

  it('adds only what is new, and never removes anything', async () => {
    await test.answer(ada, 'a', 4);
    await first.pull();
    const before = test.repo.files();
    await test.answer(bob, 'a', 2);
    await first.pull();
    const added = test.repo.files().filter((path) => !before.includes(path));
    expect(test.repo.files()).toEqual(expect.arrayContaining(before));
    expect(added.map((path) => path.split('/')[0])).toEqual(['ratings', 'runs']);
    expect(test.repo.commitCount).toBe(3);
  });

  it('gives a second machine the whole log', async () => {
    await test.answer(ada, 'a', 4);
    await first.pull();
    const second = await test.machine();
    expect(await second.pull()).toMatchObject({ new: 0, changed: 0, total: 1, backup: null });
    expect(await second.readLog()).toEqual(await first.readLog());
    const before = second.calls();
    expect(await second.pull()).toMatchObject({ unchanged: true });
    expect(second.calls() - before).toBe(4);
  });

  it('loses nothing when two machines pull at once', async () => {
    await test.answer(ada, 'a', 4);
    await first.pull();
    const second = await test.machine();
    await second.pull();
    await test.answer(ada, 'b', 5);
    test.hub.beforeNext(commit, async () => {
      await test.answer(bob, 'b', 1);
      await second.pull();
    });
    await first.pull();
    await first.pull();
    await second.pull();
    const logs = [await first.readLog(), await second.readLog()];
    expect(logs[0]).toEqual(logs[1]);
    const third = await test.machine();
    expect(await third.pull()).toMatchObject({ new: 0, changed: 0, deleted: 0, total: 3 });
    expect(new Set(keysOf(await third.readLog()))).toEqual(
      new Set([`${idOf('a')} ${ada.id} 4`, `${idOf('b')} ${ada.id} 5`, `${idOf('b')} ${bob.id} 1`]),
    );
  });

  it('keeps the answers here if the Hub fails, says so, and uploads them the next time', async () => {
    await first.pull();
    await test.answer(ada, 'a', 4);
    const fault = test.hub.fault({ match: commit, kind: 'error-before', times: 100 });
    await expect(first.pull()).rejects.toMatchObject({ code: 'backup_incomplete', exitCode: 6 });
    expect(await first.readLog()).toHaveLength(1);
    expect(fault.hits()).toBeGreaterThan(1);
    test.hub.calm();
    expect(await first.pull()).toMatchObject({ new: 0, total: 1, backup: test.repo.head });
    expect(await first.pull()).toMatchObject({ unchanged: true });
  });

  it('finds a commit whose response was lost', async () => {
    await first.pull();
    await test.answer(ada, 'a', 4);
    const before = test.repo.commitCount;
    test.hub.fault({ match: commit, kind: 'error-after' });
    expect(await first.pull()).toMatchObject({ new: 1, backup: test.repo.head });
    expect(test.repo.commitCount).toBe(before + 1);
  });

  it('uploads nothing to a public dataset', async () => {
    test.hub.addRepository({ type: 'dataset', id: backupName });
    await test.answer(ada, 'a', 4);
    await expect(first.pull()).rejects.toMatchObject({ code: 'backup_is_public', exitCode: 5 });
    expect(test.hub.count(commit)).toBe(0);
  });

  it('writes nothing in a dry run', async () => {
    await test.answer(ada, 'a', 4);
    const before = await readdir(first.dir, { recursive: true });
    expect(await first.pull({ dryRun: true })).toMatchObject({ new: 1 });
    expect(test.hub.hasRepo('dataset', backupName)).toBe(false);
    expect(await readdir(first.dir, { recursive: true })).toEqual(before);
  });

  it.each(['before', 'after'] as const)('can be cut off at every call (%s it) and continues', async (when) => {
    await first.pull();
    let calls = 0;
    for (let limit = 1; ; limit += 1) {
      await test
        .answer(limit % 2 === 0 ? ada : bob, prompts[Math.floor((limit - 1) / 2) % 3]?.id ?? '', 3)
        .catch(() => {});
      const fuse = new Fuse(limit, when);
      const ended = await first.pull({ full: true }, fuse).then(
        () => true,
        (error: unknown) => {
          expect(error).toBeInstanceOf(Killed);
          return false;
        },
      );
      calls = fuse.calls;
      if (ended) break;
    }
    expect(calls).toBeGreaterThan(8);
    await first.pull({ full: true });
    const held = (await test.records()).flatMap(({ external_id: id, responses }) =>
      responses.map(({ user_id: user }) => `${id} ${user}`),
    );
    const fresh = await test.machine();
    expect(await fresh.pull()).toMatchObject({ new: 0, changed: 0, deleted: 0, total: held.length });
    expect((await readPullState(fresh.logDir))?.backup?.commit).toBe(test.repo.head);
  });
});

describe('a server that was lost', () => {
  it('stops pull and push, on a fresh machine too', async () => {
    await test.answer(ada, 'a', 4);
    await first.pull();
    await test.wipe();
    await test.deploy();
    const fresh = await test.machine();
    for (const machine of [first, fresh]) {
      await expect(machine.pull()).rejects.toMatchObject({ code: 'server_was_reset', exitCode: 5 });
    }
    for (const machine of [first, await test.machine()]) {
      await expect(machine.push(prompts)).rejects.toMatchObject({ code: 'server_was_reset', exitCode: 5 });
    }
    expect(await test.records()).toEqual([]);
  });

  it('can be replaced on purpose, and other machines learn about it', async () => {
    await test.answer(ada, 'a', 4);
    await first.pull();
    await test.wipe();
    await test.deploy();
    expect(await first.pull({ newDataset: true })).toMatchObject({ total: 1 });
    expect(await first.pull()).toMatchObject({ unchanged: true });
    expect(await (await test.machine()).pull()).toMatchObject({ total: 1 });
  });

  it('is noticed when all answered records are gone', async () => {
    await test.answer(ada, 'a', 4);
    await test.answer(bob, 'b', 4);
    await first.pull();
    for (const { id } of await test.records()) await test.owner.delete(`/records/${id}`);
    await expect(first.pull({ full: true })).rejects.toMatchObject({ code: 'answers_vanished', exitCode: 5 });
    expect(await first.pull({ full: true, acceptDeletions: true })).toMatchObject({ deleted: 0, total: 2 });
    expect(await first.pull({ full: true })).toMatchObject({ total: 2 });
  });
});
