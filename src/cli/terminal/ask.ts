import { createInterface } from 'node:readline/promises';

/** Asks on a terminal; without one the answer is no. */
export async function askYesNo(
  question: string,
  input: NodeJS.ReadStream,
  output: NodeJS.WritableStream,
): Promise<boolean> {
  if (input.isTTY !== true) return false;
  return /^y(es)?$/i.test(await ask(`${question} [y/N] `, input, output));
}

/** One line from the terminal, trimmed. */
export async function ask(question: string, input: NodeJS.ReadStream, output: NodeJS.WritableStream): Promise<string> {
  const line = createInterface({ input, output });
  try {
    return (await line.question(question)).trim();
  } finally {
    line.close();
  }
}
