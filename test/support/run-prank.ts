import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built program, through a link as on the PATH, so that the commands it shows say `prank`. */
export const bin = fileURLToPath(new URL('bin/prank', import.meta.url));

export interface PrankRun {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd: string;
  env?: Record<string, string>;
}

/** Starts the built program as a user would, without a terminal and without the settings of this machine. */
export function startPrank(words: string[], { cwd, env = {} }: RunOptions): ChildProcess {
  const inherited = { PATH: process.env['PATH'], HOME: cwd, TMPDIR: process.env['TMPDIR'] };
  return spawn(process.execPath, [bin, ...words], {
    cwd,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs a command to its end. */
export async function runPrank(words: string[], options: RunOptions): Promise<PrankRun> {
  return collect(startPrank(words, options));
}

/** Runs a command with --json and returns its `data`; throws what it said when it failed. */
export async function runJson(words: string[], options: RunOptions): Promise<Record<string, unknown>> {
  const run = await runPrank([...words, '--json'], options);
  const document: unknown = JSON.parse(run.stdout);
  if (run.exitCode === 0 && isRecord(document) && document['ok'] === true && isRecord(document['data']))
    return document['data'];
  throw new Error(`prank ${words.join(' ')} ended with ${run.exitCode}:\n${run.stdout}\n${run.stderr}`);
}

export async function collect(child: ChildProcess): Promise<PrankRun> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exitCode = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('close', done);
  });
  return { exitCode, stdout, stderr };
}

/** Waits until a running command has said something, on either stream; throws when it ends without. */
export async function untilSaid(child: ChildProcess, pattern: RegExp): Promise<void> {
  let said = '';
  await new Promise<void>((done, fail) => {
    const listen = (chunk: unknown): void => {
      said += String(chunk);
      if (pattern.test(said)) done();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('close', () => fail(new Error(`it ended and never said ${pattern.source}:\n${said}`)));
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
