import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Buckets } from '../state/buckets.ts';
import type { Volume } from '../state/space-host.ts';

/** What a container has at /data. */
export interface SpaceData {
  folder: string;
  /** false = it is deleted with the container. */
  kept: boolean;
}

/** A bucket's folder if one is mounted at /data; otherwise a new empty folder, with buckets mounted below it. */
export function openData(volumes: Volume[], buckets: Buckets, root: string): SpaceData {
  const mounted = volumes.flatMap(({ type, source, mountPath, path = '' }) => {
    const bucket = type === 'bucket' ? buckets.find(source) : undefined;
    return bucket === undefined
      ? []
      : [{ mountPath: mountPath.replace(/\/$/u, ''), folder: join(bucket.folder, path) }];
  });
  for (const { folder } of mounted) mkdirSync(folder, { recursive: true });
  const whole = mounted.find(({ mountPath }) => mountPath === '/data');
  if (whole !== undefined) return { folder: whole.folder, kept: true };
  const folder = mkdtempSync(join(root, 'data-'));
  for (const mount of mounted.filter(({ mountPath }) => mountPath.startsWith('/data/'))) {
    const place = join(folder, mount.mountPath.slice('/data/'.length));
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(mount.folder, place);
  }
  return { folder, kept: false };
}

export function closeData({ folder, kept }: SpaceData): void {
  if (!kept) rmSync(folder, { recursive: true, force: true });
}

/** Removes everything in the folder, including what is mounted below it. */
export function emptyData({ folder }: SpaceData): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) emptyData({ folder: path, kept: true });
    else rmSync(path, { recursive: true, force: true });
  }
}
