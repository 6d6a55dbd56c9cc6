import { afterEach, expect, test } from 'vitest';
import { findRealArgilla, realArgillaRunner } from '../support/hub/runners/real-argilla-runner.ts';
import { type SpaceCampaign, startSpaceCampaign } from '../support/space-campaign.ts';
import { actionsOf, changesOf, expectNoLeak } from '../support/space-checks.ts';
import { findDeployed, readAllRecords } from '../support/test-raters.ts';

let campaign: SpaceCampaign;

afterEach(async () => {
  expectNoLeak(campaign, await campaign.readEnv());
  await campaign.close();
});

const prompts = Array.from({ length: 12 }, (_, index) => `Prompt ${index} of a Space with two web processes`);
const password = 'a-password-of-12';

test('two web processes share sign-ins, and lose no answer', async () => {
  campaign = await startSpaceCampaign({ hub: { spaceRunner: realArgillaRunner(findRealArgilla()) }, prompts });
  const { hub, space, prank, owner } = campaign;
  for (const command of ['build', 'deploy', 'push']) await prank([command]);
  expect(hub.space(space).variables['WEB_CONCURRENCY']).toBe('2');
  expect(hub.space(space).logs.run.filter((line) => line.includes('Started server process'))).toHaveLength(2);

  const calls = await owner();
  const { workspaceId, datasetId } = await findDeployed(calls, 'rating');
  const records = await readAllRecords(calls, datasetId);
  const statuses: number[] = [];
  await Promise.all(
    ['ann', 'ben', 'cat', 'dan'].map(async (username) => {
      const account = { username, first_name: username, password, role: 'annotator' };
      const { body: user } = await calls.post('/users', account);
      await calls.post(`/workspaces/${workspaceId}/users`, { user_id: user.id });
      for (const record of records) {
        // Each answer signs in, or continues a sign-in that either process may have made.
        const signIn = await signInto(hub.space(space).url, username);
        for (let visit = 0; visit < 3; visit += 1) statuses.push(await visitMe(hub.space(space).url, signIn));
        statuses.push(await answer(hub.space(space).url, signIn, record.id));
      }
    }),
  );
  expect(statuses.filter((status) => status === 401)).toEqual([]);
  expect(await prank(['pull'])).toMatchObject({ total: 48, raters: 4 });

  hub.clearRequests();
  expect(actionsOf(await prank(['deploy'])).every((step) => step.startsWith('keep '))).toBe(true);
  expect(changesOf(campaign)).toEqual([]);
});

async function signInto(url: string, username: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/token`, {
    method: 'POST',
    body: new URLSearchParams({ username, password }),
  });
  expect(response.status).toBe(201);
  const answered: { access_token: string } = JSON.parse(await response.text());
  return answered.access_token;
}

async function visitMe(url: string, token: string): Promise<number> {
  return (await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status;
}

async function answer(url: string, token: string, record: string): Promise<number> {
  const response = await fetch(`${url}/api/v1/records/${record}/responses`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ status: 'submitted', values: { quality: { value: 3 } } }),
  });
  return response.status;
}
