import { type ChildProcess, spawn } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type CommandName, dataSchemas } from '../../src/cli/output/json/schemas.ts';
import type { main as runMain } from '../../src/cli/main.ts';
import type { Io } from '../../src/cli/io.ts';

/** The built program, under the name that hints then show: `prank`. */
export const bin = fileURLToPath(new URL('bin/prank', import.meta.url));
const builtMain = new URL('../../dist/cli/main.js', import.meta.url).href;

export interface PrankRun {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd: string;
  env?: Record<string, string>;
}

/** Starts the built program like a user, but without a terminal and without this machine's settings. */
export function startPrank(words: string[], options: RunOptions): ChildProcess {
  return spawn(process.execPath, [bin, ...words], {
    cwd: options.cwd,
    env: environment(options),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function environment({ cwd, env = {} }: RunOptions): Record<string, string | undefined> {
  return { PATH: process.env['PATH'], HOME: cwd, TMPDIR: process.env['TMPDIR'], ...env };
}

/** Runs a command of the built program to its end in this process, because starting a process takes time. */
export async function runPrank(words: string[], options: RunOptions): Promise<PrankRun> {
  const { main }: { main: typeof runMain } = await import(builtMain);
  const stdout = new TextSink();
  const stderr = new TextSink();
  const io: Io = {
    env: environment(options),
    cwd: options.cwd,
    stdin: Readable.from([]),
    stdout,
    stderr,
    runtime: deaf,
    script: bin,
  };
  const exitCode = await main(words, io);
  if (words.includes('--json')) assertDocument(stdout.text);
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

/** Every document that a test makes a command print has the form that the docs promise. */
function assertDocument(text: string): void {
  const { command, data, error } = printed.parse(JSON.parse(text));
  if (data === undefined) return assertSnakeCase(error);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an unknown name is undefined
  const schema: z.ZodType | undefined = dataSchemas[command as CommandName];
  if (schema === undefined) throw new Error(`${command} has no schema`);
  schema.parse(data);
}

const printed = z.object({
  ok: z.boolean(),
  command: z.string(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
});

function assertSnakeCase(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (!/^[a-z0-9]+(?:_[a-z0-9]+)*$/u.test(key)) throw new Error(`the key ${key} is not snake_case`);
    assertSnakeCase(inner);
  }
}

class TextSink extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}

/** Signals only make sense for started processes. */
const deaf: Io['runtime'] = {
  on: () => process,
  once: () => process,
  off: () => process,
  exit: (code) => {
    throw new Error(`a command ended the process with ${String(code)}`);
  },
};

/** Runs a command to its end in its own process, for tests about the process: locks, kills. */
export async function spawnPrank(words: string[], options: RunOptions): Promise<PrankRun> {
  return collect(startPrank(words, options));
}

/** Runs a command with --json and returns its `data`. Throws its output if it fails. */
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

/** Waits until a running command has printed the pattern on either stream. Throws if it ends before. */
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
