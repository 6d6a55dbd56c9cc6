import { createHash } from 'node:crypto';
import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UnsafeError, UsageError } from '../lib/errors.ts';
import { describeUnreadable } from '../lib/files/file-error.ts';
import { isMissingFile } from '../lib/files/missing-file.ts';
import type { CarriedParts } from './card/card.ts';
import { chartFileName } from './charts/chart-files.ts';
import { findChanges } from './card/change-list.ts';
import { findKeptParts, hasKeepMarkers, renderKeptParts } from './card/kept-parts.ts';
import { dashboardPath } from './dashboard/path.ts';
import { findMarks } from './card/marks.ts';
import { cardPath } from './render-release.ts';

export interface ReleaseFile {
  /** Relative to the release's folder. */
  path: string;
  sha256: string;
  sizeBytes: number;
}

/** A table is always one file. Another shard of it is from somebody else. */
const tableName = /^train-00000-of-00001\.parquet$/u;

/** Names that releases use. No other file in a folder is ever touched. */
const ourNames: Record<string, RegExp> = {
  data: tableName,
  ratings: tableName,
  raters: tableName,
  top: tableName,
  preferences: tableName,
  charts: chartFileName,
  '.argilla': /^(settings|dataset)\.json$/u,
  '.prank': /^(release\.json|prompts\.parquet)$/u,
};

/**
 * What the card in `dir` passes on to the next one. Throws UnsafeError `release_dir_taken` if files have our names but
 * the card is not ours: they belong to somebody and would be replaced.
 */
export async function readCarriedParts(dir: string): Promise<CarriedParts> {
  const path = join(dir, cardPath);
  const card = (await readFileIfThere(path))?.toString() ?? null;
  // The change list depends on what is on the Hub; the folder may contain a release that was never uploaded.
  if (card !== null && hasKeepMarkers(card)) return { ...parseCarriedParts(card, path), changes: [] };
  const strangers = [...(card === null ? [] : [cardPath]), ...(await listReleaseFiles(dir))];
  if (strangers.length === 0) return { keptParts: [], changes: [] };
  throw new UnsafeError('release_dir_taken', `${join(dir, strangers[0] ?? '')} is not from a release of prank.`, {
    details: { files: strangers },
  });
}

/** The fingerprint of the key that the release in `dir` was made with; null = there is none. */
export async function readFingerprint(dir: string): Promise<string | null> {
  const card = await readFileIfThere(join(dir, cardPath));
  return findMarks(card?.toString() ?? '')?.pseudonyms ?? null;
}

/** Throws UnsafeError `release_dir_taken` if a release can't go into this folder. */
export async function assertReleaseFolder(dir: string): Promise<void> {
  await readCarriedParts(dir);
}

/**
 * Copies the folder's card to `README.local.md` if its hand-written parts are about to be replaced by others. Returns
 * whether it did.
 */
export async function keepLocalCard(dir: string, next: CarriedParts): Promise<boolean> {
  const { keptParts } = await readCarriedParts(dir);
  const isSame = renderKeptParts(keptParts) === renderKeptParts(next.keptParts);
  if (isSame || renderKeptParts(keptParts) === renderKeptParts([])) return false;
  await copyFile(join(dir, cardPath), join(dir, 'README.local.md'));
  return true;
}

/** What one of our cards passes on to the next one. Errors name `place`. Throws UnsafeError `keep_unclosed`. */
export function parseCarriedParts(card: string, place: string): CarriedParts {
  return { keptParts: findKeptParts(card, place), changes: findChanges(card) };
}

/** Whether a path in a release's folder or repository is one that releases use. false for the card. */
export function isReleaseFile(path: string): boolean {
  const [folder = '', name = '', ...more] = path.split('/');
  if (path === dashboardPath) return true;
  return more.length === 0 && ourNames[folder]?.test(name) === true;
}

/** The card and the files of a release, among other paths. */
export function listReleasePaths(paths: readonly string[]): string[] {
  return paths.filter((path) => path === cardPath || isReleaseFile(path));
}

/** Files that belong beside any dataset. */
const customaryName = /^(?:\.gitattributes|\.gitignore|(?:licen[cs]e|notice|citation)(?:\.[a-z]+)?)$/iu;

/**
 * The files among `paths` that somebody added to a release: `datasets` does not load them, and no release touches them.
 * Left out are those that the card's hand-written parts name, such as a picture, and a licence's text.
 */
export function findForeignFiles(paths: readonly string[], keptParts: readonly string[]): string[] {
  const words = keptParts.flatMap((part) =>
    part.split(/[\s()[\]<>"'`]+/u).map((word) => word.replace(/[.,;:!?]+$/u, '')),
  );
  const isNamed = (path: string): boolean => words.some((word) => word === path || word.endsWith(`/${path}`));
  return paths.filter(
    (path) => path !== cardPath && !isReleaseFile(path) && !customaryName.test(path) && !isNamed(path),
  );
}

/** Files in `dir` that have one of our names, without the card. */
export async function listReleaseFiles(dir: string): Promise<string[]> {
  const found = await Promise.all(
    Object.entries(ourNames).map(async ([folder, pattern]) => {
      const names = await readdir(join(dir, folder)).catch(ignoreMissing(join(dir, folder)));
      return (names ?? []).filter((name) => pattern.test(name)).map((name) => `${folder}/${name}`);
    }),
  );
  const page = await readFileIfThere(join(dir, dashboardPath));
  return [...(page === null ? [] : [dashboardPath]), ...found.flat()];
}

/** null if there is no such file. */
export async function describeFile(dir: string, path: string): Promise<ReleaseFile | null> {
  const bytes = await readFileIfThere(join(dir, path));
  if (bytes === null) return null;
  return { path, sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length };
}

async function readFileIfThere(path: string): Promise<Buffer | null> {
  return readFile(path).catch(ignoreMissing(path));
}

/** null for a missing file; throws UsageError `release_dir_unusable` for any other failure. */
function ignoreMissing(path: string): (error: unknown) => null {
  return (error) => {
    if (isMissingFile(error)) return null;
    const reason = describeUnreadable(error) ?? String(error);
    throw new UsageError('release_dir_unusable', `The release folder can't be read: ${path}: ${reason}.`, {
      cause: error,
    });
  };
}
