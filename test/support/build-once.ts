import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Commands run from the build, so it must match the current sources. `npm ci` has made one. */
export function setup(): void {
  if (newest('dist') > Math.max(...['src', 'package.json', 'rolldown.config.ts', 'tsconfig.build.json'].map(newest)))
    return;
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}

/** Newest modification time at this path, in milliseconds; 0 = there is nothing. */
function newest(path: string): number {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return 0;
  if (!entry.isDirectory()) return entry.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}
