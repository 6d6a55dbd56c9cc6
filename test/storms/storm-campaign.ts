import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import { embeddedRunner } from '../support/hub/runners/embedded-runner.ts';
import type { WrittenStorm } from '../support/hub/http/faults.ts';
import { readRows } from '../support/read-rows.ts';
import { collect, type PrankRun } from '../support/run-prank.ts';
import { type SpaceCampaign, startSpaceCampaign } from '../support/space-campaign.ts';
import { findDeployed, makeRaters, readAllRecords, type TestRater } from '../support/test-raters.ts';

const dataset = 'organizer/rating-ranked';
const backup = 'organizer/rating-backup';

const bulkAnswer = z.object({ items: z.array(z.object({ error: z.unknown() })) });

/** A small campaign on the stand-in Hub that remembers every acknowledged answer. */
export class StormCampaign {
  readonly campaign: SpaceCampaign;
  /** `external_id rater-id` → value, only submitted answers. */
  readonly given = new Map<string, number>();
  #raters: TestRater[] = [];
  #turn = 0;

  private constructor(campaign: SpaceCampaign) {
    this.campaign = campaign;
  }

  static async start(): Promise<StormCampaign> {
    const prompts = Array.from({ length: 12 }, (_, index) => `Prompt number ${index} of the storm`);
    const hub = { spaceRunner: embeddedRunner, spaceSettings: { buildingMs: 60, appStartingMs: 60 } };
    const campaign = await startSpaceCampaign({ hub, prompts });
    const path = join(campaign.dir, 'prank.yaml');
    const config = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(
      path,
      JSON.stringify({ ...config, publish: { license: 'cc-by-4.0', dataset, backup, auto: true, every: 'sync' } }),
    );
    await campaign.prank(['build']);
    return new StormCampaign(campaign);
  }

  /** Runs a command until it succeeds. Each failure must be one that a person can act on. */
  async stubborn(words: string[], storm?: WrittenStorm): Promise<number> {
    for (let runs = 1; runs <= 12; runs += 1) {
      const handle =
        storm === undefined ? undefined : this.campaign.hub.storm({ ...storm, seed: storm.seed + runs * 1000 });
      // In its own process, because kills are timed by how long one takes.
      const { exitCode, stderr } = await collect(this.campaign.start(words));
      handle?.stop();
      if (exitCode === 0) return runs;
      expect([3, 4, 5, 6], stderr).toContain(exitCode);
      expect(stderr).not.toMatch(/^\s+at /mu);
    }
    throw new Error(`prank ${words.join(' ')} never ended well`);
  }

  /** Kills a command after a while, unless it ended before. */
  async kill(words: string[], afterMs: number): Promise<void> {
    const child = this.campaign.start(words);
    const ended = collect(child);
    const timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
    await ended;
    clearTimeout(timer);
  }

  /** Runs commands at the same time. */
  async together(...commands: string[][]): Promise<PrankRun[]> {
    return Promise.all(commands.map((words) => collect(this.campaign.start(words))));
  }

  /** Versions of the releases made so far. */
  releases(): string[] {
    const { hub } = this.campaign;
    if (!hub.hasRepo('dataset', dataset)) return [];
    const { commits } = hub.repo('dataset', dataset);
    return commits.flatMap(({ title }) => /^Release (v\d+):/u.exec(title)?.[1] ?? []);
  }

  /** Each rater answers some prompts, or changes their mind. What the server acknowledges is expected from then on. */
  async answer(): Promise<void> {
    const owner = await this.campaign.owner();
    const { workspaceId, datasetId } = await findDeployed(owner, 'rating');
    if (this.#raters.length === 0) this.#raters = await makeRaters(owner, workspaceId, 4);
    const users: { id: string; api_key: string }[] = (await owner.get('/users')).body.items;
    const keys = new Map(users.map(({ id, api_key: key }) => [id, key]));
    this.#turn += 1;
    for (const [index, record] of (await readAllRecords(owner, datasetId)).entries()) {
      for (const [number, rater] of this.#raters.entries()) {
        if ((index + number + this.#turn) % 3 !== 0) continue;
        const value = 1 + ((index + number + this.#turn) % 5);
        const response = await fetch(`${owner.url}/api/v1/me/responses/bulk`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-argilla-api-key': keys.get(rater.id) ?? '' },
          body: JSON.stringify({
            items: [{ record_id: record.id, status: 'submitted', values: { quality: { value } } }],
          }),
        });
        const answered = bulkAnswer.parse(await response.json());
        expect(answered.items[0]?.error).toBeNull();
        this.given.set(`${record.external_id} ${rater.id}`, value);
      }
    }
  }

  /** Expects one Space, one bucket, no change made twice, and no key sent to the storage. */
  expectNoDoubles(): void {
    const { hub, space } = this.campaign;
    expect(hub.unknown).toEqual([]);
    expect(hub.leaks).toEqual([]);
    // The copy, and what sign-in needs.
    expect(hub.repo('space', space).commitCount).toBeLessThanOrEqual(3);
    for (const name of [dataset, backup].filter((id) => hub.hasRepo('dataset', id))) {
      const { commits } = hub.repo('dataset', name);
      const markers = commits.flatMap(({ message }) => /prank-commit: (\w+)/u.exec(message)?.[1] ?? []);
      expect(new Set(markers).size).toBe(markers.length);
    }
    if (!hub.hasRepo('dataset', dataset)) return;
    const releases = this.releases();
    expect(new Set(releases).size).toBe(releases.length);
    expect(Object.keys(hub.repo('dataset', dataset).tags).toSorted()).toEqual(releases.toSorted());
  }

  /** Expects every acknowledged answer on the server, with its value. */
  async expectOnServer(): Promise<void> {
    const owner = await this.campaign.owner();
    const { datasetId } = await findDeployed(owner, 'rating');
    const records = await readAllRecords(owner, datasetId);
    const held = records.flatMap((record) =>
      record.responses.map(
        ({ user_id: id, values }) => [`${record.external_id} ${id}`, values?.['quality']?.value] as const,
      ),
    );
    expect(new Map(held)).toEqual(this.given);
    expect(held).toHaveLength(this.given.size);
  }

  /** Expects every acknowledged answer once in the newest release, with its value. */
  async expectReleased(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'prank-'));
    try {
      const path = join(folder, 'ratings.parquet');
      const repo = this.campaign.hub.repo('dataset', dataset);
      await writeFile(path, repo.read('ratings/train-00000-of-00001.parquet'));
      const rows = await readRows(path);
      const released = rows.map((row) => `${String(row['prompt_id'])} ${Number(row['value'])}`).toSorted();
      const expected = [...this.given].map(([key, value]) => `${key.split(' ')[0]} ${value}`).toSorted();
      expect(released).toEqual(expected);
    } finally {
      await rm(folder, { recursive: true });
    }
  }
}
