import { copyFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArgillaCalls } from '../support/argilla-calls.ts';
import { removeFolder } from '../support/campaign-folder.ts';
import type { HubOptions, StandInHub } from '../support/hub/start-hub.ts';
import { readRows } from '../support/read-rows.ts';
import { runJson } from '../support/run-prank.ts';
import { type ServerSnapshot, takeSnapshot } from '../support/server-snapshot.ts';
import { type SpaceCampaign, startSpaceCampaign } from '../support/space-campaign.ts';
import { findDeployed, makeRaters, readAllRecords, type TestRater } from '../support/test-raters.ts';

const dataset = 'organizer/rating-ranked';
const backup = 'organizer/rating-backup';

export interface HubCampaignOptions {
  /** Says what the stand-in Hub runs in its Spaces. */
  hub: HubOptions;
  prompts: string[];
  raters: number;
  /** Checks the release with the official clients, if there are any. */
  checkRelease?: (hub: StandInHub, dataset: string) => Promise<void>;
}

/** A whole campaign through its commands, on a stand-in Hub: Space, answers, releases, server loss and restore. */
export function describeHubCampaign(label: string, options: HubCampaignOptions): void {
  describe(`a campaign on the Hub with ${label}`, () => {
    let campaign: SpaceCampaign;
    let owner: ArgillaCalls;
    let raters: TestRater[] = [];
    let before: ServerSnapshot;
    let clone: string;
    /** `external_id rater` → value, for submitted answers. */
    const given = new Map<string, number>();

    beforeAll(async () => {
      campaign = await startSpaceCampaign({ hub: options.hub, prompts: options.prompts });
      const path = join(campaign.dir, 'prank.yaml');
      const config = JSON.parse(await readFile(path, 'utf8'));
      const publish = { license: 'cc-by-4.0', dataset, backup, auto: true, every: 'sync' };
      await writeFile(path, JSON.stringify({ ...config, task: { overlap: 3, wave: 'all' }, publish }));
      clone = await mkdtemp(join(tmpdir(), 'prank-clone-'));
      await copyFile(path, join(clone, 'prank.yaml'));
    });
    afterAll(async () => {
      await campaign.close();
      await removeFolder(clone);
    });

    const prank = (...words: string[]): Promise<Record<string, unknown>> => campaign.prank(words);
    const hubEnv = (): Record<string, string> => ({ HF_ENDPOINT: campaign.hub.url, HF_TOKEN: 'hf_organizer' });
    const inClone = (...words: string[]): ReturnType<typeof runJson> => runJson(words, { cwd: clone, env: hubEnv() });
    const spaceCommits = (): number => campaign.hub.repo('space', campaign.space).commitCount;

    it('deploys, and finds everything unchanged the second time', async () => {
      await prank('build');
      const { steps } = await prank('deploy');
      expect(steps).toSatisfy((all: { action: string }[]) => all.some(({ action }) => action === 'create'));
      const { restarts } = campaign.hub.space(campaign.space);
      const commits = spaceCommits();
      const again = await prank('deploy');
      expect(again['steps']).toSatisfy((all: { action: string }[]) => all.every(({ action }) => action === 'keep'));
      expect(campaign.hub.space(campaign.space).restarts).toBe(restarts);
      expect(spaceCommits()).toBe(commits);
    });

    it('pushes every prompt', async () => {
      expect(await prank('push')).toMatchObject({ added: options.prompts.length, waiting: 0 });
    });

    it('pulls what raters answered, and backs it up', async () => {
      owner = await campaign.owner();
      const { workspaceId, datasetId } = await findDeployed(owner, 'rating');
      raters = await makeRaters(owner, workspaceId, options.raters);
      const records = await readAllRecords(owner, datasetId);
      let total = 0;
      for (const [index, record] of records.entries()) {
        for (const [number, rater] of raters.entries()) {
          const turn = (index * 5 + number * 3) % 7;
          if (turn > 4) continue;
          const status = turn === 3 ? 'discarded' : turn === 4 ? 'draft' : 'submitted';
          const value = 1 + ((index + number) % 5);
          const values = status === 'submitted' ? { quality: { value } } : {};
          const { status: code } = await rater.calls.post(`/records/${record.id}/responses`, { status, values });
          expect(code).toBe(201);
          total += 1;
          if (status === 'submitted') given.set(`${record.external_id} ${rater.id}`, value);
        }
      }
      expect(await prank('pull')).toMatchObject({ new: total, changed: 0, deleted: 0, total });
      const repo = campaign.hub.repo('dataset', backup);
      expect(repo.visibility).toBe('private');
      expect(repo.files().filter((path) => path.startsWith('ratings/'))).toHaveLength(1);
    });

    it('makes four requests if nothing is new', async () => {
      campaign.hub.clearRequests();
      expect(await prank('pull')).toMatchObject({ new: 0, changed: 0, unchanged: true });
      expect(campaign.hub.requests.map(({ method, path }) => `${method} ${path}`)).toSatisfy(
        (asked: string[]) => asked.length <= 4,
      );
    });

    it('publishes once, and makes at most four requests to see that nothing changed', async () => {
      expect(await prank('publish')).toMatchObject({ changed: true, tag: 'v1' });
      const commits = campaign.hub.repo('dataset', dataset).commitCount;
      campaign.hub.clearRequests();
      expect(await prank('publish')).toMatchObject({ changed: false, commit: null });
      expect(campaign.hub.requests.length).toBeLessThanOrEqual(4);
      expect(campaign.hub.repo('dataset', dataset).commitCount).toBe(commits);
      await expectReleasedAnswers();
      await options.checkRelease?.(campaign.hub, dataset);
    });

    it('stops pull and push if the server was wiped', async () => {
      before = await takeSnapshot(owner, 'rating');
      await campaign.hub.space(campaign.space).wipe();
      for (const command of ['pull', 'push']) {
        const run = await campaign.run([command]);
        expect(run, run.stderr).toMatchObject({ exitCode: 5 });
        expect(run.stderr).toContain('prank restore');
      }
      const deployed = await campaign.run(['deploy']);
      expect(deployed.stdout).toContain('without the answers that were pulled.\nNext: prank restore');
    });

    it('restores raters, memberships, records and answers', async () => {
      const submitted = before.records.length;
      expect(await prank('restore', '--yes')).toMatchObject({ users: raters.length, records: submitted });
      owner = await campaign.owner();
      expect(await takeSnapshot(owner, 'rating')).toEqual(before);
      expect(await prank('pull', '--full')).toMatchObject({ new: 0, changed: 0, deleted: 0 });
      expect(await prank('push')).toMatchObject({ added: 0, updated: 0 });
      expect(await prank('publish')).toMatchObject({ changed: false });
      expect(await prank('restore', '--yes')).toMatchObject({ responses: 0 });
    });

    it('restores from a fresh clone with only prank.yaml and the token', async () => {
      await campaign.hub.space(campaign.space).wipe();
      expect(await inClone('restore', '--yes')).toMatchObject({ users: raters.length, records: before.records.length });
      const env = await readFile(join(clone, '.env'), 'utf8');
      const key = /^ARGILLA_API_KEY=(.*)$/mu.exec(env)?.[1] ?? '';
      await campaign.writeEnv({ ...(await readEnvStrings()), ARGILLA_API_KEY: key });
      owner = await campaign.owner();
      expect(await takeSnapshot(owner, 'rating')).toEqual(before);
      expect(await inClone('pull', '--full')).toMatchObject({ new: 0, changed: 0, deleted: 0 });
    });

    it('joins the logs of both machines', async () => {
      const { datasetId } = await findDeployed(owner, 'rating');
      const users: { id: string; username: string; api_key: string }[] = (await owner.get('/users')).body.items;
      const rater = users.find(({ id }) => id === raters[5 % raters.length]?.id);
      const records = await readAllRecords(owner, datasetId);
      const record = records.find(({ external_id: id }) => !given.has(`${id} ${rater?.id}`));
      const headers = { 'content-type': 'application/json', 'x-argilla-api-key': rater?.api_key ?? '' };
      const body = JSON.stringify({ status: 'submitted', values: { quality: { value: 5 } } });
      const url = `${owner.url}/api/v1/records/${record?.id}/responses`;
      const { status } = await fetch(url, { method: 'POST', headers, body });
      expect(status).toBe(201);
      given.set(`${record?.external_id} ${rater?.id}`, 5);
      expect(await inClone('pull')).toMatchObject({ new: 1 });
      expect(await prank('pull')).toMatchObject({ deleted: 0 });
      expect(await prank('publish')).toMatchObject({ rows: expect.any(Number) });
      await expectReleasedAnswers();
    });

    it('forgets a rater on the server, in the logs, the backup and the next release', async () => {
      const { id, username } = raters[0] ?? { id: '', username: '' };
      const mine = [...given.keys()].filter((key) => key.endsWith(` ${id}`));
      const { datasetId } = await findDeployed(owner, 'rating');
      const held = (await readAllRecords(owner, datasetId)).filter(({ responses }) =>
        responses.some(({ user_id: user }) => user === id),
      );
      expect(await prank('forget', username, '--yes')).toMatchObject({ responses: held.length });
      for (const key of mine) given.delete(key);
      expect(JSON.stringify(await takeSnapshot(owner, 'rating'))).not.toContain(username);
      for (const { responses, status } of await readAllRecords(owner, datasetId)) {
        const submitted = responses.filter((response) => response.status === 'submitted').length;
        expect(status).toBe(submitted < 3 ? 'pending' : 'completed');
      }
      expect(await prank('publish')).toMatchObject({ changed: true });
      await expectReleasedAnswers();
      expect(await inClone('pull')).toMatchObject({ new: 0, changed: 0, deleted: 0 });
      const kept = campaign.hub.repo('dataset', backup);
      for (const { oid } of kept.commits) {
        const texts = kept.files(oid).map((path) => kept.read(path, oid).toString('latin1'));
        for (const text of texts) expect(text).not.toContain(id);
      }
    });

    it('leaves no secret where others can read it, and sends no key to the storage', async () => {
      expect(campaign.hub.unknown).toEqual([]);
      expect(campaign.hub.leaks).toEqual([]);
      const { ARGILLA_API_KEY = '', ARGILLA_PASSWORD = '', PRANK_PSEUDONYM_KEY = '' } = await readEnvStrings();
      const secrets = ['hf_organizer', ARGILLA_API_KEY, ARGILLA_PASSWORD, PRANK_PSEUDONYM_KEY].filter(
        (secret) => secret !== '',
      );
      const names = raters.map(({ username }) => username);
      const release = campaign.hub.repo('dataset', dataset);
      const contents = release.files().map((path) => release.read(path).toString('latin1'));
      for (const text of [...campaign.outputs, ...contents, JSON.stringify(release.commits)]) {
        for (const secret of [...secrets, ...names]) expect(text).not.toContain(secret);
      }
      const kept = campaign.hub.repo('dataset', backup);
      for (const path of kept.files()) {
        for (const secret of secrets) expect(kept.read(path).toString('latin1')).not.toContain(secret);
      }
    });

    async function readEnvStrings(): Promise<Record<string, string>> {
      const entries = Object.entries(await campaign.readEnv());
      return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    }

    /** Every submitted answer is in the release once, with its value. Raters are compared by count, not by name. */
    async function expectReleasedAnswers(): Promise<void> {
      const folder = await mkdtemp(join(tmpdir(), 'prank-'));
      const path = join(folder, 'ratings.parquet');
      await writeFile(path, campaign.hub.repo('dataset', dataset).read('ratings/train-00000-of-00001.parquet'));
      const rows = (await readRows(path)).filter((row) => row['status'] === 'submitted');
      await removeFolder(folder);
      const released = rows.map((row) => `${String(row['prompt_id'])} ${Number(row['value'])}`).toSorted();
      const expected = [...given].map(([key, value]) => `${key.split(' ')[0]} ${value}`).toSorted();
      expect(released).toEqual(expected);
      expect(new Set(rows.map((row) => `${String(row['prompt_id'])} ${String(row['rater'])}`)).size).toBe(given.size);
    }
  });
}
