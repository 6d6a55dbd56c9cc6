import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPrompts } from '../../src/build/prompts-file.ts';
import { init } from '../../src/campaign/init.ts';
import { loadCampaign } from '../../src/config/load-campaign.ts';
import type { Campaign, Prompt, PublishSettings } from '../../src/model.ts';
import { reviewLicenses } from '../../src/release/licenses/review-licenses.ts';
import { type StandInHub, startHub } from '../support/hub/start-hub.ts';
import { readRows } from '../support/read-rows.ts';
import { runJson, runPrank } from '../support/run-prank.ts';
import { contributors, makeDibtDatasets, trap, type Variant } from './dibt-10k-files.ts';
import { type ProjectSource, projectSources } from './dibt-10k-sources.ts';

const built = projectSources.filter(({ id }) => id !== 'disticoder');
const scale = 100;

let dir: string;
let hub: StandInHub | null;

beforeEach(async () => {
  hub = null;
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  await init({ dir, preset: 'dibt-10k' });
});

afterEach(async () => {
  expect(hub?.unknown ?? []).toEqual([]);
  await hub?.close();
  await rm(dir, { recursive: true, force: true });
});

async function edit(change: (text: string) => string): Promise<void> {
  const path = join(dir, 'prank.yaml');
  const text = await readFile(path, 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  await writeFile(path, changed);
}

async function load(): Promise<Campaign & { publish: PublishSettings }> {
  const campaign = await loadCampaign(join(dir, 'prank.yaml'));
  if (campaign.publish === null) throw new Error('the preset has no publish section');
  return { ...campaign, publish: campaign.publish };
}

function sum(of: readonly ProjectSource[]): number {
  return of.reduce((total, { take }) => total + take, 0);
}

/** A Hub with small versions of the project's datasets, and the preset with its counts scaled down to match. */
async function prepare(variant: Variant): Promise<StandInHub> {
  const datasets = await makeDibtDatasets(variant);
  const owners = [...new Set(datasets.map(({ id }) => id.split('/')[0] ?? ''))];
  const started = await startHub({
    users: owners.map((name) => ({ name })),
    repositories: datasets.map(({ id, files }) => ({ type: 'dataset', id, files })),
  });
  hub = started;
  await edit((text) => text.replace(/^ {4}take: (\d+)$/gmu, (_, take: string) => `    take: ${scaled(Number(take))}`));
  return started;
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function scaled(take: number): number {
  return Math.ceil(take / scale);
}

function env({ url }: StandInHub): Record<string, string> {
  return { HF_ENDPOINT: url, HF_HOME: join(dir, 'hf') };
}

async function readBuilt(): Promise<Prompt[]> {
  return readPrompts(join(dir, '.prank', 'prompts.parquet'));
}

describe('the preset dibt-10k', () => {
  it("has the project's sources, counts, kinds and licences, line by line", async () => {
    const { sources } = await load();
    expect(
      sources.map(({ id, take, hub: place, promptPaths, where, kind, license }) => {
        const { dataset, path } = place ?? {};
        return { id, take, dataset, path, promptPaths, where, kind, license };
      }),
    ).toEqual(projectSources);
    expect(sources.filter(({ enabled }) => !enabled).map(({ id }) => id)).toEqual(['disticoder']);
    for (const { hub: place, metadata } of sources) expect([place?.revision, metadata]).toEqual(['main', {}]);
    expect(sum(projectSources)).toBe(10_331);
    const ofKind = (wanted: string): number => sum(projectSources.filter(({ kind }) => kind === wanted));
    expect([ofKind('human'), ofKind('synthetic'), ofKind('unknown')]).toEqual([5366, 4363, 602]);
    expect(sum(built)).toBe(10_331 - 705);
  });

  it.each(['first', 'second'] as const)(
    'builds from files like those on the Hub, with uncertain columns named as in its %s guess',
    async (variant) => {
      const started = await prepare(variant);
      const data = await runJson(['build'], { cwd: dir, env: env(started) });
      expect(data['prompts']).toBe(built.reduce((total, { take }) => total + scaled(take), 0));

      const prompts = await readBuilt();
      const seen = built.map(({ id }) => {
        const group = prompts.filter(({ source }) => source === id);
        return {
          id,
          prompts: group.length,
          kinds: distinct(group.map(({ kind }) => kind)),
          licenses: distinct(group.map(({ license }) => license)),
          revisions: distinct(group.map(({ revision }) => revision)),
        };
      });
      expect(seen).toEqual(
        built.map(({ id, take, kind, license, dataset }) => ({
          id,
          prompts: scaled(take),
          kinds: [kind],
          licenses: [license],
          revisions: [started.repo('dataset', dataset).head],
        })),
      );
      expect(prompts.filter(({ prompt }) => prompt.includes(trap))).toEqual([]);
      expect(prompts.filter(({ alsoIn }) => alsoIn.length > 0)).toEqual([]);
    },
  );

  it('reads only the files that it names, over all shards', async () => {
    const started = await prepare('first');
    await runJson(['build'], { cwd: dir, env: env(started) });
    const lock = JSON.parse(await readFile(join(dir, 'prank.lock.json'), 'utf8'));
    const files: [string, string[]][] = lock.sources.map(
      ({ id, files: read }: { id: string; files: { path: string }[] }) => [id, read.map(({ path }) => path)],
    );
    expect(Object.fromEntries(files)).toMatchObject({
      sharegpt: ['sharegpt_data.json'],
      'ultrafeedback-flan-v2-cot': ['flan.jsonl'],
      oasst2: [
        'data/train-00000-of-00002-aa.parquet',
        'data/train-00001-of-00002-bb.parquet',
        'data/validation-00000-of-00001-cc.parquet',
      ],
      'distilabel-evol-prompt-collective': ['data/train-00000-of-00002.parquet', 'data/train-00001-of-00002.parquet'],
      'capybara-dove': ['CapybaraPure_Decontaminated.jsonl'],
      'capybara-tigerbot': ['CapybaraPure_Decontaminated.jsonl'],
      'social-reasoning-rlhf': ['train.jsonl.gz'],
      'prompts-chat': ['prompts.csv'],
    });
    const shards = new Set((await readBuilt()).filter(({ source }) => source === 'oasst2').map(shardOf));
    expect(shards.size).toBeGreaterThan(1);
    expect(started.requests.some(({ path }) => /DistiCoder|false_qa|trees|README/u.test(path))).toBe(false);
  });

  it('carries nothing about people: neither contributors of prompts.chat nor authors of oasst2 are in the prompts', async () => {
    const started = await prepare('first');
    await runJson(['build'], { cwd: dir, env: env(started) });
    const rows = await readRows(join(dir, '.prank', 'prompts.parquet'));
    expect(rows.filter(({ source }) => source === 'prompts-chat')).toHaveLength(1);
    const columns = [
      'id',
      'prompt',
      'kind',
      'source',
      'source_row',
      'revision',
      'license',
      'metadata',
      'also_in',
      'length',
    ];
    for (const row of rows) expect(Object.keys(row)).toEqual(columns);
    expect(new Set(rows.map(({ metadata }) => metadata))).toEqual(new Set(['{}']));
    const text = JSON.stringify(rows);
    for (const name of ['contributor', 'user-', ...contributors]) expect(text).not.toContain(name);
  });

  it('says which filter nothing passed if a guess was wrong', async () => {
    const started = await prepare('first');
    await edit((text) => text.replace('where: {source: GOAT}', 'where: {source: Goat}'));
    const run = await runPrank(['build'], { cwd: dir, env: env(started) });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(/capybara-goat has 0 of 2 \(read 27, where 27\)/u);
  });

  it('can be published once the two sources without a licence are decided, in the lines prepared for it', async () => {
    const started = await prepare('first');
    await runJson(['build'], { cwd: dir, env: env(started) });
    const prompts = await readBuilt();
    const waiting = ['distilabel-evol-prompt-collective', 'sharegpt'];
    const before = reviewLicenses(await load(), prompts);
    expect(before.undecided.map(({ source }) => source)).toEqual(waiting);

    await edit((text) => text.replace(/^ {2}# (license_decisions:| {2}[a-z-]+: ".*")$/gmu, '  $1'));
    const after = reviewLicenses(await load(), prompts);
    expect(after.undecided).toEqual([]);
    expect(after.decided.map(({ source }) => source)).toEqual(waiting);
  });
});

function shardOf({ sourceRow }: Prompt): string {
  return sourceRow.slice(0, sourceRow.lastIndexOf(':'));
}
