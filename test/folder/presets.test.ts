import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { init, presetNames } from '../../src/campaign/init.ts';
import type { PresetName } from '../../src/campaign/init.ts';
import { loadCampaign } from '../../src/config/load-campaign.ts';
import type { Campaign } from '../../src/model.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function make(preset: PresetName): Promise<Campaign> {
  await init({ dir, preset });
  return loadCampaign(join(dir, 'prank.yaml'));
}

describe.each(presetNames)('%s', (preset) => {
  it('is a campaign with guidelines, the line for editors and the rules for git', async () => {
    const campaign = await make(preset);
    expect(campaign.task.guidelines).toContain('# How good is this prompt?');
    const text = await readFile(join(dir, 'prank.yaml'), 'utf8');
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./prank.schema.json');
    expect(JSON.parse(await readFile(join(dir, 'prank.schema.json'), 'utf8'))).toMatchObject({ title: 'prank.yaml' });
    expect((await readFile(join(dir, '.gitignore'), 'utf8')).split('\n')).toEqual(
      expect.arrayContaining(['.env', '.prank/']),
    );
  });

  it('accepts another name and target, and nothing else changes', async () => {
    const before = await make(preset);
    const target = { url: 'https://argilla.example.org' };
    await init({ dir, preset, name: '2024', target, force: true });
    const after = await loadCampaign(join(dir, 'prank.yaml'));
    expect(after).toEqual({
      ...before,
      name: '2024',
      id: '2024',
      target: { type: 'url', ...target },
      task: { ...before.task, workspace: '2024', dataset: '2024' },
    });
  });
});

async function readCsv(file: string): Promise<Record<string, string>[]> {
  return parse(await readFile(join(dir, 'data', file)), { columns: true });
}

describe('quickstart', () => {
  it('has the prompts that its README counts', async () => {
    await make('quickstart');
    const classics = await readCsv('classics.csv');
    const requests = (await readFile(join(dir, 'data/requests.jsonl'), 'utf8')).trim().split('\n');
    const templates = await readCsv('templates.csv');
    const readme = await readFile(join(dir, 'data/README.md'), 'utf8');
    expect(readme).toContain(`| classics.csv | ${classics.length} |`);
    expect(readme).toContain(`| requests.jsonl | ${requests.length} |`);
    expect(readme).toContain(`| templates.csv | ${templates.length} |`);
    expect([classics.length >= 60, requests.length >= 60, templates.length >= 50]).toEqual([true, true, true]);
  });

  it('has no prompt that the limits of its own length drop', async () => {
    const { build } = await make('quickstart');
    const requests = (await readFile(join(dir, 'data/requests.jsonl'), 'utf8')).trim().split('\n');
    const prompts = [
      ...[...(await readCsv('classics.csv')), ...(await readCsv('templates.csv'))].map(({ prompt }) => prompt ?? ''),
      ...requests.map((line): string => JSON.parse(line).messages[0].content),
    ];
    const lengths = prompts.map((prompt) => prompt.trim().length);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(build.length.min);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(build.length.max);
  });

  it('names the author and a year in the public domain of every classic', async () => {
    await make('quickstart');
    for (const { author, work, year } of await readCsv('classics.csv')) {
      expect([author, work]).not.toContain('');
      expect(Number(year)).toBeLessThan(1925);
    }
  });

  it('has prompts for the build to drop, and enough of the others', async () => {
    const { sources } = await make('quickstart');
    const texts = (await readCsv('templates.csv')).map(({ prompt }) =>
      (prompt ?? '').toLowerCase().split(/\s+/).join(' ').trim(),
    );
    const distinct = new Set(texts).size;
    expect(texts.length - distinct).toBe(5);
    const take = sources.find(({ id }) => id === 'templates')?.take;
    // Five of the distinct ones differ from another one in only a word or two.
    expect(take).toBeLessThanOrEqual(distinct - 5);
  });
});

it('blank has three prompts to replace', async () => {
  const { sources } = await make('blank');
  const prompts: { prompt: string }[] = parse(await readFile(join(dir, sources[0]?.files[0] ?? '')), { columns: true });
  expect(prompts).toHaveLength(3);
  for (const { prompt } of prompts) expect(prompt.length).toBeGreaterThanOrEqual(10);
});

it('dibt-10k has the counts of the Prompt Ranking Project', async () => {
  const { sources } = await make('dibt-10k');
  const takes = { human: 0, synthetic: 0, unknown: 0 };
  for (const { kind, take } of sources) {
    if (typeof kind === 'string' && take !== 'all') takes[kind] += take;
  }
  expect(takes).toEqual({ human: 5366, synthetic: 4363, unknown: 602 });
  expect(sources).toHaveLength(16);
  expect(sources.filter(({ enabled }) => !enabled).map(({ id }) => id)).toEqual(['disticoder']);
});
