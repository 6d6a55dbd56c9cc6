import { join } from 'node:path';

/** Paths below the campaign's folder. */
export const campaignPaths = {
  prompts: (dir: string) => join(dir, '.prank', 'prompts.parquet'),
  manifest: (dir: string) => join(dir, '.prank', 'manifest.json'),
  ratings: (dir: string) => join(dir, '.prank', 'ratings'),
  release: (dir: string) => join(dir, '.prank', 'release'),
  /** Charts that were drawn; may be deleted at any time. */
  charts: (dir: string) => join(dir, '.prank', 'cache', 'charts'),
  localDatabase: (dir: string) => join(dir, '.prank', 'local.db'),
  lock: (dir: string) => join(dir, '.prank', 'lock'),
  syncState: (dir: string) => join(dir, '.prank', 'sync.json'),
  /** Present in a folder that `prank demo` made: its answers are simulated. */
  simulated: (dir: string) => join(dir, '.prank', 'simulated'),
};
