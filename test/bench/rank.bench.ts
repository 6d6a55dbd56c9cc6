import { spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { simulateWorld, spearman, type World } from '../rank/simulated-world.ts';
import { trueScores } from '../rank/true-scores.ts';
import { runBaseline } from './bench-python.ts';
import { median, printFigure, printRatio } from './report.ts';
import { readUsage, watcher } from './usage.ts';

const bin = fileURLToPath(new URL('../../bin/prank.js', import.meta.url));
const seeds = Number(process.env['BENCH_SEEDS'] ?? 1);
const answersOfMany = Number(process.env['BENCH_ANSWERS'] ?? 1_000_000);

const baselines = ['mean', 'crossed', 'graded_response', 'dawid_skene'] as const;
/** These take minutes each, so they run only with three answers and the first seed. */
const slowBaselines = ['mace', 'glad'] as const;

const designs: [name: string, overlap: number | [number, number]][] = [
  ['1', 1],
  ['2', 2],
  ['3', 3],
  ['5', 5],
  ['1 to 5', [1, 5]],
];

interface Measured {
  spearman: number;
  seconds: number;
  /** CPU seconds, which other programs on the machine affect less. */
  cpu: number;
  mb: number;
}

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
});
afterAll(() => rm(dir, { recursive: true }));

/** A campaign like the Prompt Ranking Project, with all kinds of raters. */
function simulate(seed: number, overlap: number | [number, number]): World {
  return simulateWorld({ seed, items: 10_000, raters: 385, overlap, careless: 0.05, zipf: 1 });
}

it.each(designs)(
  'order of 10,000 prompts with %s answers each, against baselines',
  async (name, overlap) => {
    const measured = new Map<string, Measured[]>();
    const held: number[] = [];
    for (let seed = 1; seed <= seeds; seed += 1) {
      const world = simulate(seed, overlap);
      const ratings = join(dir, 'ratings.csv');
      const truth = join(dir, 'truth.csv');
      await writeRatings(ratings, world);
      await writeFile(truth, `item,quality\n${[...world.quality].map((row) => row.join(',')).join('\n')}\n`);
      const { rows, ...own } = await rankFile(ratings, world);
      add(measured, 'prank', own);
      held.push(coverage(rows, trueScores(world, { seed })));
      const isSlowToo = overlap === 3 && seed === 1;
      for (const method of [...baselines, ...(isSlowToo ? slowBaselines : [])]) {
        const {
          spearman: order = NaN,
          seconds = NaN,
          cpu = NaN,
          mb = NaN,
        } = await runBaseline('rank_baselines.py', method, ratings, truth);
        add(measured, method, { spearman: order, seconds, cpu, mb });
      }
    }
    const own = average(measured.get('prank'));
    for (const [method, list] of measured) {
      if (method === 'prank') continue;
      const other = average(list);
      printRatio(`Spearman at ${name}, prank`, own.spearman, method, other.spearman, '', 3);
      if (overlap !== 3) continue;
      printRatio(`rank of 10,000 × ${name}, whole command`, own.seconds, method, other.seconds, 's');
      printRatio(`rank of 10,000 × ${name}, whole command, processors`, own.cpu, method, other.cpu, 's');
      printRatio(`rank of 10,000 × ${name}, peak memory`, own.mb, method, other.mb, 'MB');
    }
    printFigure(`true scores in the 95 % intervals at ${name}`, 100 * mean(held), '%');
    expect(held).toHaveLength(seeds);
  },
  3_600_000,
);

it(`rank of ${answersOfMany} answers`, async () => {
  const world = simulateWorld({
    seed: 1,
    items: Math.round(answersOfMany / 10),
    raters: 385,
    overlap: 10,
    careless: 0.05,
    zipf: 1,
  });
  const ratings = join(dir, 'many.csv');
  await writeRatings(ratings, world);
  const own = await rankFile(ratings, world);
  printFigure(`rank of ${world.ratings.length} answers, whole command`, own.seconds, 's');
  printFigure(`rank of ${world.ratings.length} answers, whole command, processors`, own.cpu, 's');
  printFigure(`rank of ${world.ratings.length} answers, peak memory`, own.mb, 'MB');
  printFigure(`rank of ${world.ratings.length} answers, 100 × Spearman`, 100 * own.spearman, '');
  expect(own.rows).toHaveLength(world.items.length);
}, 3_600_000);

type RankedRow = Record<'item' | 'score' | 'score_low' | 'score_high', string>;

/** Runs `prank rank --input`; measures its ranking against the truth, and its peak memory. */
async function rankFile(ratings: string, world: World): Promise<Measured & { rows: RankedRow[] }> {
  const out = join(dir, 'ranking.csv');
  const words = ['--import', watcher, bin, 'rank', '--input', ratings, '--out', out, '--quiet'];
  const started = performance.now();
  const run = spawnSync(process.execPath, words, { cwd: dir, encoding: 'utf8' });
  const seconds = (performance.now() - started) / 1000;
  expect(run, run.stderr).toMatchObject({ status: 0 });
  const rows: RankedRow[] = parse(await readFile(out), { columns: true });
  const order = spearman(
    rows.map(({ score }) => Number(score)),
    rows.map(({ item }) => world.quality.get(item) ?? 0),
  );
  const { mb, cpu } = readUsage(run.stderr);
  return { rows, spearman: order, seconds, cpu, mb };
}

async function writeRatings(path: string, { ratings }: World): Promise<void> {
  const file = createWriteStream(path);
  file.write('rater,item,value\n');
  for (let start = 0; start < ratings.length; start += 10_000) {
    const part = ratings.slice(start, start + 10_000);
    file.write(part.map(({ rater, item, value }) => `${rater},${item},${value}\n`).join(''));
  }
  file.end();
  await finished(file);
}

function coverage(rows: readonly RankedRow[], truth: ReadonlyMap<string, number>): number {
  const held = rows.filter((row) => {
    const score = truth.get(row.item) ?? NaN;
    return Number(row.score_low) <= score && score <= Number(row.score_high);
  });
  return held.length / rows.length;
}

function add(measured: Map<string, Measured[]>, method: string, figures: Measured): void {
  measured.set(method, [...(measured.get(method) ?? []), figures]);
}

/** Mean of Spearman; medians of seconds and memory. */
function average(list: readonly Measured[] = []): Measured {
  return {
    spearman: mean(list.map(({ spearman: order }) => order)),
    seconds: median(list.map(({ seconds }) => seconds)),
    cpu: median(list.map(({ cpu }) => cpu)),
    mb: median(list.map(({ mb }) => mb)),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
