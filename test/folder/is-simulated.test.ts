import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readCampaignStamp } from '../../src/folder/campaign-stamp.ts';
import { campaignPaths } from '../../src/folder/campaign-paths.ts';
import { isSimulated } from '../../src/folder/is-simulated.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
});
afterEach(() => rm(dir, { recursive: true }));

it("recognizes simulated answers by the demo's file, and never guesses that they are real", async () => {
  expect(await isSimulated(dir)).toBe(false);
  await mkdir(join(dir, '.prank'));
  await writeFile(campaignPaths.simulated(dir), '');
  expect(await isSimulated(dir)).toBe(true);
  await rm(campaignPaths.simulated(dir));
  await symlink('simulated', campaignPaths.simulated(dir));
  await expect(isSimulated(dir)).rejects.toMatchObject({ code: 'file_unreadable' });
});

it('the stamp of a campaign does not treat an unreadable log as empty', async () => {
  await mkdir(join(dir, '.prank'));
  const empty = await readCampaignStamp(dir);
  await mkdir(campaignPaths.ratings(dir));
  await writeFile(join(campaignPaths.ratings(dir), '1.parquet'), '');
  expect(await readCampaignStamp(dir)).not.toBe(empty);
  await rm(campaignPaths.ratings(dir), { recursive: true });
  await writeFile(campaignPaths.ratings(dir), '');
  await expect(readCampaignStamp(dir)).rejects.toMatchObject({ code: 'ENOTDIR' });
});
