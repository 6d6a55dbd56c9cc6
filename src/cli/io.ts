/** A stream that a command writes to. */
export interface OutputStream extends NodeJS.WritableStream {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
}

/** All that a command sees of its process. Tests give one of their own, so that commands run in theirs. */
export interface Io {
  env: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the folder that the command is typed in. */
  cwd: string;
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  stdout: OutputStream;
  stderr: OutputStream;
  /** Gets the signals, and ends. */
  runtime: Pick<NodeJS.Process, 'on' | 'once' | 'off' | 'exit'>;
  /** What Node was started with, for the commands that are shown; null = they say `prank`. */
  script: string | null;
}

/** The process itself. */
export function processIo(): Io {
  const { env, stdin, stdout, stderr, argv } = process;
  return { env, cwd: process.cwd(), stdin, stdout, stderr, runtime: process, script: argv[1] ?? null };
}
