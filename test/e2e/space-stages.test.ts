import { afterEach, describe, expect, it } from 'vitest';
import { createCalls } from '../support/argilla-calls.ts';
import { type SpaceCampaign, type SpaceCampaignOptions, startSpaceCampaign } from '../support/space-campaign.ts';
import { actionsOf, errorOf, expectNoLeak } from '../support/space-checks.ts';
import { findDeployed, readAllRecords } from '../support/test-raters.ts';

let campaign: SpaceCampaign;

async function start(options: SpaceCampaignOptions = {}): Promise<SpaceCampaign> {
  campaign = await startSpaceCampaign(options);
  return campaign;
}

afterEach(async () => {
  expectNoLeak(campaign, await campaign.readEnv());
  await campaign.close();
});

const name = 'organizer/rating';
/** What the organizer does on the Hub's pages. */
async function ask({ hub }: SpaceCampaign, method: string, path: string, body: object): Promise<void> {
  const headers = { authorization: 'Bearer hf_organizer', 'content-type': 'application/json' };
  const response = await fetch(`${hub.url}${path}`, { method, headers, body: JSON.stringify(body) });
  expect(response.ok).toBe(true);
}

async function countRecords({ owner }: SpaceCampaign): Promise<number> {
  const calls = await owner();
  return (await readAllRecords(calls, (await findDeployed(calls, 'rating')).datasetId)).length;
}

describe('a Space that does not start', () => {
  it('shows the end of its build log, and no secret from it', async () => {
    const { hub, run } = await start();
    hub.beforeNext(`POST /api/spaces/${name}/commit/main`, () => {
      const log = Array.from({ length: 50 }, (_, index) => `line ${index}`);
      const { API_KEY: key = '' } = hub.space(name).secrets;
      hub.space(name).planStart([
        { stage: 'BUILDING', forMs: 100 },
        { stage: 'BUILD_ERROR', log: [...log, `\u001b[31mERROR\u001b[0m key ${key} \u0007`], errorMessage: 'exit 1' },
      ]);
    });
    const ran = await run(['deploy', '--json']);
    expect(ran.exitCode).toBe(4);
    const error = errorOf(ran);
    expect(error).toMatchObject({ code: 'space_failed', details: { stage: 'BUILD_ERROR' } });
    expect(error['message']).toContain('exit 1');
    expect(error['message']).toContain('line 49');
    expect(error['message']).not.toContain('line 20\n');
    expect(error['message']).toContain('ERROR key *** \\u0007');
  });

  it('is given up at the deadline, and found by the next deploy', async () => {
    const { hub, run, prank } = await start({ hub: { spaceSettings: { buildingMs: 2_000, appStartingMs: 10 } } });
    const ran = await run(['deploy', '--json', '--timeout', '0.01']);
    expect(ran.exitCode).toBe(4);
    expect(errorOf(ran)).toMatchObject({ code: 'space_not_ready', details: { stage: 'BUILDING' } });
    await prank(['deploy']);
    expect(hub.count('POST /.*/duplicate')).toBe(1);
  });
});

describe('other commands on a Space', () => {
  it('wake it when it sleeps', async () => {
    const { hub, prank, run } = await start();
    for (const command of ['build', 'deploy']) await prank([command]);
    await hub.space(name).sleep();
    const ran = await run(['push']);
    expect(ran.exitCode).toBe(0);
    expect(ran.stderr).toContain(`${name}: app starting`);
    expect(await countRecords(campaign)).toBe(3);
  });

  it('ask the Hub nothing while it is up', async () => {
    const { hub, prank } = await start();
    for (const command of ['build', 'deploy', 'push']) await prank([command]);
    hub.clearRequests();
    await prank(['pull']);
    await prank(['pull']);
    expect(hub.requests.filter(({ origin }) => origin === 'hub')).toEqual([]);
  });

  it('find it without ARGILLA_API_URL', async () => {
    const { hub, prank, readEnv, writeEnv } = await start();
    for (const command of ['build', 'deploy']) await prank([command]);
    await writeEnv({ ARGILLA_API_KEY: (await readEnv())['ARGILLA_API_KEY'] ?? '' });
    hub.clearRequests();
    await prank(['push']);
    expect(hub.requests.filter(({ origin }) => origin === 'hub').map(({ path }) => path)).toEqual([
      `/api/spaces/${name}`,
    ]);
  });

  it('say that deploy restarts it if it is paused', async () => {
    const { hub, prank, run } = await start();
    for (const command of ['build', 'deploy', 'push']) await prank([command]);
    await hub.space(name).pause();
    const push = await run(['push', '--json']);
    // Nothing starts it again by itself.
    expect(push.exitCode).toBe(5);
    expect(errorOf(push)).toMatchObject({ code: 'space_paused', hint: 'prank deploy starts it again.' });
    expect((await run(['deploy', '--json'])).exitCode).toBe(5);
    expect(actionsOf(await prank(['deploy', '--yes']))).toContain(`restart Space ${name}`);
    expect(await countRecords(campaign)).toBe(3);
  });

  it('reach a private one with a token of its own', async () => {
    const { hub, prank } = await start();
    for (const command of ['build', 'deploy']) await prank([command]);
    await ask(campaign, 'PUT', `/api/spaces/${name}/settings`, { visibility: 'private' });
    await prank(['push']);
    const { appUrl } = hub.space(name);
    const { ARGILLA_API_KEY: key = '' } = await campaign.readEnv();
    const calls = createCalls(appUrl ?? '', key);
    expect(await readAllRecords(calls, (await findDeployed(calls, 'rating')).datasetId)).toHaveLength(3);
    expect(actionsOf(await prank(['deploy'])).every((step) => step.startsWith('keep '))).toBe(true);
  });

  it('wake it from a CI job that is trusted only for other places', async () => {
    const { hub, prank } = await start();
    for (const command of ['build', 'deploy']) await prank([command]);
    await hub.space(name).sleep();
    const job = { HF_TOKEN: '', HF_OIDC_RESOURCE: 'datasets/organizer/ranked', HF_OIDC_ID_TOKEN: 'id-of-the-job' };
    await prank(['push'], job);
    expect(await countRecords(campaign)).toBe(3);
  });
});
