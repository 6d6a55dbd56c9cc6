import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ArgillaCalls, createCalls } from '../support/argilla-calls.ts';
import { makeCampaignFolder, removeFolder } from '../support/campaign-folder.ts';
import { readRows } from '../support/read-rows.ts';
import { runJson, runPrank } from '../support/run-prank.ts';
import { cleanUp, findDeployed, makeRaters, readAllRecords, type TestRater } from '../support/test-raters.ts';

export interface SuiteServer {
  url: string;
  apiKey: string;
}

/** A whole campaign through its commands, against a server, with answers given through the API. */
export function describeCampaign(label: string, prompts: string[], start: () => Promise<SuiteServer>): void {
  describe(`a campaign on ${label}`, () => {
    const name = `e2e-${process.pid}-${Date.now()}`;
    let server: SuiteServer;
    let owner: ArgillaCalls;
    let raters: TestRater[] = [];
    let dir: string;
    let datasetId: string;
    const given = new Map<string, number>();

    const prank = (...words: string[]): ReturnType<typeof runJson> =>
      runJson(words, { cwd: dir, env: { ARGILLA_API_KEY: server.apiKey } });

    beforeAll(async () => {
      server = await start();
      owner = createCalls(server.url, server.apiKey);
      dir = await makeCampaignFolder({ url: server.url, name, prompts, overlap: 2 });
    });
    afterAll(async () => {
      await cleanUp(owner, name, raters);
      await removeFolder(dir);
    });

    it('builds, deploys and pushes every prompt', async () => {
      expect(await prank('build')).toMatchObject({ prompts: prompts.length, candidates: prompts.length });
      expect(await prank('deploy')).toMatchObject({ url: server.url });
      expect(await prank('push')).toMatchObject({ added: prompts.length, updated: 0, unchanged: 0, waiting: 0 });
    });

    it('finds everything unchanged the second time', async () => {
      const { steps } = await prank('deploy');
      expect(steps).toSatisfy((all: { action: string }[]) => all.every(({ action }) => action === 'keep'));
      expect(await prank('push')).toMatchObject({ added: 0, updated: 0, unchanged: prompts.length, removed: 0 });
    });

    it('pulls every answer into the log', async () => {
      const found = await findDeployed(owner, name);
      datasetId = found.datasetId;
      raters = await makeRaters(owner, found.workspaceId, 3);
      const records = await readAllRecords(owner, datasetId);
      expect(records.map(({ fields }) => fields.prompt).toSorted()).toEqual(prompts.toSorted());
      for (const [index, record] of records.entries()) {
        for (const [number, rater] of raters.entries()) {
          if ((index + number) % 3 === 0) continue;
          const value = 1 + ((index * 7 + number * 3) % 5);
          const { status } = await rater.calls.post(`/records/${record.id}/responses`, {
            status: 'submitted',
            values: { quality: { value } },
          });
          expect(status).toBe(201);
          given.set(`${record.external_id} ${rater.id}`, value);
        }
      }
      expect(await prank('pull')).toMatchObject({
        new: given.size,
        changed: 0,
        deleted: 0,
        total: given.size,
        raters: 3,
      });
    });

    it('reads no page if nothing happened', async () => {
      expect(await prank('pull')).toMatchObject({ new: 0, total: given.size, unchanged: true });
    });

    it('keeps edits and deletions as new versions', async () => {
      const [first, second] = await readAllRecords(owner, datasetId);
      const edited = first?.responses[0];
      const deleted = second?.responses[0];
      const all = await owner.get(`/datasets/${datasetId}/records?limit=2&include=responses`);
      const editedId: string = all.body.items[0].responses[0].id;
      const deletedId: string = all.body.items[1].responses[0].id;
      await owner.put(`/responses/${editedId}`, { status: 'submitted', values: { quality: { value: 1 } } });
      await owner.delete(`/responses/${deletedId}`);
      given.set(`${first?.external_id} ${edited?.user_id}`, 1);
      given.delete(`${second?.external_id} ${deleted?.user_id}`);
      expect(await prank('pull')).toMatchObject({ new: 0, changed: 1, deleted: 1, total: given.size });
      expect(await prank('pull', '--full')).toMatchObject({ new: 0, changed: 0, deleted: 0, total: given.size });
    });

    it('publishes every answer once, with its value', async () => {
      const release = join(dir, 'out');
      expect(await prank('publish', '--to', release)).toMatchObject({
        dir: release,
        rows: prompts.length,
        changed: true,
        commit: null,
      });
      const rows = await readRows(join(release, 'data', 'train-00000-of-00001.parquet'));
      const published = rows.flatMap((row) => row['raw_responses']);
      expect(published.map(String).toSorted()).toEqual([...given.values()].map(String).toSorted());
      const ratings = await readRows(join(release, 'ratings', 'train-00000-of-00001.parquet'));
      const values = ratings.map((row) => `${row['prompt_id']} ${row['value']}`).toSorted();
      const expected = [...given].map(([key, value]) => `${key.split(' ')[0]} ${value}`).toSorted();
      expect(values).toEqual(expected);
      expect(await prank('publish', '--to', release)).toMatchObject({ changed: false });
    });

    it('reveals no name and no id of a rater', async () => {
      const release = join(dir, 'out');
      const files = (await readdir(release, { recursive: true })).filter((file) => file.endsWith('.parquet'));
      const text = JSON.stringify(
        await Promise.all(files.map((file) => readRows(join(release, file)))),
        (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value),
      );
      for (const { id, username } of raters) {
        expect(text).not.toContain(username);
        expect(text).not.toContain(id);
      }
    });

    it('stops before harm if the server was replaced', async () => {
      await owner.delete(`/datasets/${datasetId}`);
      const env = { ARGILLA_API_KEY: server.apiKey };
      expect(await runPrank(['pull'], { cwd: dir, env })).toMatchObject({ exitCode: 5, stdout: '' });
      await prank('deploy');
      const push = await runPrank(['push'], { cwd: dir, env });
      expect(push.exitCode).toBe(5);
      expect(push.stderr).toContain('The server was reset or replaced.');
      expect(await prank('pull', '--new-dataset')).toMatchObject({ new: 0, deleted: 0, total: given.size });
      expect(await prank('push')).toMatchObject({ added: prompts.length });
      expect(await prank('pull')).toMatchObject({ new: 0, deleted: 0, total: given.size });
    });
  });
}
