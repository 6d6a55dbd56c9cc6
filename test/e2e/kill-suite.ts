import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRatingsLog } from '../../src/ratings/ratings-log.ts';
import { type ArgillaCalls, createCalls } from '../support/argilla-calls.ts';
import { makeCampaignFolder, removeFolder } from '../support/campaign-folder.ts';
import { collect, runJson, spawnPrank, startPrank } from '../support/run-prank.ts';
import { cleanUp, findDeployed, makeRaters, readAllRecords, type TestRater } from '../support/test-raters.ts';
import type { SuiteServer } from './campaign-suite.ts';

export interface KillOptions {
  prompts: number;
  kills: number;
}

/** Kills a command (SIGKILL) at moments spread over the whole run, then runs it again: same records, same log. */
export function describeKills(
  label: string,
  { prompts: count, kills }: KillOptions,
  start: () => Promise<SuiteServer>,
): void {
  const moments = Array.from({ length: kills }, (_, index) => (index + 0.5) / kills);
  const prompts = Array.from({ length: count }, (_, index) => `Prompt number ${index}, which nobody may lose`);

  describe(`killed on ${label}`, () => {
    const name = `kill-${process.pid}-${Date.now()}`;
    let server: SuiteServer;
    let owner: ArgillaCalls;
    let raters: TestRater[] = [];
    let dir: string;
    let datasetId: string;

    const options = (): Parameters<typeof runJson>[1] => ({ cwd: dir, env: { ARGILLA_API_KEY: server.apiKey } });

    async function killAt(words: string[], delayMs: number): Promise<void> {
      const child = startPrank(words, options());
      const ended = collect(child);
      await Promise.race([wait(delayMs), ended]);
      child.kill('SIGKILL');
      await ended;
    }

    beforeAll(async () => {
      server = await start();
      owner = createCalls(server.url, server.apiKey);
      dir = await makeCampaignFolder({ url: server.url, name, prompts, overlap: 1 });
      await runJson(['build'], options());
      await runJson(['deploy'], options());
      ({ datasetId } = await findDeployed(owner, name));
    });
    afterAll(async () => {
      await cleanUp(owner, name, raters);
      await removeFolder(dir);
    });

    async function emptyDataset(): Promise<void> {
      const records = await readAllRecords(owner, datasetId);
      for (let first = 0; first < records.length; first += 100) {
        const ids = records.slice(first, first + 100).map(({ id }) => id);
        await owner.delete(`/datasets/${datasetId}/records?ids=${ids.join(',')}`);
      }
    }

    it(`push is whole after each of ${kills} kills`, { timeout: 900_000 }, async () => {
      const wholeMs = await timeMs(() => spawnPrank(['push'], options()));
      for (const moment of moments) {
        await emptyDataset();
        await killAt(['push'], moment * wholeMs);
        await runJson(['push'], options());
        const records = await readAllRecords(owner, datasetId);
        expect(records.map(({ fields }) => fields.prompt).toSorted()).toEqual(prompts.toSorted());
      }
    });

    it(`pull is whole after each of ${kills} kills`, { timeout: 900_000 }, async () => {
      const log = join(dir, '.prank', 'ratings');
      const { workspaceId } = await findDeployed(owner, name);
      raters = await makeRaters(owner, workspaceId, 2);
      for (const [index, { id }] of (await readAllRecords(owner, datasetId)).entries()) {
        const rater = raters[index % raters.length];
        await rater?.calls.post(`/records/${id}/responses`, {
          status: 'submitted',
          values: { quality: { value: 1 + (index % 5) } },
        });
      }
      const wholeMs = await timeMs(() => spawnPrank(['pull'], options()));
      const expected = await readComparable(log);
      expect(expected).toHaveLength(count);
      for (const moment of moments) {
        await rm(log, { recursive: true });
        await killAt(['pull'], moment * wholeMs);
        await runJson(['pull'], options());
        expect(await readComparable(log)).toEqual(expected);
        expect(await runJson(['pull'], options())).toMatchObject({ new: 0, unchanged: true });
      }
    });
  });
}

async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** All versions in the log, without the time of the pull. */
async function readComparable(log: string): Promise<string[]> {
  const events = await readRatingsLog(log);
  return events.map((event) => JSON.stringify({ ...event, pulledAt: null })).toSorted();
}
