import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Browser, Page, Request } from 'playwright-core';
import { realSoftware } from '../support/argilla-env.ts';
import { launchBrowser } from '../support/launch-browser.ts';
import { findRealArgilla, realArgillaRunner } from '../support/hub/runners/real-argilla-runner.ts';
import { type SpaceCampaign, startSpaceCampaign } from '../support/space-campaign.ts';
import { expectNoLeak } from '../support/space-checks.ts';
import { findDeployed, readAllRecords } from '../support/test-raters.ts';

const rater = 'Ann-Rater';
const prompts = Array.from({ length: 6 }, (_, index) => `Prompt ${index} for somebody who signs in`);

let campaign: SpaceCampaign;
let browser: Browser;

afterEach(async () => {
  await browser?.close();
  expectNoLeak(campaign, await campaign.readEnv());
  await campaign.close();
});

interface SignedIn {
  tab: Page;
  /** The header with which the page proves who it is. */
  authorization: string;
}

/** Signs in with the Hub account in a new profile, through the server's page. */
async function signIn(): Promise<SignedIn> {
  const tab = await (await browser.newContext()).newPage();
  const proof = tab.waitForRequest((request) => authorizationOf(request).startsWith('Bearer '));
  await tab.goto(campaign.hub.space(campaign.space).url);
  await tab.getByRole('button', { name: /hugging face/iu }).click();
  await tab.getByText('rating', { exact: true }).first().waitFor();
  return { tab, authorization: authorizationOf(await proof) };
}

function authorizationOf(request: Request): string {
  return request.headers()['authorization'] ?? '';
}

/** The account that the server recognizes for the browser. */
async function whoIs({ authorization }: SignedIn): Promise<unknown> {
  const response = await fetch(`${campaign.hub.space(campaign.space).url}/api/v1/me`, { headers: { authorization } });
  const { id, username, role }: Record<string, unknown> = JSON.parse(await response.text());
  return { id, username, role };
}

/**
 * Rates the next prompt on the server's page. The page of Extralit 0.7.2 fails before it shows a prompt (`this.$tc is not
 * a function`), so there the answer is sent as the page would send it.
 */
async function rate(person: SignedIn, value: number): Promise<void> {
  const { datasetId } = await findDeployed(await campaign.owner(), 'rating');
  if (realSoftware() === 'extralit') await send(person, datasetId, value);
  else await click(person, datasetId, value);
}

async function send({ authorization }: SignedIn, datasetId: string, value: number): Promise<void> {
  const records = await readAllRecords(await campaign.owner(), datasetId);
  const next = records.find(({ responses }) => responses.length === 0);
  const response = await fetch(`${campaign.hub.space(campaign.space).url}/api/v1/records/${next?.id}/responses`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ status: 'submitted', values: { quality: { value } } }),
  });
  expect(response.status).toBe(201);
}

async function click({ tab }: SignedIn, datasetId: string, value: number): Promise<void> {
  await tab.goto(`${campaign.hub.space(campaign.space).url}/dataset/${datasetId}/annotation-mode`);
  await tab.getByText('for somebody who signs in').first().waitFor();
  const saved = tab.waitForResponse((response) => response.request().method() === 'POST');
  await tab.locator('label').getByText(String(value), { exact: true }).click();
  await tab.getByRole('button', { name: 'Submit' }).click();
  const response = await saved;
  expect(`${response.status()} ${response.url()}`).toMatch(/^201 .*\/responses$/u);
}

test('a rater who signs in with Hugging Face is the same person after a restore, and sees the dataset', async () => {
  const real = findRealArgilla();
  campaign = await startSpaceCampaign({
    hub: { spaceRunner: realArgillaRunner(real) },
    argilla: { server: real.software },
    prompts,
  });
  const { hub, prank, space } = campaign;
  const path = join(campaign.dir, 'prank.yaml');
  const config = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...config, publish: { license: 'cc-by-4.0', backup: 'organizer/kept' } }));
  browser = await launchBrowser();
  hub.addUser({ name: rater });
  hub.signIn(rater);
  for (const command of ['build', 'deploy', 'push']) await prank([command]);

  const before = await signIn();
  const person = await whoIs(before);
  expect(person).toMatchObject({ username: rater, role: 'annotator' });
  await rate(before, 4);
  await rate(before, 2);
  expect(await prank(['pull'])).toMatchObject({ new: 2, raters: 1 });
  const answers = await readAnswers();

  await hub.space(space).wipe();
  await prank(['restore', '--yes']);
  const after = await signIn();
  expect(await whoIs(after)).toEqual(person);
  expect(await readAnswers()).toEqual(answers);
  await rate(after, 5);
  expect(await prank(['pull'])).toMatchObject({ new: 1, changed: 0, deleted: 0, raters: 1, total: 3 });
});

/** Each prompt's answers, and who gave them. */
async function readAnswers(): Promise<string[]> {
  const owner = await campaign.owner();
  const { datasetId } = await findDeployed(owner, 'rating');
  const records = await readAllRecords(owner, datasetId);
  return records
    .flatMap(({ external_id: id, responses }) =>
      responses.map(({ user_id: user, status, values }) => `${id} ${user} ${status} ${JSON.stringify(values)}`),
    )
    .toSorted();
}
