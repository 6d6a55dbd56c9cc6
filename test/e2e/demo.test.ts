import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readRows } from '../support/read-rows.ts';
import { runJson, runPrank } from '../support/run-prank.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'prank-'));
});
afterEach(() => rm(cwd, { recursive: true }));

it('runs a whole campaign, says that it is simulated, and continues from there', { timeout: 120_000 }, async () => {
  const first = await runJson(['demo', 'try'], { cwd });
  expect(first).toMatchObject({ dir: join(cwd, 'try'), raters: 12 });
  const rows = await readRows(join(cwd, 'try', 'release', 'data', 'train-00000-of-00001.parquet'));
  expect(rows).toHaveLength(Number(first['rows']));
  expect(rows.length).toBeGreaterThanOrEqual(150);
  expect(rows.every((row) => Number(row['num_responses']) >= 1)).toBe(true);
  expect(new Set(rows.map((row) => row['kind']))).toEqual(new Set(['human', 'synthetic']));
  expect(await readFile(join(cwd, 'try', 'prank.yaml'), 'utf8')).toMatch(/^name: try /mu);
  const card = await readFile(join(cwd, 'try', 'release', 'README.md'), 'utf8');
  expect(card).toContain('The ratings in this dataset are simulated.');

  const dir = { cwd: join(cwd, 'try') };
  expect(await runJson(['publish', '--to', 'release'], dir)).toMatchObject({ changed: false });
  expect(await runJson(['demo', 'try'], { cwd })).toEqual(first);
  expect(await runJson(['pull'], dir)).toMatchObject({ unchanged: true });
});

it('never touches a folder that belongs to somebody else', async () => {
  await writeFile(join(cwd, 'prank.yaml'), 'name: mine\n');
  const run = await runPrank(['demo', '.'], { cwd });
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain('is not empty, and no demo made it');
});
