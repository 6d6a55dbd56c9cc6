import { basename, dirname, resolve } from 'node:path';
import type { Environment } from '../lib/environment.ts';

/**
 * How a person types the prank that is running. `script` is what Node was started with (`process.argv[1]`): the name on
 * the PATH, a link in `node_modules/.bin`, or the file of a checkout, whose absolute path works in every folder.
 */
export function resolveProgramWords(script: string, env: Environment): string[] {
  const isFromNpx = env['npm_lifecycle_event'] === 'npx';
  if (isFromNpx || /(?:^|[\\/])node_modules[\\/]\.bin$/u.test(dirname(script))) return ['npx', 'prank'];
  return /^prank(?:\.cmd)?$/u.test(basename(script)) ? ['prank'] : ['node', resolve(script)];
}
