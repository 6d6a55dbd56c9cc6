import { join } from 'node:path';
import { buildFiles } from '../build/build-files.ts';

/** Paths below the campaign's folder. */
export const campaignPaths = {
  prompts: (dir: string) => buildFiles(dir).prompts.absolutePath,
  manifest: (dir: string) => buildFiles(dir).manifest.absolutePath,
  ratings: (dir: string) => join(dir, '.prank', 'ratings'),
  release: (dir: string) => join(dir, '.prank', 'release'),
  /** Cache of drawn charts; may be deleted at any time. */
  charts: (dir: string) => join(dir, '.prank', 'cache', 'charts'),
  localDatabase: (dir: string) => join(dir, '.prank', 'local.db'),
  lock: (dir: string) => join(dir, '.prank', 'lock'),
  /** Which dataset was last written to: see src/folder/last-dataset.ts. */
  lastDataset: (dir: string) => join(dir, '.prank', 'dataset.json'),
  /** The dataset's questions, if raters answered others than the campaign's. */
  questions: (dir: string) => join(dir, '.prank', 'questions.json'),
  /** Hashes of the raters who were forgotten: see src/folder/forgotten-raters.ts. */
  forgotten: (dir: string) => join(dir, '.prank', 'forgotten.json'),
  syncState: (dir: string) => join(dir, '.prank', 'sync.json'),
  /** The self-made certificate of `prank serve --https` and its key (0600). */
  certificate: (dir: string) => join(dir, '.prank', 'https.pem'),
  /** Passwords of raters on the embedded server, as earlier versions kept them (0600). Read, but no longer written. */
  raterPasswords: (dir: string) => join(dir, '.prank', 'raters.csv'),
  /** Present in a folder that `prank demo` made: its answers are simulated. */
  simulated: (dir: string) => join(dir, '.prank', 'simulated'),
};
