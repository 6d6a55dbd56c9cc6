import type { Environment } from '../lib/environment.ts';

/** A stream that a command writes to. */
export interface OutputStream extends NodeJS.WritableStream {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
}

/** Everything that a command sees of its process. Tests pass their own, so that commands run in the tests' process. */
export interface Io {
  env: Environment;
  /** Absolute path of the folder in which the command was typed. */
  cwd: string;
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  stdout: OutputStream;
  stderr: OutputStream;
  /** Receives signals, and ends the process. */
  runtime: Pick<NodeJS.Process, 'on' | 'once' | 'off' | 'exit'>;
  /** The script that Node was started with, for the commands in messages; null = they say `prank`. */
  script: string | null;
}

/** The process itself. */
export function processIo(): Io {
  const { env, stdin, stdout, stderr, argv } = process;
  return { env, cwd: process.cwd(), stdin, stdout, stderr, runtime: process, script: argv[1] ?? null };
}
