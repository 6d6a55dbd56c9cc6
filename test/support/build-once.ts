import { execFileSync } from 'node:child_process';

/** The tests of whole commands run the built program, so it must be that of the sources at hand. */
export function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}
