import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ExportSettings } from '../../src/model.ts';
import { writeRelease } from '../../src/release/write-release.ts';
import { simulateRelease } from '../release/simulated-release.ts';

const script = fileURLToPath(new URL('../release/release_check.py', import.meta.url));
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
});
afterAll(() => rm(dir, { recursive: true }));

const top = { score: 3.5, certainty: 0.8 };

it.each<[string, ExportSettings]>([
  ['without exports', { top: null, preferences: null }],
  ['with prompts of a high score', { top, preferences: null }],
  ['with all exports', { top, preferences: { max: 500, within: 'kind' } }],
])('a release %s opens with datasets, every config as documented', async (name, exports) => {
  const texts = ['', '\ud800', '| --- |\n', '"\\'];
  const { input } = simulateRelease({ exports }, {}, (item, index) => `${item} ${texts[index % texts.length] ?? ''}`);
  const folder = join(dir, name);
  await writeRelease(folder, input);
  // Somebody adds a file to the dataset. A pattern in the card would load it.
  await copyFile(join(folder, 'data/train-00000-of-00001.parquet'), join(folder, 'data/train-00001-of-00002.parquet'));
  const env = { ...process.env, HF_HUB_OFFLINE: '1', HF_HOME: join(dir, 'hf') };
  const stdout = execFileSync('python3', [script, folder], { encoding: 'utf8', env });
  expect(stdout).toContain('default: 300 rows');
  expect(stdout.includes('\ntop: ')).toBe(exports.top !== null);
  expect(stdout.includes('\npreferences: 500 rows')).toBe(exports.preferences !== null);
  expect(stdout.trim().split('\n').at(-1)).toBe('all as documented');
});
