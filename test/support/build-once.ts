import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Commands are run as they are built, so the build must be that of the sources at hand; `npm ci` has made one. */
export function setup(): void {
  if (newest('dist') > Math.max(...['src', 'package.json', 'rolldown.config.ts', 'tsconfig.build.json'].map(newest)))
    return;
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}

/** When a file there was last written, in milliseconds; 0 = there is none. */
function newest(path: string): number {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return 0;
  if (!entry.isDirectory()) return entry.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}
