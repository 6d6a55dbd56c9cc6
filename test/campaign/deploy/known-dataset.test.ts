import { afterEach, beforeEach, expect, it } from 'vitest';
import { deploy } from '../../../src/campaign/deploy.ts';
import { writeLastDataset } from '../../../src/folder/last-dataset.ts';
import { type EmbeddedCampaign, startEmbeddedCampaign } from '../../support/embedded-campaign.ts';
import { renameDataset } from '../../support/test-raters.ts';

let test: EmbeddedCampaign;

beforeEach(async () => {
  test = await startEmbeddedCampaign();
});
afterEach(() => test.close());

async function listNames(): Promise<string[]> {
  const { body } = await test.owner.get('/me/datasets');
  return body.items.map(({ name }: { name: string }) => name).toSorted();
}

async function findWorkspaceId(): Promise<string> {
  return (await test.owner.get(`/datasets/${test.datasetId}`)).body.workspace_id;
}

it('updates the known dataset under its new name, and one of the old name is left alone', async () => {
  await renameDataset(test.owner, test.datasetId, 'final');
  const { body: other } = await test.owner.post('/datasets', { name: 'test', workspace_id: await findWorkspaceId() });
  const changed = { ...test.campaign, task: { ...test.campaign.task, guidelines: 'Be kind.' } };
  const { datasetId, datasetName, steps } = await deploy(changed);
  expect({ datasetId, datasetName }).toEqual({ datasetId: test.datasetId, datasetName: 'final' });
  expect(steps.filter(({ action }) => action !== 'keep')).toMatchObject([{ action: 'update', target: 'guidelines' }]);
  expect(steps).toContainEqual({
    action: 'keep',
    target: 'dataset final',
    why: "is the campaign's, though prank.yaml says test",
  });
  expect((await test.owner.get(`/datasets/${test.datasetId}`)).body.guidelines).toBe('Be kind.');
  expect((await test.owner.get(`/datasets/${other.id}`)).body).toMatchObject({ status: 'draft', guidelines: null });
});

it('replaces a useless draft under the name that it has, because another dataset may have the old one', async () => {
  const workspaceId = await findWorkspaceId();
  const { body: draft } = await test.owner.post('/datasets', { name: 'final', workspace_id: workspaceId });
  const field = { name: 'other', title: 'Other', required: true, settings: { type: 'text', use_markdown: false } };
  await test.owner.post(`/datasets/${draft.id}/fields`, field);
  await writeLastDataset(test.campaign.dir, { datasetId: draft.id, at: '2026-02-01T00:00:00.000Z' });
  const { datasetId } = await deploy(test.campaign);
  expect([draft.id, test.datasetId]).not.toContain(datasetId);
  expect(await listNames()).toEqual(['final', 'test']);
  expect((await test.owner.get(`/datasets/${datasetId}`)).body).toMatchObject({ name: 'final', status: 'ready' });
});

it('remembers the new dataset when it is asked for one', async () => {
  const renamed = { ...test.campaign, task: { ...test.campaign.task, dataset: 'second' } };
  const { datasetId, isBeside } = await deploy(renamed, { newDataset: true });
  expect(isBeside).toBe(true);
  expect((await deploy(renamed)).datasetId).toBe(datasetId);
  expect(await listNames()).toEqual(['second', 'test']);
});

it('changes nothing and remembers nothing in a dry run', async () => {
  await renameDataset(test.owner, test.datasetId, 'final');
  const { datasetId } = await deploy(test.campaign, { dryRun: true, newDataset: true });
  expect(datasetId).toBeNull();
  expect((await deploy(test.campaign, { dryRun: true })).datasetId).toBe(test.datasetId);
  expect(await listNames()).toEqual(['final']);
});
