import { afterEach, beforeEach, expect, it } from 'vitest';
import { StormCampaign } from './storm-campaign.ts';

let storm: StormCampaign;
beforeEach(async () => {
  storm = await StormCampaign.start();
  await storm.stubborn(['deploy', '--yes']);
  await storm.stubborn(['sync']);
});
afterEach(() => storm.campaign.close());

const times = 50;

it(`two syncs at the same moment, ${times} times: one works and the other names it, or both end well`, async () => {
  let held = 0;
  for (let round = 1; round <= times; round += 1) {
    await storm.answer();
    const runs = await storm.together(['sync'], ['sync']);
    const refused = runs.filter(({ exitCode }) => exitCode !== 0);
    expect(refused.length).toBeLessThanOrEqual(1);
    for (const { exitCode, stderr } of refused) {
      expect(exitCode, stderr).toBe(5);
      expect(stderr).toMatch(/`prank sync` is at work in this campaign since|Another prank is starting/u);
    }
    held += refused.length;
    expect(storm.releases()).toHaveLength(round);
  }
  await storm.expectReleased();
  storm.expectNoDoubles();
  expect(held).toBeGreaterThan(0);
}, 1_800_000);

it(`sync, killed at ${times} moments, loses and doubles nothing`, async () => {
  const started = Date.now();
  await storm.answer();
  await storm.stubborn(['sync']);
  const lengthMs = Date.now() - started;
  for (let kill = 0; kill < times; kill += 1) {
    await storm.answer();
    // Spread over the length of a sync, each time at a different moment.
    const jitter = ((kill * 2_654_435_761) % 1000) / 1000;
    await storm.kill(['sync'], Math.round(150 + ((kill + jitter) / times) * lengthMs));
    await storm.stubborn(['sync']);
    await storm.expectReleased();
  }
  expect(storm.releases()).toHaveLength(1 + times);
  storm.expectNoDoubles();
}, 1_800_000);
