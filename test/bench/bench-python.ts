import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const folder = fileURLToPath(new URL('python', import.meta.url));
const run = promisify(execFile);

/** Path of a Python with the baselines, which are installed on first use. BENCH_PYTHON names one that has them. */
async function findPython(): Promise<string> {
  const named = process.env['BENCH_PYTHON'];
  if (named !== undefined) return named;
  const requirements = join(folder, 'requirements.txt');
  const version = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const venv = join(homedir(), '.cache', 'prank-bench', `venv-${version}`);
  const ready = join(venv, 'ready');
  const isReady = await access(ready).then(
    () => true,
    () => false,
  );
  if (!isReady) {
    await run('python3', ['-m', 'venv', venv]);
    await run(join(venv, 'bin', 'pip'), ['install', '--quiet', '-r', requirements]);
    await run('touch', [ready]);
  }
  return join(venv, 'bin', 'python');
}

/** Runs a script from `python/` and returns the JSON in its last line. */
export async function runBaseline(script: string, ...words: string[]): Promise<Record<string, number>> {
  const env = { ...process.env, HF_HUB_OFFLINE: '1', HF_DATASETS_DISABLE_PROGRESS_BARS: '1' };
  const { stdout } = await run(await findPython(), [join(folder, script), ...words], { env, maxBuffer: 2 ** 26 });
  const answer: Record<string, number> = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
  return answer;
}
