import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileWhole } from '../../lib/files/atomic-file.ts';
import type { ChartImages } from '../../lib/charts/chart-images.ts';
import type { ChartCache } from './draw-chart.ts';

/** Charts of three releases, in two themes. */
const mostFiles = 42;

const ending = '.chart';

/**
 * A cache of chart images in a folder. The folder may be deleted at any time. A damaged file counts as missing, and a
 * failed write is ignored. `readOnly` leaves the folder unchanged.
 */
export function openChartCache(dir: string, { readOnly }: { readOnly: boolean }): ChartCache {
  return {
    async read(key) {
      const path = join(dir, key + ending);
      const images = parseImages(await readFile(path).catch(() => null));
      if (images !== null && !readOnly) await utimes(path, new Date(), new Date()).catch(() => {});
      return images;
    },
    async write(key, images) {
      if (readOnly) return;
      await writeFileWhole(join(dir, key + ending), renderImages(images)).catch(() => {});
      await prune(dir);
    },
  };
}

/** The hash of the rest, a space, the size of the SVG, a line break, the SVG and the PNG. */
function renderImages({ svg, png }: ChartImages): Buffer {
  const rest = Buffer.concat([Buffer.from(`${Buffer.byteLength(svg)}\n${svg}`), png]);
  return Buffer.concat([Buffer.from(`${hash(rest)} `), rest]);
}

function parseImages(file: Buffer | null): ChartImages | null {
  if (file === null) return null;
  const end = file.indexOf('\n');
  const [, expected, size] = /^([0-9a-f]{64}) (\d{1,9})$/u.exec(file.subarray(0, end).toString()) ?? [];
  const content = file.subarray(end + 1);
  if (size === undefined || hash(file.subarray(65)) !== expected) return null;
  return { svg: content.subarray(0, Number(size)).toString(), png: content.subarray(Number(size)) };
}

function hash(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Deletes the least recently used files. */
async function prune(dir: string): Promise<void> {
  const names = (await readdir(dir).catch(() => [])).filter((name) => name.endsWith(ending));
  if (names.length <= mostFiles) return;
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(dir, name);
      const facts = await stat(path).catch(() => null);
      return { path, usedAt: facts?.mtimeMs ?? 0 };
    }),
  );
  const old = files.toSorted((a, b) => b.usedAt - a.usedAt).slice(mostFiles);
  await Promise.all(old.map(({ path }) => rm(path, { force: true }).catch(() => {})));
}
