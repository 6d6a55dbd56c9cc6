import type { Format } from '../lib/readers/data-file.ts';
import { UsageError } from '../lib/errors.ts';
import { sqlText, withDuckdb } from '../lib/files/duckdb.ts';
import { isPresent } from '../lib/files/read-text.ts';
import { printable } from '../lib/text/text.ts';
import type { BuildSettings, Emit, PromptKind, Source, Step } from '../model.ts';
import type { BuildInput } from './build-input.ts';
import { buildFiles } from './build-files.ts';
import { type BuildPlan, isRemote, type PlannedFile, type PlannedSource, plannedReads } from './build-plan.ts';
import { compileDropPatterns } from './filters/drop-patterns.ts';
import { chooseEngine } from './engines/choose-engine.ts';
import type { Engine } from './engines/engine.ts';
import { listRemoteFiles, type RemoteFile } from './engines/spark/list-files.ts';
import { findSourceFiles } from './sources/find-files.ts';
import type { HubFilesPort } from './sources/hub-files.ts';
import { wantedBySource } from './quotas.ts';
import { findLock, guessNormalization, type Lock } from './lock/lock.ts';
import { newestNormalization, type Normalization } from './normalize-prompt.ts';
import { resolveHubSource } from './sources/resolve-hub-source.ts';
import { sourceLookups } from './sources/lookups.ts';

/**
 * Decides what a build reads, without reading it. Throws UsageErrors for a damaged lock, missing files, bad paths and
 * bad patterns.
 */
export async function resolveBuildPlan(input: BuildInput, emit: Emit): Promise<BuildPlan> {
  const { sources, settings, seed, dir } = input;
  const enabled = sources.filter((source) => source.enabled);
  if (enabled.length === 0) {
    throw new UsageError('no_sources', 'No source is enabled, so there is nothing to build from.');
  }
  compileDropPatterns(settings.drop);
  const { lock, normalization } = await findPins(input);
  const all = [...enabled, ...settings.exclude];
  const remote = await findRemoteFiles(all, input, emit);
  for (const source of all) sourceLookups(source);
  // Files in the folder are looked for before any is downloaded.
  const local = all.filter(({ hub }) => hub === null);
  const found = await findSourceFiles(local, dir, remote);
  const plan = async (source: Source): Promise<PlannedSource> => {
    if (source.hub === null) return { source, pinned: null, files: found.get(source) ?? [] };
    return resolveHubSource({ ...source, hub: source.hub }, lock, input, emit);
  };
  const planned: PlannedSource[] = [];
  for (const source of enabled) planned.push(await plan(source));
  const exclude: PlannedSource[] = [];
  for (const source of settings.exclude) exclude.push(await plan(source));
  return { seed, normalization, settings, sources: planned, exclude };
}

interface Pins {
  lock: Lock | null;
  normalization: Normalization;
}

/**
 * The lock whose commits and normalization the build uses. With `update` it is about to be replaced, so a damaged lock
 * gives only the normalization, as far as it can be seen.
 */
async function findPins({ dir, update = false }: BuildInput): Promise<Pins> {
  const file = buildFiles(dir).lock;
  try {
    const lock = await findLock(file);
    return { lock, normalization: lock?.normalization ?? newestNormalization };
  } catch (error) {
    const isDamaged = error instanceof UsageError && ['lock_unreadable', 'lock_conflict'].includes(error.code);
    if (!update || !isDamaged) throw error;
    return { lock: null, normalization: await guessNormalization(file) };
  }
}

/** All files at addresses that only Spark can read, listed in one Spark job. */
async function findRemoteFiles(
  sources: readonly Source[],
  { engine, looksOnly = false }: BuildInput,
  emit: Emit,
): Promise<RemoteFile[]> {
  const far = sources.filter(({ files }) => files.some(isRemote));
  const [first] = far;
  if (first === undefined) return [];
  if (engine === undefined || engine.engine === 'duckdb') {
    const shown = printable(first.files.find(isRemote) ?? '', 120);
    throw new UsageError('source_needs_spark', `Source ${first.id}: only Spark can read ${shown}.`);
  }
  const patterns = [...new Set(far.flatMap(({ files }) => files.filter(isRemote)))];
  return listRemoteFiles(patterns, { withHashes: !looksOnly }, engine, emit);
}

/** What would be read from a source, and how much of it would be used. */
export interface SourcePreview {
  id: string;
  kind: PromptKind | 'mixed';
  license: string | null;
  /** null = files in the campaign's folder. */
  dataset: string | null;
  revision: string | null;
  files: { path: string; format: Format; sizeBytes: number }[];
  /** According to the files' own metadata, without reading their data; null = unknown before reading. */
  rows: number | null;
  /** Prompts to draw; null = all, or the remainder. */
  wanted: number | null;
}

export interface BuildPreview {
  engine: Engine['name'];
  steps: Step[];
  sources: SourcePreview[];
}

/** What a build would read, take and write: one step per file, in reading order. Reads no data. */
export async function planBuild(input: BuildInput, emit: Emit): Promise<BuildPreview> {
  const { settings } = input;
  const plan = await resolveBuildPlan({ ...input, ...withoutDownloads(input), looksOnly: true }, emit);
  const reads = plannedReads(plan).flatMap(({ source, pinned, files }) =>
    files.map((file): Step => ({
      action: 'keep',
      target: pinned === null ? file.path : `${pinned.dataset}@${pinned.commit.slice(0, 12)}/${file.path}`,
      why: `read as ${file.format}${file.gzip ? ' (gzip)' : ''}, ${file.sizeBytes} bytes, for ${describeUse(source, settings)}`,
    })),
  );
  const disabled = input.sources
    .filter((source) => !source.enabled)
    .map((source): Step => ({ action: 'keep', target: source.id, why: 'not read: the source is disabled' }));
  const files = buildFiles(input.dir);
  const writes = [files.prompts, files.manifest, files.lock].map(async ({ path, absolutePath }): Promise<Step> => {
    return {
      action: (await isPresent(absolutePath)) ? 'update' : 'create',
      target: path,
      why: 'made from the files above',
    };
  });
  const wanted = wantedBySource(
    plan.sources.map(({ source }) => source),
    settings.size,
  );
  const sources: SourcePreview[] = [];
  for (const [index, planned] of plan.sources.entries()) {
    sources.push({ ...previewSource(planned), rows: await countRows(planned.files), wanted: wanted[index] ?? null });
  }
  const engine = await chooseEngine(plan, input, emit);
  return { engine: engine.name, steps: [...reads, ...disabled, ...(await Promise.all(writes))], sources };
}

function previewSource({ source, pinned, files }: PlannedSource): Omit<SourcePreview, 'rows' | 'wanted'> {
  return {
    id: source.id,
    kind: typeof source.kind === 'string' ? source.kind : 'mixed',
    license: source.license,
    dataset: pinned?.dataset ?? null,
    revision: pinned?.commit ?? null,
    files: files.map(({ path, format, sizeBytes }) => ({ path, format, sizeBytes })),
  };
}

/** Parquet footers give the number of rows. It is unknown for other formats and for files that are not here yet. */
async function countRows(files: readonly PlannedFile[]): Promise<number | null> {
  if (files.some(({ format, absolutePath }) => format !== 'parquet' || absolutePath === '' || isRemote(absolutePath)))
    return null;
  return withDuckdb(async (connection) => {
    let rows = 0;
    for (const { absolutePath } of files) {
      const footer = await connection.runAndReadAll(
        `SELECT num_rows FROM parquet_file_metadata(${sqlText(absolutePath)})`,
      );
      rows += Number(footer.getRows()[0]?.[0] ?? 0);
    }
    return rows;
  });
}

function describeUse({ id, take, share }: Source, { size, exclude }: BuildSettings): string {
  if (exclude.some((excluded) => excluded.id === id)) return `${id}: what must not be in the dataset`;
  if (share !== null) return `source ${id}, share ${share} of ${size}`;
  return `source ${id}, take ${take === 'all' && size !== null ? 'what is left' : take}`;
}

/** A Hub port that lists but never downloads. */
function withoutDownloads({ hub }: BuildInput): Pick<BuildInput, 'hub'> {
  if (hub === undefined) return {};
  const fetch: HubFilesPort['fetch'] = async (dataset, commit, path) =>
    (await hub.findHere(dataset, commit, path)) ?? '';
  return { hub: { ...hub, fetch } };
}
