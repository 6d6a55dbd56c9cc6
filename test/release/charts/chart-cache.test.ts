import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openChartCache } from '../../../src/release/charts/chart-cache.ts';
import { type ChartCache, createChartDrawer } from '../../../src/release/charts/draw-chart.ts';
import { listCharts } from '../../../src/release/charts/list-charts.ts';
import { releaseInput } from '../release-input.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const images = { svg: '<svg>ä</svg>', png: Uint8Array.from([0, 10, 255]) };

it('returns what was written, byte by byte', async () => {
  const cache = openChartCache(dir, { readOnly: false });
  await cache.write('key', images);
  const found = await cache.read('key');
  expect(found?.svg).toBe(images.svg);
  expect([...(found?.png ?? [])]).toEqual([...images.png]);
  expect(await cache.read('other')).toBeNull();
});

it('keeps the most recently used files', async () => {
  const cache = openChartCache(dir, { readOnly: false });
  await cache.write('first', images);
  for (let index = 0; index < 41; index += 1) {
    await cache.write(`key-${index}`, images);
    await utimes(join(dir, `key-${index}.chart`), index, index);
  }
  await writeFile(join(dir, 'notes.txt'), 'not ours');
  await cache.read('key-0');
  await cache.write('last', images);
  const names = await readdir(dir);
  expect(names).toHaveLength(43);
  for (const name of ['first.chart', 'key-0.chart', 'last.chart', 'notes.txt']) expect(names).toContain(name);
  expect(names).not.toContain('key-1.chart');
});

it('does not fail if nothing can be written', async () => {
  await writeFile(join(dir, 'file'), '');
  const cache = openChartCache(join(dir, 'file', 'charts'), { readOnly: false });
  await cache.write('key', images);
  expect(await cache.read('key')).toBeNull();
});

it('draws a chart again only if its content differs', async () => {
  const stored = new Map<string, typeof images>();
  const cache: ChartCache = {
    read: async (key) => stored.get(key) ?? null,
    write: async (key, drawn) => void stored.set(key, { svg: drawn.svg, png: Uint8Array.from(drawn.png) }),
  };
  const [chart] = listCharts(releaseInput().ranking);
  if (chart === undefined) throw new Error('there is a chart');
  const light = await createChartDrawer(cache)(chart, 'light');
  const dark = await createChartDrawer(cache)(chart, 'dark');
  expect(dark.svg).not.toBe(light.svg);
  await createChartDrawer(cache)({ ...chart, title: 'Another title' }, 'light');
  expect(stored.size).toBe(3);
  expect((await createChartDrawer(cache)({ ...chart }, 'light')).svg).toBe(light.svg);
  expect(stored.size).toBe(3);
});
