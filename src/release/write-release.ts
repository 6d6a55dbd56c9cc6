import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { produceFileWhole, writeFileWhole } from '../lib/files/atomic-file.ts';
import { hashFile } from '../lib/files/hash-file.ts';
import { writeParquetFile } from '../lib/files/parquet-file.ts';
import { compareText } from '../lib/text/text.ts';
import type { CarriedParts } from './card/card.ts';
import { renderChartFiles } from './charts/chart-files.ts';
import { createChartDrawer, type DrawChart } from './charts/draw-chart.ts';
import { dashboardPath } from './dashboard/path.ts';
import { renderDashboard } from './dashboard/dashboard.ts';
import { describeFile, listReleaseFiles, parseCarriedParts, readCarriedParts, type ReleaseFile } from './folder.ts';
import type { ReleaseInput } from './input.ts';
import { recordPath, renderRecord } from './record.ts';
import { cardPath, renderRelease } from './render-release.ts';

export type { ReleaseInput } from './input.ts';

export interface WrittenRelease {
  /** All files of the release, by path. */
  files: ReleaseFile[];
  /** Prompts in the default config. */
  rows: number;
  /** Whether the folder differed from this release. */
  changed: boolean;
}

/** The card whose hand-written parts and change list are kept, if it is not the one in the folder. */
export interface EarlierCard {
  text: string;
  /** Where the card is, for errors. */
  place: string;
}

/** The default way to draw charts: each once per process. */
const drawOnce = createChartDrawer();

/** Reports what is being made and how far it is. `total` null = unknown. */
export type OnReleaseProgress = (task: string, done: number, total: number | null) => void;

export interface WriteOptions {
  card?: EarlierCard | undefined;
  drawChart?: DrawChart;
  onProgress?: OnReleaseProgress;
}

/** What to do to turn a folder into a release. The new files are ready in `stagingDir`. */
interface ReleasePlan extends WrittenRelease {
  stagingDir: string;
  /** Files to write. The card comes first, so that the folder is marked as ours even if the rest fails. */
  write: string[];
  /** Files of an earlier release that are no longer part of it. */
  remove: string[];
}

/**
 * Turns `dir` into this release, file by file. Leaves equal files alone and keeps the hand-written parts of `card`, or
 * else of the card in the folder. Throws UnsafeError `release_dir_taken` before it would replace files that are not
 * from an earlier release.
 */
export async function writeRelease(
  dir: string,
  input: ReleaseInput,
  options: WriteOptions = {},
): Promise<WrittenRelease> {
  return withReleasePlan(dir, input, options, async ({ stagingDir, write, remove, ...written }) => {
    for (const path of write) {
      await produceFileWhole(join(dir, path), (temporaryPath) => copyFile(join(stagingDir, path), temporaryPath));
    }
    for (const path of remove) await rm(join(dir, path), { force: true });
    return written;
  });
}

/** Writes the card of a release that was written to `dir` again, with its `news`: nothing else depends on them. */
export async function writeReleaseNews(
  dir: string,
  input: ReleaseInput,
  written: WrittenRelease,
  card?: EarlierCard,
): Promise<WrittenRelease> {
  const { texts } = renderRelease(input, await readCarried(dir, card));
  await writeFileWhole(join(dir, cardPath), texts.get(cardPath) ?? '');
  const made = await describeFile(dir, cardPath);
  return { ...written, files: written.files.map((file) => (file.path === cardPath ? (made ?? file) : file)) };
}

/** Returns what `writeRelease` would return, without writing. */
export async function compareRelease(
  dir: string,
  input: ReleaseInput,
  options: Omit<WriteOptions, 'card'> = {},
): Promise<WrittenRelease> {
  return withReleasePlan(dir, input, options, async ({ files, rows, changed }) => ({
    files,
    rows,
    changed,
  }));
}

async function readCarried(dir: string, card: EarlierCard | undefined): Promise<CarriedParts> {
  const own = await readCarriedParts(dir);
  return card === undefined ? own : mergeCarriedParts(own, parseCarriedParts(card.text, card.place));
}

/** Text written into the folder before the first release is kept; after that, the published card decides. */
function mergeCarriedParts(own: CarriedParts, published: CarriedParts): CarriedParts {
  const hasText = published.keptParts.some((part) => part.trim() !== '');
  return hasText ? published : { ...published, keptParts: own.keptParts };
}

/** Parquet can only be compared as bytes, so even a comparison makes all files, in a temporary folder. */
async function withReleasePlan<T>(
  dir: string,
  input: ReleaseInput,
  { card, drawChart = drawOnce, onProgress = () => {} }: WriteOptions,
  work: (plan: ReleasePlan) => Promise<T>,
): Promise<T> {
  const carried = await readCarried(dir, card);
  const stagingDir = await mkdtemp(join(tmpdir(), 'prank-release-'));
  try {
    onProgress('writing the card', 0, null);
    const { texts, tables, charts, rows } = renderRelease(input, carried);
    const onChart = (done: number, total: number): void => onProgress('drawing charts', done, total);
    const images = await renderChartFiles(charts, drawChart, onChart);
    const page = await renderDashboard(input, charts, async (chart, theme) => (await drawChart(chart, theme)).svg);
    const files = new Map([...texts, [dashboardPath, page], ...images]);
    let done = 0;
    const onFile = (): void => onProgress('writing files', done++, files.size + tables.length);
    for (const [path, data] of files) {
      onFile();
      await writeFileWhole(join(stagingDir, path), data);
    }
    for (const { path, columns, rows: cells } of tables) {
      onFile();
      await writeParquetFile(join(stagingDir, path), columns, cells);
    }
    const made = [...files.keys(), ...tables.map(({ path }) => path)];
    await writeFileWhole(join(stagingDir, recordPath), renderRecord(input, await hashFiles(stagingDir, made)));
    const paths = [...made, recordPath];
    return await work({ stagingDir, rows, ...(await compareFiles(dir, stagingDir, paths)) });
  } finally {
    await rm(stagingDir, { recursive: true, force: true });
  }
}

/** Of all but the card, which is written again when its news are known. */
async function hashFiles(dir: string, paths: readonly string[]): Promise<Record<string, string>> {
  const hashed = paths.filter((path) => path !== cardPath);
  return Object.fromEntries(await Promise.all(hashed.map(async (path) => [path, await hashFile(join(dir, path))])));
}

async function compareFiles(
  dir: string,
  stagingDir: string,
  paths: readonly string[],
): Promise<Pick<ReleasePlan, 'files' | 'changed' | 'write' | 'remove'>> {
  const files: ReleaseFile[] = [];
  const write: string[] = [];
  for (const path of paths) {
    const made = await describeFile(stagingDir, path);
    const there = await describeFile(dir, path);
    if (made === null) throw new Error(`${path} was not made`);
    files.push(made);
    if (made.sha256 !== there?.sha256) write.push(path);
  }
  const remove = (await listReleaseFiles(dir)).filter((path) => !paths.includes(path));
  const byPath = files.toSorted((a, b) => compareText(a.path, b.path));
  return { files: byPath, write, remove, changed: write.length + remove.length > 0 };
}
