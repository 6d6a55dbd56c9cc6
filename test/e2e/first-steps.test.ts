import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { askDoctor } from '../support/doctor-runs.ts';
import type { HubOptions } from '../support/hub/start-hub.ts';
import { type SpaceCampaign, startSpaceCampaign } from '../support/space-campaign.ts';
import { changesOf, errorOf, expectNoLeak } from '../support/space-checks.ts';
import { findDeployed, makeRaters, readAllRecords } from '../support/test-raters.ts';

const dataset = 'organizer/rating-ranked';
const backup = 'organizer/rating-backup';
const dashboard = 'organizer/rating-page';

let campaign: SpaceCampaign;

async function start(hub: HubOptions = {}, publish: object = {}): Promise<void> {
  campaign = await startSpaceCampaign({ hub });
  const path = join(campaign.dir, 'prank.yaml');
  const config: object = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...config, publish: { license: 'cc-by-4.0', min_responses: 1, ...publish } }));
}

/** One rater answers every prompt, and the answers are pulled. */
async function rate(): Promise<void> {
  for (const command of ['build', 'deploy', 'push']) await campaign.prank([command]);
  const owner = await campaign.owner();
  const { workspaceId, datasetId } = await findDeployed(owner, 'rating');
  const [rater] = await makeRaters(owner, workspaceId, 1);
  for (const [index, { id }] of (await readAllRecords(owner, datasetId)).entries()) {
    const body = { status: 'submitted', values: { quality: { value: 1 + (index % 5) } } };
    expect((await rater?.calls.post(`/records/${id}/responses`, body))?.status).toBe(201);
  }
}

afterEach(async () => {
  expect(campaign.hub.unknown).toEqual([]);
  expectNoLeak(campaign, await campaign.readEnv());
  await campaign.close();
});

describe('before the first deploy', () => {
  it.each(['push', 'pull', 'sync'])('%s says prank deploy, and asks for no key', async (command) => {
    await start({}, { backup });
    await campaign.prank(['build']);
    const ran = await campaign.run([command, '--json']);
    expect(ran.exitCode).toBe(2);
    expect(errorOf(ran)).toMatchObject({ code: 'not_deployed', hint: 'prank deploy' });
    expect(changesOf(campaign)).toEqual([]);
  });

  it('somebody on another machine, without the key of a Space that is there, is asked for it', async () => {
    await start();
    for (const command of ['build', 'deploy']) await campaign.prank([command]);
    await campaign.writeEnv({});
    expect(errorOf(await campaign.run(['push', '--json']))).toMatchObject({ code: 'key_missing' });
  });
});

describe('deploy and push', () => {
  it('say how the owner signs in, and give the link for raters', async () => {
    await start();
    await campaign.prank(['build']);
    const deployed = await campaign.run(['deploy']);
    expect(deployed.stdout).toContain('with your user name on the Hub and the password ARGILLA_PASSWORD in .env');
    const { ARGILLA_API_URL: url } = await campaign.readEnv();
    expect((await campaign.run(['push'])).stdout).toContain(`The link for raters: ${url}\n`);
  });
});

describe('a Space that a deploy makes', () => {
  it("has the campaign's title and text, with links, and keeps what its owner writes", async () => {
    await start({}, { dataset });
    for (const command of ['build', 'deploy']) await campaign.prank([command]);
    const space = campaign.hub.repo('space', campaign.space);
    const readme = space.read('README.md').toString();
    expect(readme).toContain('\ntitle: rating\n');
    expect(readme).toContain('# rating\n');
    expect(readme).toContain(`https://huggingface.co/datasets/${dataset}`);
    expect(readme).not.toContain('Duplicate this Space');
    const mine = readme.replace('title: rating', 'title: Mine').replace('# rating', '# My own words');
    space.commit({ 'README.md': mine });
    await campaign.hub.space(campaign.space).settle();
    await campaign.prank(['deploy', '--yes']);
    expect(campaign.hub.repo('space', campaign.space).read('README.md').toString()).toBe(mine);
  });
});

/** A token that may write everywhere but to one place. */
function withoutRight(to: string): HubOptions {
  const places = [
    { type: 'space', name: 'organizer/rating' },
    { type: 'dataset', name: dataset },
    { type: 'dataset', name: backup },
    { type: 'space', name: dashboard },
  ];
  const scoped = places.map((entity) => ({
    entity,
    permissions: ['repo.content.read', ...(entity.name === to ? [] : ['repo.write'])],
  }));
  return {
    users: [
      {
        name: 'organizer',
        tokens: [
          { token: 'hf_organizer', role: 'write' },
          { token: 'hf_narrow', role: 'fineGrained', scoped },
        ],
      },
    ],
  };
}
const narrow = { HF_TOKEN: 'hf_narrow' };

describe('rights', () => {
  it("to the dashboard's Space are checked by publish --dry-run and by doctor", async () => {
    await start(withoutRight(dashboard), { dataset, dashboard });
    await rate();
    await campaign.prank(['pull']);
    await campaign.prank(['publish']);
    campaign.hub.repo('space', dashboard).commit({ 'index.html': 'an older page' });
    campaign.hub.clearRequests();
    const dry = await campaign.run(['publish', '--dry-run', '--json'], narrow);
    expect(dry.exitCode).toBe(3);
    expect(errorOf(dry)['message']).toContain(`The dashboard can't go to the Space ${dashboard}`);
    const { check, names } = await askDoctor((words) => campaign.run(words, narrow));
    expect(names).toContain('dashboard_rights');
    expect(check('dashboard_rights').why).toContain(`may not change the dashboard's Space ${dashboard}`);
    expect(changesOf(campaign).filter((change) => !change.includes('/preupload/'))).toEqual([]);
  });

  it('to a release that must not be made are checked by publish --dry-run', async () => {
    await start(withoutRight(dataset), { dataset });
    await rate();
    await campaign.prank(['pull']);
    campaign.hub.clearRequests();
    const dry = await campaign.run(['publish', '--dry-run', '--json'], narrow);
    expect([dry.exitCode, errorOf(dry)['code']]).toEqual([3, 'hub_not_allowed']);
    expect(changesOf(campaign)).toEqual([]);
  });

  it('to a release that is there are checked by publish --dry-run', async () => {
    await start(withoutRight(dataset), { dataset });
    await rate();
    await campaign.prank(['pull']);
    await campaign.prank(['publish']);
    campaign.hub.repo('dataset', dataset).commit({ 'dashboard.html': 'an older page' });
    const dry = await campaign.run(['publish', '--dry-run', '--json'], narrow);
    expect([dry.exitCode, errorOf(dry)['code']]).toEqual([3, 'hub_not_allowed']);
    expect(errorOf(dry)['message']).toContain(`${dataset} can't be published: the fine-grained token`);
  });

  it('to the backup that are missing are named when the answers are not backed up', async () => {
    await start(withoutRight(backup), { backup });
    await rate();
    campaign.hub.addRepository({ type: 'dataset', id: backup, visibility: 'private' });
    const ran = await campaign.run(['pull', '--json'], narrow);
    expect([ran.exitCode, errorOf(ran)['code']]).toEqual([6, 'backup_incomplete']);
    expect(errorOf(ran)['message']).toContain(
      `The token may not write to the backup ${backup}: the fine-grained token has no write access to ${backup}`,
    );
    expect(errorOf(ran)['hint']).toContain('settings/tokens');
  });
});

function says(from: string, to: string): string {
  return `The dataset ${from} is now called ${to} on the Hub. Change its name in prank.yaml.`;
}

describe('a dataset that was renamed on the Hub', () => {
  it('is named by publish and by status, and releases go on', async () => {
    await start({}, { dataset, backup });
    await rate();
    await campaign.prank(['pull']);
    await campaign.prank(['publish']);
    campaign.hub.rename('dataset', dataset, 'organizer/final');
    campaign.hub.rename('dataset', backup, 'organizer/kept');
    const published = await campaign.run(['publish']);
    expect(published).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(says(dataset, 'organizer/final')) });
    const pulled = await campaign.run(['pull']);
    expect(pulled).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(says(backup, 'organizer/kept')) });
    const told = await campaign.run(['status']);
    expect(told).toMatchObject({ exitCode: 0 });
    expect(told.stderr).toContain(says(dataset, 'organizer/final'));
    expect(told.stderr).toContain(says(backup, 'organizer/kept'));
  });
});
