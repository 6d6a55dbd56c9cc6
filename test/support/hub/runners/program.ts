import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface ProgramOptions {
  command: string;
  args: string[];
  env: Record<string, string>;
  cwd: string;
  log: (line: string) => void;
}

export interface Program {
  isAlive(): boolean;
  /** The last lines of its output. */
  lastLines(): string[];
  /** Resolves with the exit code when it ends; null = ended by a signal. */
  ended: Promise<number | null>;
  /** Ends it and everything it started. */
  stop(): Promise<void>;
}

const keptLines = 20;
const patienceMs = 5_000;

/** Starts a program in its own process group, and passes on its lines. */
export function startProgram({ command, args, env, cwd, log }: ProgramOptions): Program {
  const child = spawn(command, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  for (const output of [child.stdout, child.stderr]) {
    createInterface({ input: output }).on('line', (line) => {
      lines.push(line);
      log(line);
    });
  }
  let alive = true;
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => {
      alive = false;
      reject(error);
    });
    child.once('close', (code) => {
      alive = false;
      resolve(code);
    });
  });
  // Whoever stops it or finds it dead learns of a failure to start, so nobody has to wait for it.
  ended.catch(() => {});
  const signal = (name: NodeJS.Signals): void => {
    if (alive && child.pid !== undefined) process.kill(-child.pid, name);
  };
  return {
    isAlive: () => alive,
    lastLines: () => lines.slice(-keptLines),
    ended,
    async stop() {
      signal('SIGTERM');
      const timer = setTimeout(() => signal('SIGKILL'), patienceMs);
      await ended.catch(() => null);
      clearTimeout(timer);
    },
  };
}

/** Runs a program to its end. Rejects with its last lines if it fails. */
export async function runProgram(options: ProgramOptions): Promise<void> {
  const program = startProgram(options);
  const code = await program.ended;
  if (code !== 0) throw new Error(`Exit code: ${code}. Reason:\n${program.lastLines().join('\n')}`);
}
