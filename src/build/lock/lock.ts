import { UsageError } from '../../lib/errors.ts';
import { readTextIfPresent } from '../../lib/files/read-text.ts';
import { parseSealedJson, renderSealedJson } from '../../lib/files/sealed-json.ts';
import { type BuildPlan, plannedReads } from '../build-plan.ts';
import type { BuildFile } from '../build-files.ts';
import type { PinnedDataset } from '../sources/hub-files.ts';
import { renderCanonicalJson } from './canonical-json.ts';
import { hashFile, hashText } from '../../lib/files/hash-file.ts';
import { lockUnreadable } from './damage.ts';
import { newestNormalization, type Normalization } from '../normalize-prompt.ts';
import { isRow } from '../../lib/readers/row.ts';
import { sourceUnreadable } from '../../lib/readers/source-unreadable.ts';

export interface LockedFile {
  path: string;
  sha256: string;
  sizeBytes: number;
}

export interface LockedSource {
  id: string;
  /** null = files in the campaign's folder. */
  pinned: PinnedDataset | null;
  files: LockedFile[];
}

/** prank.lock.json: what a build was made from, and the hash of the result. */
export interface Lock {
  version: 1;
  seed: number;
  /** When two prompts are the same text. The file has it from version 2 on. */
  normalization: Normalization;
  /** SHA-256 of the build settings and of the sources' settings, without their files. */
  settings: string;
  engine: string;
  sources: LockedSource[];
  /** Row count and SHA-256 of prompts.parquet. */
  prompts: { rows: number; sha256: string };
}

/** The files of each planned source with their hashes. */
export async function lockSources(plan: BuildPlan): Promise<Lock['sources']> {
  const locked: Lock['sources'] = [];
  for (const { source, pinned, files } of plannedReads(plan)) {
    const lockedFiles: LockedFile[] = [];
    for (const { path, absolutePath, sizeBytes, sha256 } of files) {
      lockedFiles.push({ path, sha256: sha256 ?? (await hashSourceFile(path, absolutePath)), sizeBytes });
    }
    locked.push({ id: source.id, pinned, files: lockedFiles });
  }
  return locked;
}

function hashSourceFile(path: string, absolutePath: string): Promise<string> {
  return hashFile(absolutePath).catch((error: unknown) => {
    throw sourceUnreadable(path, error);
  });
}

/** One hash over everything in prank.yaml that the prompts depend on, except the seed. */
export function hashSettings({ settings, sources }: Pick<BuildPlan, 'settings' | 'sources'>): string {
  return hashText(renderCanonicalJson({ settings, sources: sources.map(({ source }) => source) }));
}

/** prank.lock.json as text, with its own key names. */
export function renderLock({ version, seed, normalization, settings, engine, sources, prompts }: Lock): string {
  const wireSources = sources.map(({ id, pinned, files }) => ({
    id,
    ...(pinned === null ? {} : { hub: pinned }),
    files: files.map(({ path, sha256, sizeBytes }) => ({ path, sha256, size_bytes: sizeBytes })),
  }));
  // A lock without it is of version 1.
  const later = normalization === 1 ? {} : { normalization };
  return renderSealedJson({ version, seed, ...later, settings, engine, sources: wireSources, prompts });
}

/**
 * The lock of the last build; null only if there is none. Throws UsageError `lock_unreadable` or `lock_conflict` if it
 * is damaged: without its commits, a build would use other data than the last one.
 */
export async function findLock({ path, absolutePath }: BuildFile): Promise<Lock | null> {
  const text = await readTextIfPresent(absolutePath);
  if (text === null) return null;
  const lock = parseLock(text);
  if (lock === null) throw lockUnreadable(path, text);
  return lock;
}

/** The normalization of a lock that can't be read, by what is left of its text. */
export async function guessNormalization({ absolutePath }: BuildFile): Promise<Normalization> {
  const text = (await readTextIfPresent(absolutePath)) ?? '';
  const isOlder = text.includes('"settings"') && !text.includes('"normalization"');
  return isOlder ? 1 : newestNormalization;
}

/** Throws UsageError `lock_missing`, `lock_unreadable` or `lock_conflict`. */
export async function readLock(file: BuildFile): Promise<Lock> {
  const lock = await findLock(file);
  if (lock !== null) return lock;
  throw new UsageError('lock_missing', `${file.path} is not there, so there is nothing to check against.`);
}

function parseLock(text: string): Lock | null {
  const value = parseSealedJson(text);
  if (!isRow(value) || value['version'] !== 1) return null;
  const { seed, normalization = 1, settings, engine, prompts } = value;
  if (normalization !== 1 && normalization !== 2) return null;
  const sources = parseList(value['sources'], parseSource);
  if (typeof seed !== 'number' || typeof settings !== 'string' || typeof engine !== 'string') return null;
  if (sources === null || !isRow(prompts)) return null;
  const { rows, sha256 } = prompts;
  if (typeof rows !== 'number' || typeof sha256 !== 'string') return null;
  return { version: 1, seed, normalization, settings, engine, sources, prompts: { rows, sha256 } };
}

function parseSource(value: unknown): LockedSource | null {
  if (!isRow(value) || typeof value['id'] !== 'string') return null;
  const files = parseList(value['files'], parseFile);
  const pinned = parsePinned(value['hub']);
  return files === null || pinned === undefined ? null : { id: value['id'], pinned, files };
}

/** undefined = damaged. */
function parsePinned(value: unknown): PinnedDataset | null | undefined {
  if (value === undefined) return null;
  if (!isRow(value)) return undefined;
  const { dataset, revision, path, commit } = value;
  const isWhole =
    typeof dataset === 'string' &&
    typeof revision === 'string' &&
    typeof path === 'string' &&
    typeof commit === 'string';
  return isWhole ? { dataset, revision, path, commit } : undefined;
}

function parseFile(value: unknown): LockedFile | null {
  if (!isRow(value)) return null;
  const { path, sha256, size_bytes: sizeBytes } = value;
  if (typeof path !== 'string' || typeof sha256 !== 'string' || typeof sizeBytes !== 'number') return null;
  return { path, sha256, sizeBytes };
}

function parseList<T>(value: unknown, parse: (item: unknown) => T | null): T[] | null {
  if (!Array.isArray(value)) return null;
  const items = value.map(parse).filter((item) => item !== null);
  return items.length === value.length ? items : null;
}
