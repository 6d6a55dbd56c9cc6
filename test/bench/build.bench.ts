import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NearDuplicateFinder } from '../../src/build/near-duplicates/find-near-duplicates.ts';
import { normalizePrompt } from '../../src/build/normalize-prompt.ts';
import { runBaseline } from './bench-python.ts';
import { makeCandidates, writeCandidates } from './candidates.ts';
import { printFigure, printRatio } from './report.ts';
import { readUsage, watcher } from './usage.ts';

const bin = fileURLToPath(new URL('../../bin/prank.js', import.meta.url));
const count = Number(process.env['BENCH_CANDIDATES'] ?? 1_000_000);
const rule = { words: 5, threshold: 0.8 };
const words = [String(rule.words), String(rule.threshold)];
let dir: string;
let file: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  file = join(dir, 'candidates.jsonl');
  await writeCandidates(file, count, 1);
});
afterAll(() => rm(dir, { recursive: true }));

it(`near-duplicates of ${count} candidates against rensa`, async () => {
  const texts = new Set<string>();
  for (const prompt of makeCandidates(count, 1)) texts.add(normalizePrompt(prompt, 2));
  const started = performance.now();
  const finder = new NearDuplicateFinder(rule);
  for (const text of texts) finder.add(text);
  const found = finder.find().length;
  const seconds = (performance.now() - started) / 1000;
  const baseline = await runBaseline('rensa_near_duplicates.py', file, ...words);
  printRatio(`near-duplicates of ${count}, exact`, seconds, 'rensa RMinHashLSH', baseline['seconds'] ?? NaN, 's');
  printRatio('near-duplicates dropped', found, 'rensa RMinHashLSH', baseline['dropped'] ?? NaN, '');
  expect(found).toBeGreaterThan(0);
}, 3_600_000);

it(`build of ${count} candidates against datasets and datasketch`, async () => {
  const config = {
    name: 'bench',
    sources: [{ id: 'made', file: 'candidates.jsonl', prompt: 'prompt', license: 'mit', take: 10_000 }],
    build: { near_duplicates: rule, shortage: 'accept' },
    argilla: { local: true },
  };
  await writeFile(join(dir, 'prank.yaml'), JSON.stringify(config));
  const started = performance.now();
  const run = spawnSync(process.execPath, ['--import', watcher, bin, 'build', '--quiet'], {
    cwd: dir,
    encoding: 'utf8',
  });
  const seconds = (performance.now() - started) / 1000;
  expect(run, run.stderr).toMatchObject({ status: 0 });
  const out = join(dir, 'baseline.parquet');
  const baseline = await runBaseline('datasets_build.py', file, out, '10000', ...words);
  printRatio(`build of ${count}`, seconds, 'datasets + datasketch', baseline['seconds'] ?? NaN, 's');
  printFigure(`build of ${count}, largest memory`, readUsage(run.stderr).mb, 'MB');
}, 3_600_000);
