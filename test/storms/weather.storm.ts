import { describe, it } from 'vitest';
import { StormCampaign } from './storm-campaign.ts';

const seeds = Array.from({ length: 10 }, (_, index) => index + 1);

/** Runs a campaign while `share` of all calls fail: each command is run until it succeeds. */
async function expectToLiveThrough(storm: StormCampaign, seed: number): Promise<string> {
  const weather = { seed, share: 0.3, spaces: true };
  const runs: number[] = [];
  const run = async (...words: string[]): Promise<void> => void runs.push(await storm.stubborn(words, weather));
  await run('deploy', '--yes');
  await run('push');
  await storm.answer();
  await run('pull');
  await run('publish');
  await storm.answer();
  await run('pull');
  await run('publish');
  await storm.expectReleased();
  await storm.campaign.hub.space(storm.campaign.space).wipe();
  await run('restore', '--yes');
  await storm.expectOnServer();
  await storm.answer();
  await run('pull');
  await run('publish');
  await storm.expectReleased();
  storm.expectNoDoubles();
  return `storm ${seed}: ${storm.campaign.hub.requests.length} requests, runs of each command ${runs.join(' ')}`;
}

describe.concurrent('with 30 percent of all calls failing', () => {
  it.each(seeds)('seed %i: every command ends well, no answer is lost or doubled', async (seed) => {
    const storm = await StormCampaign.start();
    try {
      process.stdout.write(`${await expectToLiveThrough(storm, seed)}\n`);
    } finally {
      await storm.campaign.close();
    }
  });
});
