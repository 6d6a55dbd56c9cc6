import { afterEach, it } from 'vitest';
import { StormCampaign } from './storm-campaign.ts';

let storm: StormCampaign | null = null;
afterEach(async () => {
  await storm?.campaign.close();
  storm = null;
});

const kills = 10;

/** A moment within the length of a command, different for each kill; the number of the kill is the seed. */
function moment(kill: number, lengthMs: number): number {
  const jitter = ((kill * 2_654_435_761) % 1000) / 1000;
  return Math.round(150 + ((kill + jitter) / kills) * lengthMs);
}

async function measure(work: () => Promise<unknown>): Promise<number> {
  const started = Date.now();
  await work();
  return Date.now() - started;
}

it('deploy, killed at 10 moments, creates one Space and one dataset', async () => {
  storm = await StormCampaign.start();
  const lengthMs = await measure(() => storm?.stubborn(['deploy', '--yes']) ?? Promise.resolve());
  for (let kill = 0; kill < kills; kill += 1) {
    await storm.campaign.close();
    storm = await StormCampaign.start();
    await storm.kill(['deploy', '--yes'], moment(kill, lengthMs));
    await storm.stubborn(['deploy', '--yes']);
    await storm.stubborn(['push']);
    await storm.answer();
    await storm.expectOnServer();
    storm.expectNoDoubles();
  }
});

it('publish, killed at 10 moments, makes one commit and one tag per release', async () => {
  storm = await StormCampaign.start();
  await storm.stubborn(['deploy', '--yes']);
  await storm.stubborn(['push']);
  await storm.answer();
  await storm.stubborn(['pull']);
  const lengthMs = await measure(() => storm?.stubborn(['publish']) ?? Promise.resolve());
  for (let kill = 0; kill < kills; kill += 1) {
    await storm.answer();
    await storm.stubborn(['pull']);
    await storm.kill(['publish'], moment(kill, lengthMs));
    await storm.stubborn(['publish']);
    await storm.expectReleased();
    storm.expectNoDoubles();
  }
});

it('restore, killed at 10 moments, restores every answer once', async () => {
  storm = await StormCampaign.start();
  await storm.stubborn(['deploy', '--yes']);
  await storm.stubborn(['push']);
  await storm.answer();
  await storm.stubborn(['pull']);
  const wipe = () => storm?.campaign.hub.space(storm.campaign.space).wipe();
  await wipe();
  const lengthMs = await measure(() => storm?.stubborn(['restore', '--yes']) ?? Promise.resolve());
  for (let kill = 0; kill < kills; kill += 1) {
    await wipe();
    await storm.kill(['restore', '--yes'], moment(kill, lengthMs));
    await storm.stubborn(['restore', '--yes']);
    await storm.expectOnServer();
    await storm.answer();
    await storm.stubborn(['pull']);
    storm.expectNoDoubles();
  }
  await storm.stubborn(['publish']);
  await storm.expectReleased();
});
