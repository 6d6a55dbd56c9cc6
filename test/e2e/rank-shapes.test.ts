import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeParquetFile } from '../../src/lib/files/parquet-file.ts';
import { publishRandom } from '../campaign/verify-campaign.ts';
import { type StandInHub, startHub } from '../support/hub/start-hub.ts';
import { readRows } from '../support/read-rows.ts';
import { readTree } from '../support/read-tree.ts';
import { runJson, runPrank } from '../support/run-prank.ts';

const promptsPath = 'data/train-00000-of-00001.parquet';

let folder: string;
let release: string;
let files: Record<string, Buffer>;
let hub: StandInHub;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  release = await publishRandom({ seed: 4, publish: { minResponses: 3 } });
  const paths = await readTree(release);
  files = Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(release, path))] as const)),
  );
  hub = await startHub();
  hub.addRepository({ type: 'dataset', id: 'somebody/ranked', files });
});
afterAll(async () => {
  await hub.close();
  await rm(folder, { recursive: true });
  await rm(dirname(release), { recursive: true });
});

const options = () => ({ cwd: folder, env: { HF_ENDPOINT: hub.url } });

/** Scores by item, as `rank --input` gives them. */
async function scoresOf(input: string): Promise<Map<unknown, number>> {
  await runJson(['rank', '--input', input, '--out', 'ranking.parquet'], options());
  return new Map((await readRows(join(folder, 'ranking.parquet'))).map(({ item, score }) => [item, score]));
}

describe('rank --input', () => {
  it.each([
    ['a folder', () => release],
    ['the Hub', () => 'hub:somebody/ranked'],
    ['the Hub, at a branch', () => 'hub:somebody/ranked@main'],
  ])('ranks a release from %s with all the answers that its scores rest on', async (_where, input) => {
    const scores = await scoresOf(input());
    const rows = await readRows(join(release, promptsPath));
    expect(rows.length).toBeGreaterThan(20);
    for (const { id, score } of rows) expect(scores.get(id)).toBeCloseTo(score, 9);
    expect(scores.size).toBeGreaterThan(rows.length);
  });

  it('ranks a release of an earlier prank by the answers that it has', async () => {
    const older = Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('.prank/')));
    hub.addRepository({ type: 'dataset', id: 'somebody/older', files: older });
    expect((await scoresOf('hub:somebody/older')).size).toBe((await readRows(join(release, promptsPath))).length);
  });

  it('ranks the ten columns of 10k_prompts_ranked, in parts, and says how kinds differ', async () => {
    const shards = await Promise.all([0, 1].map((shard) => writeShard(shard)));
    const parts = shards.map((bytes, shard) => [`data/train-0000${shard}-of-00002.parquet`, bytes] as const);
    hub.addRepository({ type: 'dataset', id: 'somebody/10k', files: Object.fromEntries(parts) });
    const data = await runJson(['rank', '--input', 'hub:somebody/10k', '--top', '1'], options());
    expect(data).toMatchObject({ items: 80, raters: 6, ratings: 160, skipped_ratings: 0 });
    expect(data['top']).toMatchObject([{ prompt: expect.stringMatching(/^Prompt \d+$/u), source: 'chats' }]);
    expect(JSON.stringify(data['factors'])).toContain('Human prompts are rated');
  });

  it('asks which table is meant, and says what is missing', async () => {
    hub.addRepository({ type: 'dataset', id: 'somebody/tables', files: { 'a.csv': 'x', 'b.csv': 'y' } });
    hub.addRepository({ type: 'dataset', id: 'somebody/pictures', files: { 'a.png': 'x' } });
    const codes = ['hub:somebody/tables', 'hub:somebody/pictures', 'hub:somebody/nothing', 'hub:x'].map(
      async (input) => {
        const { stdout, exitCode } = await runPrank(['rank', '--input', input, '--json'], options());
        return [exitCode, JSON.parse(stdout).error.code];
      },
    );
    expect(await Promise.all(codes)).toEqual([
      [2, 'dataset_without_ratings'],
      [2, 'dataset_without_ratings'],
      [2, 'hub_dataset_missing'],
      [2, 'not_a_dataset'],
    ]);
  });
});

describe('verify', () => {
  it('verifies a dataset on the Hub', async () => {
    expect(await runJson(['verify', 'somebody/ranked'], options())).toMatchObject({ same: true, differences: [] });
  });

  it('ends with 6 and lists what differs', async () => {
    const card = (files['README.md'] ?? '').toString();
    const changed = { ...files, 'README.md': Buffer.from(card.replace(/\b9 raters/u, '90 raters')) };
    hub.addRepository({ type: 'dataset', id: 'somebody/changed', files: changed });
    const { exitCode, stdout, stderr } = await runPrank(['verify', 'somebody/changed'], options());
    expect([exitCode, stdout]).toEqual([
      6,
      expect.stringMatching(/^README\.md\n {2}line \d+: published .*90 raters/mu),
    ]);
    expect(stderr).toMatch(/The release differs from what its own answers give: \d+ differences? in 1 file\./u);
  });
});

/** Half of 80 prompts in the form of 10k_prompts_ranked. */
async function writeShard(shard: number): Promise<Buffer> {
  const path = join(folder, `shard-${shard}.parquet`);
  const columns = [
    { name: 'prompt', type: 'VARCHAR' },
    { name: 'quality', type: 'STRUCT(user_id VARCHAR, "value" VARCHAR, status VARCHAR)[]' },
    { name: 'metadata', type: 'VARCHAR' },
    { name: 'avg_rating', type: 'DOUBLE' },
    { name: 'num_responses', type: 'BIGINT' },
    { name: 'agreement_ratio', type: 'DOUBLE' },
    { name: 'raw_responses', type: 'BIGINT[]' },
    { name: 'kind', type: 'VARCHAR' },
    { name: 'cluster_description', type: 'VARCHAR' },
    { name: 'topic', type: 'VARCHAR' },
  ];
  const rows = Array.from({ length: 40 }, (_, index) => index * 2 + shard).map((number) => {
    const kind = number % 4 < 2 ? 'human' : 'synthetic';
    const answers = [0, 1, 2].map((at) => ({
      user_id: `user-${(number + at) % 6}`,
      value: String(Math.min(5, 1 + ((number * 7 + at) % 4) + (kind === 'human' ? 1 : 0))),
      status: at === 2 ? 'discarded' : 'submitted',
    }));
    return [`Prompt ${number}`, answers, '{"source": "chats"}', 3, 2n, 0.5, [1n, 2n], kind, 'c', 't'];
  });
  await writeParquetFile(path, columns, rows);
  return readFile(path);
}
