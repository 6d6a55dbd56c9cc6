import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExportSettings } from '../../../src/model.ts';
import { makeExports } from '../../../src/release/exports/make-exports.ts';
import { compareRelease, writeRelease } from '../../../src/release/write-release.ts';
import { listFiles } from '../list-files.ts';
import { describeParquet, readParquet } from '../parquet-rows.ts';
import { campaign, prompt, rankedItem, releaseInput, releasePaths } from '../release-input.ts';
import { simulateRelease } from '../simulated-release.ts';

const exports: ExportSettings = { top: { score: 3.5, certainty: 0.8 }, preferences: { max: 200, within: 'any' } };
const topPath = 'top/train-00000-of-00001.parquet';
const preferencesPath = 'preferences/train-00000-of-00001.parquet';

let folder: string;
let dir: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  dir = join(folder, 'release');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('exports', () => {
  it('are configs of the release with documented columns, described in the card', async () => {
    const { input } = simulateRelease({ exports });
    await writeRelease(dir, input);
    expect(await describeParquet(join(dir, topPath))).toEqual([
      ['prompt', 'VARCHAR'],
      ['id', 'VARCHAR'],
      ['score', 'DOUBLE'],
      ['score_low', 'DOUBLE'],
      ['score_high', 'DOUBLE'],
      ['certainty', 'DOUBLE'],
      ['num_responses', 'BIGINT'],
      ['kind', 'VARCHAR'],
      ['source', 'VARCHAR'],
      ['license', 'VARCHAR'],
    ]);
    const side = ['id', 'score', 'score_low', 'score_high', 'kind', 'source', 'license'];
    expect((await describeParquet(join(dir, preferencesPath))).map(([name]) => name)).toEqual([
      'chosen',
      'rejected',
      'score_difference',
      ...side.map((name) => `chosen_${name}`),
      ...side.map((name) => `rejected_${name}`),
    ]);
    const card = await readFile(join(dir, 'README.md'), 'utf8');
    expect(card).toMatch(
      /config_name: default\n.*\n.*\n.*path: data\/train-00000-of-00001\.parquet\n {4}default: true/u,
    );
    expect(card).toContain('config_name: top\n');
    expect(card).toContain('config_name: preferences\n');
    expect(card).toContain('### `top`: ');
    expect(card).toContain('at least 3.5 with a probability of 0.8');
    expect(card).toContain('load_dataset("my-org/prompts-ranked", "preferences", split="train")');
    expect(card).toContain('Of all such pairs, 200 were drawn');
    expect(card).toContain('| `rejected_score_high` | `float64` |');
  });

  it('have rows of the default config that follow the rules', async () => {
    const { input } = simulateRelease({ exports: { ...exports, preferences: { max: 200, within: 'source' } } });
    await writeRelease(dir, input);
    const top = await readParquet(join(dir, topPath));
    expect(top.length).toBeGreaterThan(10);
    expect(top[0]).toMatchObject({ prompt: expect.stringMatching(/^Prompt i\d+$/u), license: 'apache-2.0' });
    const pairs = await readParquet(join(dir, preferencesPath));
    expect(pairs).toHaveLength(200);
    const byId = new Map(input.ranking.items.map((item) => [item.item, item]));
    for (const pair of pairs) {
      const row = new Map(Object.entries(pair ?? {}));
      const [chosen, rejected] = [byId.get(row.get('chosen_id')), byId.get(row.get('rejected_id'))];
      expect(chosen?.scoreLow).toBeGreaterThan(rejected?.scoreHigh ?? Number.NaN);
      expect(row.get('chosen_score_low')).toBe(chosen?.scoreLow);
      expect(row.get('rejected_score_high')).toBe(rejected?.scoreHigh);
      expect(row.get('score_difference')).toBeCloseTo((chosen?.score ?? 0) - (rejected?.score ?? 0), 6);
      expect(row.get('chosen')).toBe(`Prompt ${chosen?.item}`);
      expect(row.get('chosen_source')).toBe(row.get('rejected_source'));
    }
  });

  it('are the same bytes for any order of the input', async () => {
    const { input } = simulateRelease({ exports }, { items: 80 });
    const { files } = await writeRelease(dir, input);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...input.prompts], { minLength: input.prompts.length }),
        fc.shuffledSubarray(input.ranking.items, { minLength: input.ranking.items.length }),
        async (prompts, items) => {
          const shuffled = { ...input, prompts, ranking: { ...input.ranking, items } };
          expect(await compareRelease(dir, shuffled)).toEqual({ files, rows: 80, changed: false });
        },
      ),
      { numRuns: 5 },
    );
  });

  it('have no prompt that the release leaves out', async () => {
    const { input } = simulateRelease({ exports: { ...exports, preferences: { max: 100_000, within: 'any' } } });
    const few = input.ranking.items.map((item, index) => (index % 2 === 0 ? { ...item, answers: 1 } : item));
    const { publish } = input.campaign;
    const made = makeExports({
      ...input,
      campaign: { ...input.campaign, publish: { ...publish, minResponses: 2 } },
      ranking: { ...input.ranking, items: few },
    });
    const left = new Set(few.flatMap(({ item, answers }) => (answers < 2 ? [item] : [])));
    const pairs = made.preferences?.pairs ?? [];
    const used = [
      ...(made.top?.rows ?? []),
      ...pairs.map(({ chosen }) => chosen),
      ...pairs.map((pair) => pair.rejected),
    ];
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter(({ prompt: own }) => left.has(own.id))).toEqual([]);
  });

  it('have hostile prompts unchanged', async () => {
    const texts = ['\ud800 lone', "'); DROP TABLE rows; --", '| `x` |\r\n---\n', '<script>alert(1)</script>', ''];
    const { input } = simulateRelease({ exports }, {}, (_, index) => `${texts[index % texts.length] ?? ''}${index}`);
    await writeRelease(dir, input);
    const wanted = new Map(input.prompts.map(({ id, prompt: text }) => [id, text.toWellFormed()]));
    for (const row of await readParquet(join(dir, topPath))) {
      const { id, prompt: text } = Object.fromEntries(Object.entries(row ?? {}));
      expect(text).toBe(wanted.get(id));
    }
    const card = await readFile(join(dir, 'README.md'), 'utf8');
    expect(card).not.toContain('<script>');
  });

  it('disappear from the folder when they are removed from prank.yaml', async () => {
    const { input } = simulateRelease({ exports });
    const listTables = async (): Promise<string[]> =>
      (await listFiles(dir)).filter((path) => path.endsWith('.parquet'));
    await writeRelease(dir, input);
    expect(await listTables()).toEqual(
      [
        '.prank/prompts.parquet',
        'data/train-00000-of-00001.parquet',
        'raters/train-00000-of-00001.parquet',
        'ratings/train-00000-of-00001.parquet',
        preferencesPath,
        topPath,
      ].toSorted(),
    );
    const { campaign: own } = input;
    const without = { ...exports, top: null };
    await writeRelease(dir, { ...input, campaign: { ...own, publish: { ...own.publish, exports: without } } });
    expect(await listTables()).toEqual(
      [
        '.prank/prompts.parquet',
        'data/train-00000-of-00001.parquet',
        'raters/train-00000-of-00001.parquet',
        'ratings/train-00000-of-00001.parquet',
        preferencesPath,
      ].toSorted(),
    );
    expect(await readFile(join(dir, 'README.md'), 'utf8')).not.toMatch(/config_name: top|### `top`/u);
  });
});

describe('an export without rows is left out, and why', () => {
  const { ranking } = releaseInput();

  it.each<[string, Partial<ExportSettings>, string]>([
    [
      'no score is sure enough',
      { top: { score: 4.5, certainty: 0.99 } },
      'publish.exports.top is left out: no prompt has a score of 4.5 or more with a certainty of 0.99; the surest one has 0.904. Lower its score or certainty in prank.yaml, or collect more answers a prompt.',
    ],
    [
      'no intervals are apart within a source',
      { preferences: { max: 5, within: 'source' } },
      "publish.exports.preferences is left out: no two prompts of the same source have 95 % intervals that don't overlap. Set its within to any in prank.yaml, or collect more answers a prompt.",
    ],
  ])('%s', async (_, asked, why) => {
    const input = releaseInput({ campaign: campaign({ exports: { top: null, preferences: null, ...asked } }) });
    expect(makeExports(input)).toEqual({ top: null, preferences: null, leftOut: [why] });
    await writeRelease(dir, input);
    expect(await listFiles(dir)).toEqual(releasePaths);
    expect(await readFile(join(dir, 'README.md'), 'utf8')).not.toContain('For training');
  });

  it('no score has an interval', () => {
    const items = ['p1', 'p2'].map((id, index) => rankedItem(id, index + 1, { scoreLow: null, scoreHigh: null }));
    const { leftOut } = makeExports({
      campaign: campaign({ exports }),
      prompts: [prompt('p1'), prompt('p2')],
      ranking: { ...ranking, items },
    });
    expect(leftOut).toEqual(
      ['top', 'preferences'].map(
        (name) =>
          `publish.exports.${name} is left out: all ratings are equal, so that no score has an interval. Collect more answers.`,
      ),
    );
  });
});
