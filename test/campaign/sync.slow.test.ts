import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Source } from '../../src/model.ts';
import { PartialError } from '../../src/lib/errors.ts';
import { answersOf } from '../../src/ratings/current-view.ts';
import { BackedUpCampaign, type Machine } from '../support/backed-up-campaign.ts';
import { makePrompt } from '../support/embedded-campaign.ts';
import { findDeployed, renameDataset, type TestRater } from '../support/test-raters.ts';
import { writePrompts } from '../support/write-prompts.ts';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const prompts = ids.map((id) => makePrompt(id, { license: 'cc0-1.0', metadata: { weight: 1 } }));
/** A source of which `buildFrom` writes the file. */
const ownSource: Source = {
  id: 'own',
  files: ['own.csv'],
  hub: null,
  delimiter: null,
  promptPaths: ['text'],
  where: {},
  kind: 'human',
  license: 'cc0-1.0',
  metadata: {},
  onBadRow: 'fail',
  take: 'all',
  share: null,
  strata: null,
  enabled: true,
};
const releaseName = 'organizer/rating-ranked';

let test: BackedUpCampaign;
let first: Machine;
let raters: TestRater[];

beforeEach(async () => {
  test = await BackedUpCampaign.start();
  test.publishTo(releaseName, { wave: 3 });
  first = await test.machine();
  await writePrompts(first.promptsPath, prompts);
  raters = [await test.makeRater(), await test.makeRater()];
});
afterEach(async () => {
  expect(test.hub.unknown).toEqual([]);
  expect(test.hub.leaks).toEqual([]);
  await test.close();
});

/** Both raters answer all these prompts. */
async function answerAll(named: readonly string[]): Promise<void> {
  for (const id of named) for (const rater of raters) await test.answer(rater, id, 4);
}

const release = (): ReturnType<BackedUpCampaign['hub']['repo']> => test.hub.repo('dataset', releaseName);

const putRecords = async (items: object[]): Promise<void> => {
  const { datasetId } = await findDeployed(test.owner, 'rating');
  await test.owner.put(`/datasets/${datasetId}/records/bulk`, { items });
};

describe('what other people change on the server', () => {
  it('is reported by this sync and the next ones, with the command that resolves it', async () => {
    await test.settle(first);
    const { datasetId, workspaceId } = await findDeployed(test.owner, 'rating');
    const distribution = { strategy: 'overlap', min_submitted: 1 };
    await test.owner.patch(`/datasets/${datasetId}`, { distribution, guidelines: 'Be quick.' });
    await answerAll(['a']);
    await test.owner.delete(`/workspaces/${workspaceId}/users/${raters[0]?.id}`);
    for (const changed of [true, false]) {
      first.events.length = 0;
      const { drift, ...result } = await first.sync();
      expect(result.changed).toBe(changed);
      expect(drift.map(({ what, fix }) => [what, fix])).toEqual([
        ['guidelines', 'prank deploy'],
        ['overlap 2', 'prank deploy'],
        ['workspace rating', 'prank doctor --repair'],
      ]);
      const warnings = first.events.flatMap((event) => (event.type === 'warning' ? [event.text] : []));
      expect(warnings).toContain('No longer as prank.yaml says: overlap 2 (is 1 now). To change it back: prank deploy');
    }
    await test.deploy();
    expect((await first.sync({ full: true })).drift).toMatchObject([{ what: 'workspace rating' }]);
  });

  it('never makes an answer to another text one to a prompt; the release is made all the same', async () => {
    await test.settle(first);
    await answerAll(['a', 'b']);
    await first.sync();
    await putRecords([{ external_id: 'a', fields: { prompt: 'Something else' } }]);
    await test.answer(await test.makeRater(), 'a', 1);
    await test.answer(await test.makeRater(), 'c', 1);
    const failed = await first.sync().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(PartialError);
    expect(failed).toMatchObject({
      code: 'sync_incomplete',
      exitCode: 6,
      details: { push: null, publish: { changed: true }, pull: { new: 2, mismatched: 1 } },
    });
    const given = answersOf(await first.readLog());
    expect(given.filter(({ promptId }) => promptId === 'a')).toHaveLength(2);
    expect(given.filter(({ label }) => label === 'a')).toMatchObject([{ value: 1 }]);
  });
});

describe('sync', () => {
  it('adds the first wave, waits for answers, then adds the next one and publishes', async () => {
    const begun = await first.sync();
    expect(begun).toMatchObject({ changed: true, push: { added: 3, waiting: 3 }, publish: null });
    await answerAll(['a', 'b', 'c']);
    const next = await first.sync();
    expect(next).toMatchObject({ pull: { new: 6 }, push: { added: 3, waiting: 0 }, publish: { tag: 'v1' } });
    expect(next.pull.backup).not.toBeNull();
  });

  it('makes four calls if nothing has changed, and reads no release', async () => {
    await first.sync();
    await answerAll(['a']);
    await test.settle(first);
    const before = first.calls();
    const commits = release().commitCount;
    expect(await first.sync()).toMatchObject({ changed: false, push: null, publish: null });
    expect(first.calls() - before).toBe(4);
    expect(release().commitCount).toBe(commits);
  });

  it('makes five calls if nothing has changed, on a machine with only prank.yaml', async () => {
    await first.sync();
    await answerAll(['a']);
    await test.settle(first);
    const clone = await test.machine();
    expect(await clone.sync()).toMatchObject({ changed: false, pull: { total: 2, raters: 2 }, publish: null });
    expect(clone.calls()).toBe(5);
  });

  it('continues from a fresh clone with the backup: prompts, counts and log', async () => {
    const counts = { version: 1, sources: [{ id: 'made', dataset: null, read: 8, kept: 6, files: ['prompts.csv'] }] };
    await writeFile(join(first.dir, '.prank', 'manifest.json'), JSON.stringify(counts));
    await first.sync();
    await answerAll(['a', 'b', 'c']);
    await test.settle(first);
    await answerAll(['d']);
    const clone = await test.machine();
    expect(await clone.sync()).toMatchObject({ pull: { new: 2, total: 8 }, publish: { tag: 'v2' } });
    expect(await readFile(join(clone.dir, '.prank', 'manifest.json'), 'utf8')).toBe(JSON.stringify(counts));
    expect(release().read('README.md').toString()).toContain('| 8 |');
    await test.settle(clone);
    await test.settle(first);
    expect(Object.keys(release().tags)).toEqual(['v1', 'v2']);
  });

  it('reads everything once a day, and sees changes without a new timestamp', async () => {
    await first.sync();
    await answerAll(['a', 'b', 'c']);
    await test.settle(first);
    const { datasetId } = await findDeployed(test.owner, 'rating');
    const responses = [{ user_id: raters[0]?.id, status: 'submitted', values: { quality: { value: 1 } } }];
    await test.owner.put(`/datasets/${datasetId}/records/bulk`, { items: [{ external_id: 'a', responses }] });
    expect((await first.sync()).changed).toBe(false);
    test.passTime(24 * 3_600_000);
    expect((await first.sync()).pull.changed).toBe(1);
    await test.settle(first);
    const before = first.calls();
    await first.sync();
    expect(first.calls() - before).toBe(4);
  });

  it('makes a release that was held back when its time has come, without another answer, on any machine', async () => {
    const { publish } = test.campaign;
    if (publish === null) throw new Error('the campaign publishes');
    test.campaign = { ...test.campaign, publish: { ...publish, everyMs: 12 * 3_600_000 } };
    await first.sync();
    await answerAll(['a']);
    await test.settle(first);
    await answerAll(['b']);
    expect(await first.sync()).toMatchObject({ publish: { tag: null, held: { reason: 'every' } } });
    expect(await first.sync()).toMatchObject({ changed: false, publish: null });
    const clone = await test.machine();
    expect(await clone.sync()).toMatchObject({ changed: false, publish: null });
    test.passTime(13 * 3_600_000);
    const later = await test.machine();
    expect(await later.sync()).toMatchObject({ pull: { new: 0 }, publish: { tag: 'v2', held: null } });
    expect(Object.keys(release().tags)).toEqual(['v1', 'v2']);
  });

  it('checks everything again if prank.yaml changed', async () => {
    await first.sync();
    await answerAll(['a']);
    await test.settle(first);
    const { publish } = test.campaign;
    if (publish === null) throw new Error('the campaign publishes');
    test.campaign = { ...test.campaign, publish: { ...publish, license: 'cc-by-sa-4.0' } };
    expect(await first.sync()).toMatchObject({ changed: true, pull: { unchanged: true }, publish: { changed: true } });
  });

  it('costs one more call per round while the dataset has another name, in a fresh clone too', async () => {
    await first.sync();
    await answerAll(['a', 'b', 'c']);
    const { datasetId } = await findDeployed(test.owner, 'rating');
    await renameDataset(test.owner, datasetId, 'final');
    await test.settle(first);
    const before = first.calls();
    await first.sync();
    expect(first.calls() - before).toBe(5);
    const clone = await test.machine();
    expect(await clone.sync()).toMatchObject({ changed: false, pull: { unchanged: true, total: 6 } });
    expect(clone.calls()).toBe(6);
    for (const { events } of [first, clone]) {
      expect(events).toContainEqual({ type: 'warning', text: expect.stringContaining('is called rating/final') });
    }
    const other = await test.machine();
    await other.push(prompts);
    expect(await other.restore({ dryRun: true })).toMatchObject({ users: 0, records: 0, responses: 0 });
    await other.restore();
    const { body } = await test.owner.get('/me/datasets');
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual(['final']);
  });

  it("does the rest if the backup can't be written, and says so at the end", async () => {
    await first.sync();
    await answerAll(['a', 'b', 'c']);
    test.hub.fault({
      match: 'POST /api/datasets/organizer/rating-backup/preupload/main',
      kind: 'error-before',
      times: 99,
    });
    const failed = await first.sync().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(PartialError);
    expect(failed).toMatchObject({ code: 'sync_incomplete', details: { push: { added: 3 }, publish: { tag: 'v1' } } });
    test.hub.calm();
    expect((await first.sync()).pull.backup).not.toBeNull();
  });

  it('rejects a round if the server was replaced, and continues after a restore', async () => {
    await first.sync();
    await answerAll(['a', 'b', 'c']);
    await test.settle(first);
    await test.wipe();
    await test.deploy();
    for (const machine of [first, await test.machine()]) {
      await expect(machine.sync()).rejects.toMatchObject({ code: 'server_was_reset' });
    }
    await first.restore();
    expect(await first.sync()).toMatchObject({ pull: { deleted: 0, total: 6 } });
    await test.settle(first);
    expect(Object.keys(release().tags)).toEqual(['v1']);
  });

  it('leaves nothing behind in a dry run', async () => {
    await first.sync();
    await answerAll(['a', 'b', 'c']);
    const before = { commits: test.repo.commitCount, records: (await test.records()).length };
    const looked = await first.sync({ dryRun: true });
    expect(looked).toMatchObject({ changed: true, pull: { new: 6 }, push: { added: 3 } });
    expect({ commits: test.repo.commitCount, records: (await test.records()).length }).toEqual(before);
    expect(test.hub.hasRepo('dataset', releaseName)).toBe(false);
    expect(await first.readLog()).toEqual([]);
  });
});

/** A second machine with all prompts, in a campaign that was reduced to four of them. */
async function buildAnew(): Promise<Machine> {
  await writePrompts(first.promptsPath, prompts.slice(0, 4));
  await first.sync();
  await answerAll(['a']);
  await test.settle(first);
  const second = await test.machine();
  await writePrompts(second.promptsPath, prompts);
  return second;
}

/** Builds this machine's prompts from a file of its own, which its lock then names. */
async function buildFrom(machine: Machine, csv: string): Promise<void> {
  await writeFile(join(machine.dir, 'own.csv'), csv);
  test.campaign = { ...test.campaign, sources: [ownSource] };
  await machine.build();
}

async function hashOf({ promptsPath }: Machine): Promise<string> {
  const bytes = await readFile(promptsPath);
  return createHash('sha256').update(bytes).digest('hex');
}

describe('prompts that were built again', () => {
  it('reach a machine that still has the older ones, which never become current again', async () => {
    const second = await buildAnew();
    await second.pull();
    await answerAll(['b']);
    await test.settle(first);
    expect(await hashOf(first)).toBe(await hashOf(second));
    await test.settle(second);
    expect((await second.sync()).changed).toBe(false);
  });

  it('prevent a claim that nothing has changed, if nothing was pulled yet', async () => {
    const second = await buildAnew();
    await second.sync();
    const third = await test.machine();
    await answerAll(['b']);
    await test.settle(third);
    expect(await hashOf(third)).toBe(await hashOf(second));
  });

  it('with a lock that was committed but never backed up stop the next round at once', async () => {
    await first.sync();
    await answerAll(['a']);
    await test.settle(first);
    const clone = await test.machine();
    await buildFrom(clone, 'text\nOne.\nTwo.\n');
    await rm(clone.promptsPath);
    await expect(clone.sync()).rejects.toMatchObject({ code: 'prompts_differ' });
    expect(await clone.readLog()).toEqual([]);
  });

  it('in the round itself are backed up before they are pushed, and only if the lock names them', async () => {
    const clone = await test.machine();
    await buildFrom(clone, 'text\nOne.\nTwo.\nThree.\nFour.\n');
    const made = await hashOf(clone);
    await rm(clone.promptsPath);
    await writeFile(join(clone.dir, 'own.csv'), 'text\nOne.\nTwo.\n');
    await expect(clone.sync()).rejects.toMatchObject({ code: 'lock_differs' });
    expect(await test.records()).toEqual([]);
    await writeFile(join(clone.dir, 'own.csv'), 'text\nOne.\nTwo.\nThree.\nFour.\n');
    expect(await clone.sync()).toMatchObject({ push: { added: 3, waiting: 1 } });
    expect(test.repo.files()).toContain(`prompts/${made.slice(0, 12)}.parquet`);
  });

  it('are neither made nor fetched by a dry run', async () => {
    await first.sync();
    const clone = await test.machine();
    await expect(clone.sync({ dryRun: true, full: true })).rejects.toMatchObject({ code: 'prompts_missing' });
    expect(await readdir(clone.dir)).toEqual([]);
  });
});
