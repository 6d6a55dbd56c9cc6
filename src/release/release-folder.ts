import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UnsafeError, UsageError } from '../lib/errors.ts';
import { findKeptParts, hasKeepMarkers } from './kept-parts.ts';
import { cardPath } from './render-release.ts';

export interface ReleaseFile {
  /** Relative to the release's folder. */
  path: string;
  sha256: string;
  sizeBytes: number;
}

/** Names that releases use; nothing else in a folder is ever touched. */
const ourNames: Record<string, RegExp> = {
  data: /^train-\d{5}-of-\d{5}\.parquet$/u,
  ratings: /^train-\d{5}-of-\d{5}\.parquet$/u,
  raters: /^train-\d{5}-of-\d{5}\.parquet$/u,
  '.argilla': /^(settings|dataset)\.json$/u,
};

/**
 * Hand-written parts of the card in `dir`. Throws UnsafeError `not_a_release` when there are files under our names but
 * no card of ours: they are somebody's, and would be replaced.
 */
export async function readKeptParts(dir: string): Promise<string[]> {
  const path = join(dir, cardPath);
  const card = await readFileIfThere(path);
  if (card !== null && hasKeepMarkers(card.toString())) return findKeptParts(card.toString(), path);
  const strangers = [...(card === null ? [] : [cardPath]), ...(await listReleaseFiles(dir))];
  if (strangers.length === 0) return [];
  throw new UnsafeError('not_a_release', `${join(dir, strangers[0] ?? '')} is not from a release of prank.`, {
    hint: 'Name another folder with --to, or move the file away. To keep a README.md, put its text between the lines <!-- prank:keep --> and <!-- /prank:keep -->.',
    details: { files: strangers },
  });
}

/** Files in `dir` that carry a name of ours, without the card. */
export async function listReleaseFiles(dir: string): Promise<string[]> {
  const found = await Promise.all(
    Object.entries(ourNames).map(async ([folder, pattern]) => {
      const names = await readdir(join(dir, folder)).catch(ignoreMissing);
      return (names ?? []).filter((name) => pattern.test(name)).map((name) => `${folder}/${name}`);
    }),
  );
  return found.flat();
}

/** null when there is no such file. */
export async function describeFile(dir: string, path: string): Promise<ReleaseFile | null> {
  const bytes = await readFileIfThere(join(dir, path));
  if (bytes === null) return null;
  return { path, sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length };
}

async function readFileIfThere(path: string): Promise<Buffer | null> {
  return readFile(path).catch(ignoreMissing);
}

function ignoreMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw new UsageError('release_dir_unusable', `The release folder can't be read: ${String(error)}.`, {
    hint: 'Name a folder with --to.',
    cause: error,
  });
}
