import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersOf } from '../../src/ratings/current-view.ts';
import { BackedUpCampaign, type Machine } from '../support/backed-up-campaign.ts';
import { makePrompt } from '../support/embedded-campaign.ts';
import { Fuse, Killed } from '../support/fuse.ts';
import { writePrompts } from '../support/write-prompts.ts';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const releaseName = 'organizer/rating-ranked';

let test: BackedUpCampaign;
let first: Machine;

beforeEach(async () => {
  test = await BackedUpCampaign.start();
  test.publishTo(releaseName, { wave: 3 });
  first = await test.machine();
  const prompts = ids.map((id) => makePrompt(id, { license: 'cc0-1.0', metadata: { weight: 1 } }));
  await writePrompts(first.promptsPath, prompts);
  await first.sync();
  for (const rater of [await test.makeRater(), await test.makeRater()]) {
    for (const id of ['a', 'b', 'c']) await test.answer(rater, id, 4);
  }
});
afterEach(async () => {
  expect(test.hub.unknown).toEqual([]);
  expect(test.hub.leaks).toEqual([]);
  await test.close();
});

const release = (): ReturnType<BackedUpCampaign['hub']['repo']> => test.hub.repo('dataset', releaseName);

/** Syncs until the fuse kills it; it may end before. */
async function syncUntilKilled(fuse: Fuse): Promise<void> {
  await first.sync({}, fuse).catch((error: unknown) => {
    if (!(error instanceof Killed)) throw error;
  });
}

describe('a sync that was cut off', () => {
  // In parts, because each of them stays below the time limit on a busy machine.
  const parts = (['before', 'after'] as const).flatMap((when) => [1, 2, 3].map((start) => ({ when, start })));

  it.each(parts)(
    'at any call ($start, and each third from there), $when it took effect, is finished by the next one: one release of one state',
    async ({ when, start }) => {
      const whole = new Fuse(Number.POSITIVE_INFINITY, 'after');
      await first.sync({}, whole);
      await test.settle(first);
      let given = 6;
      let rounds = 0;
      for (let calls = start; calls <= whole.calls; calls += 3) {
        rounds += 1;
        const rater = await test.makeRater();
        await test.answer(rater, 'd', 2);
        given += 1;
        await syncUntilKilled(new Fuse(calls, when));
        const next = rounds % 3 === 0 ? await test.machine() : first;
        await test.settle(next);
        expect(answersOf(await next.readLog())).toHaveLength(given);
      }
      const titles = release().commits.flatMap(({ title }) => /^Release (v\d+):/u.exec(title)?.[1] ?? []);
      expect(titles).toHaveLength(1 + rounds);
      expect(Object.keys(release().tags).toSorted()).toEqual(titles.toSorted());
    },
  );
});

describe('two machines', () => {
  it('that sync at the same moment make one release of one state, and both end well', async () => {
    await test.settle(first);
    const second = await test.machine();
    await test.settle(second);
    for (let round = 1; round <= 10; round += 1) {
      const rater = await test.makeRater();
      await test.answer(rater, 'd', 1 + (round % 5));
      await Promise.all([first.sync(), second.sync()]);
      expect(Object.keys(release().tags)).toHaveLength(1 + round);
      await test.settle(first);
      await test.settle(second);
      expect(Object.keys(release().tags)).toHaveLength(1 + round);
    }
    await rm(join(first.dir, '.prank', 'sync.json'));
    await test.settle(first);
    expect(Object.keys(release().tags)).toHaveLength(11);
  });
});
