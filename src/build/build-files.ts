import { join } from 'node:path';

/** A file that a build writes. */
export interface BuildFile {
  /** Relative to the campaign's folder. */
  path: string;
  absolutePath: string;
}

/** Where a build writes. */
export function buildFiles(dir: string): Record<'prompts' | 'manifest' | 'lock', BuildFile> {
  const place = (path: string): BuildFile => ({ path, absolutePath: join(dir, path) });
  return {
    prompts: place('.prank/prompts.parquet'),
    manifest: place('.prank/manifest.json'),
    lock: place('prank.lock.json'),
  };
}
