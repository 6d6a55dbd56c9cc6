import { createInterface } from 'node:readline/promises';
import type { Io } from '../io.ts';

type Streams = Pick<Io, 'stdin' | 'stderr'>;

/** Asks on a terminal. Without one, the answer is no. */
export async function askYesNo(question: string, io: Streams): Promise<boolean> {
  if (io.stdin.isTTY !== true) return false;
  return /^y(es)?$/i.test(await ask(`${question} [y/N] `, io));
}

/** One line from the terminal, trimmed. */
export async function ask(question: string, { stdin, stderr }: Streams): Promise<string> {
  const line = createInterface({ input: stdin, output: stderr });
  try {
    return (await line.question(question)).trim();
  } finally {
    line.close();
  }
}
