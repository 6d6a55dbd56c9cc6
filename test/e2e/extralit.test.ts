import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import { createCalls } from '../support/argilla-calls.ts';
import { makeCampaignFolder, removeFolder } from '../support/campaign-folder.ts';
import { cheapPasswords } from '../support/cheap-passwords.ts';
import { askDoctor } from '../support/doctor-runs.ts';
import { type ExtralitStandIn, startExtralitStandIn } from '../support/extralit-stand-in.ts';
import { runJson, runPrank } from '../support/run-prank.ts';
import { type SpaceCampaign, startSpaceCampaign } from '../support/space-campaign.ts';
import { actionsOf, changesOf, errorOf, expectNoLeak } from '../support/space-checks.ts';
import { findDeployed, makeRaters, readAllRecords } from '../support/test-raters.ts';

describe('a campaign on a server by its address', () => {
  const apiKey = 'owner-key-of-the-embedded-server';
  let home: string;
  let dir: string;
  let embedded: LocalServer;
  let extralit: ExtralitStandIn;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'prank-'));
    const owner = { username: 'owner', apiKey };
    embedded = await startLocalServer({ ...cheapPasswords, db: join(home, 'local.db'), owner });
    extralit = await startExtralitStandIn(embedded.url);
    dir = await makeCampaignFolder({ url: extralit.url, name: 'rating', prompts: ['Why?', 'Count to ten.'] });
  });
  afterAll(async () => {
    await extralit.close();
    await embedded.close();
    await removeFolder(dir);
    await rm(home, { recursive: true });
  });

  const options = () => ({ cwd: dir, env: { ARGILLA_API_KEY: apiKey } });
  const prank = (...words: string[]): Promise<Record<string, unknown>> => runJson(words, options());

  it('works without a word about Extralit in prank.yaml, and without asking first what the server is', async () => {
    for (const command of ['build', 'deploy', 'push']) await prank(command);
    const owner = createCalls(extralit.url, apiKey);
    const { datasetId, workspaceId } = await findDeployed(owner, 'rating');
    const [rater] = await makeRaters(owner, workspaceId, 1);
    for (const { id } of await readAllRecords(owner, datasetId)) {
      await rater?.calls.post(`/records/${id}/responses`, { status: 'submitted', values: { quality: { value: 4 } } });
    }
    expect(await prank('pull')).toMatchObject({ new: 2, total: 2 });
    expect(extralit.requests.filter(({ path }) => path === '/api/v1/version')).toEqual([]);
  });

  it('is named with its version by status and doctor', async () => {
    expect(await prank('status')).toMatchObject({ server: { software: 'extralit', version: '0.7.2', live: 2 } });
    const { stdout } = await runPrank(['status'], options());
    expect(stdout).toContain('The server (Extralit 0.7.2): 2 prompts live');
    const { checks } = await askDoctor((words) => runPrank(words, options()));
    const server = checks.find(({ area, name }) => area === 'argilla' && name === 'server');
    expect(server).toMatchObject({ ok: true, why: `${extralit.url} is Extralit 0.7.2.` });
  });
});

describe('a campaign on a Space', () => {
  let campaign: SpaceCampaign;

  afterEach(async () => {
    expectNoLeak(campaign, await campaign.readEnv());
    await campaign.close();
  });

  it('is a copy of the Space that Extralit offers, with sign-in to the workspace of the campaign alone', async () => {
    campaign = await startSpaceCampaign({ argilla: { server: 'extralit' } });
    const { hub, prank, space } = campaign;
    for (const command of ['build', 'deploy', 'push']) await prank([command]);
    const { secrets, variables } = hub.space(space);
    expect(Object.keys(secrets).toSorted()).toEqual(['API_KEY', 'EXTRALIT_AUTH_SECRET_KEY', 'PASSWORD', 'USERNAME']);
    expect(variables).toMatchObject({ WORKSPACE: 'rating', WEB_CONCURRENCY: '2' });
    const repository = hub.repo('space', space);
    expect(repository.read('README.md').toString()).toContain('hf_oauth: true\n');
    expect(repository.read('.oauth.yaml').toString()).toContain('allowed_workspaces:\n  - name: rating\n');
    expect(await prank(['status'])).toMatchObject({ server: { software: 'extralit', live: 3 } });
    hub.clearRequests();
    expect(actionsOf(await prank(['deploy'])).filter((step) => !step.startsWith('keep '))).toEqual([]);
    expect(changesOf(campaign)).toEqual([]);
    const { checks } = await askDoctor(campaign.run);
    expect(checks.filter(({ area }) => area === 'space')).toContainEqual(
      expect.objectContaining({ name: 'space', why: `${space} is there, and runs Extralit.` }),
    );
  });

  it('stays what it is if prank.yaml does not say, and is left alone if prank.yaml says otherwise', async () => {
    campaign = await startSpaceCampaign({ argilla: { server: 'extralit' } });
    const { prank, run, rewrite, space } = campaign;
    await prank(['deploy']);
    await rewrite({});
    expect(actionsOf(await prank(['deploy'])).filter((step) => !step.startsWith('keep '))).toEqual([]);
    await rewrite({ server: 'argilla' });
    campaign.hub.clearRequests();
    const ran = await run(['deploy', '--json', '--yes']);
    expect(ran.exitCode).toBe(5);
    expect(errorOf(ran)).toMatchObject({
      code: 'space_other_server',
      message: `The Space ${space} runs Extralit, and prank.yaml says Argilla.`,
    });
    expect(changesOf(campaign)).toEqual([]);
    const { names } = await askDoctor(run);
    expect(names).toContain('space');
  });

  it('takes over a campaign from Argilla: new Space, deploy, restore', async () => {
    campaign = await startSpaceCampaign();
    const { prank, rewrite, owner } = campaign;
    for (const command of ['build', 'deploy', 'push']) await prank([command]);
    const { workspaceId, datasetId } = await findDeployed(await owner(), 'rating');
    const [rater] = await makeRaters(await owner(), workspaceId, 1);
    for (const { id } of await readAllRecords(await owner(), datasetId)) {
      await rater?.calls.post(`/records/${id}/responses`, { status: 'submitted', values: { quality: { value: 4 } } });
    }
    await prank(['pull']);
    await rewrite({ space: 'organizer/next', server: 'extralit' });
    await prank(['deploy']);
    await prank(['restore', '--yes']);
    expect(await prank(['pull'])).toMatchObject({ new: 0, deleted: 0, total: 3 });
    expect(await prank(['status'])).toMatchObject({ responses: 3, server: { software: 'extralit', responses: 3 } });
  });
});
