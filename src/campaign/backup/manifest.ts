import { z } from 'zod';
import { splitAddress } from '../../lib/secrets/address.ts';
import { UnsafeError } from '../../lib/errors.ts';
import { syncState } from '../sync/state.ts';

const manifest = z.object({
  version: z.literal(1),
  /** When it was written; later than every earlier manifest. */
  at: z.string(),
  server: z.object({
    /** Without user and password. */
    url: z.string().transform((url) => splitAddress(url)?.url ?? url),
    workspaceId: z.string(),
    datasetId: z.string(),
    /** The server's clock when the answers were read. */
    lastActivityAt: z.string(),
  }),
  /** Number of answers on records that the server no longer had. */
  lost: z.number(),
  /** Ids of the prompts whose records were deleted on the server. A push leaves them out. */
  removed: z.array(z.string()).default([]),
  /** Paths of the current files. */
  current: z.object({
    records: z.string(),
    raters: z.string(),
    settings: z.string(),
    prompts: z.string().nullable(),
    /** The manifest of the prompts' build. */
    build: z.string().nullable().default(null),
  }),
  /** Names of the log's files. */
  log: z.array(z.string()),
  /** The dataset that this one was restored from, if a restore wrote the manifest. */
  restoredFrom: z.string().nullable(),
  /** What the last complete sync left; null = something has happened since. */
  sync: syncState.nullable().default(null),
});

/** What one run of prank left in a backup: the server it read, and which files belong together. Names no rater. */
export type Manifest = z.output<typeof manifest>;
export type CurrentFiles = Manifest['current'];

/** Runs are read in the order of their paths, which is the order of their times. */
export function manifestPath(at: string, suffix: string): string {
  return `runs/${at.replaceAll(/[-:.]/gu, '')}-${suffix}.json`;
}

/** The path of the newest manifest; null = none yet. */
export function newestManifest(files: Iterable<string>): string | null {
  let newest: string | null = null;
  for (const path of files) {
    if (/^runs\/\d{8}T\d{9}Z-[0-9a-f]+\.json$/u.test(path) && (newest === null || path > newest)) newest = path;
  }
  return newest;
}

/** A time for the next file of its folder: now, or just after the newest one's if that is ahead of our clock. */
export function timeAfter(newest: string | null, now: string): string {
  const digits = /^[a-z]+\/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z/u.exec(newest ?? '');
  if (digits === null) return now;
  const [, year, month, day, hours, minutes, seconds, fraction] = digits;
  const last = Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}.${fraction}Z`);
  return Date.parse(now) > last ? now : new Date(last + 1).toISOString();
}

export function renderManifest(written: Manifest): Buffer {
  return Buffer.from(`${JSON.stringify(written, null, 2)}\n`);
}

/** Throws UnsafeError `backup_unreadable`. */
export function parseManifest(bytes: Buffer | null, place: string): Manifest {
  const parsed = manifest.safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data;
  throw backupUnreadable(place, parsed.error);
}

/** null if the bytes are not JSON. */
export function parseJson(bytes: Buffer | null): unknown {
  try {
    return JSON.parse(bytes?.toString() ?? '');
  } catch {
    return null;
  }
}

export function backupUnreadable(place: string, cause?: unknown): UnsafeError {
  return new UnsafeError('backup_unreadable', `${place} is damaged or from a newer version of prank.`, { cause });
}
