import { execFileSync } from 'node:child_process';

/** The tests of whole commands run the built program, so it must be that of the sources at hand. */
export function setup(): void {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    stdio: 'inherit',
  });
}
