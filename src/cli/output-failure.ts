import { UsageError } from '../lib/errors.ts';
import { explainUnwritable } from '../lib/files/file-error.ts';
import type { Io } from './io.ts';

/** Whether standard output still takes what a command prints. */
export interface OutputFailure {
  /** UsageError `output_failed` once a write has failed; otherwise null. */
  readonly error: UsageError | null;
  /** The program that reads the output has ended, as `head` does when it has enough. */
  readonly isReaderGone: boolean;
  /** Calls back when a write fails. */
  onFailure(callback: () => void): void;
}

/**
 * Listens for failed writes to standard output, such as those to a full disk or to a program that has ended. Node would
 * end the process with a stack. What can't be written to standard error is lost.
 */
export function watchOutput({ stdout, stderr }: Pick<Io, 'stdout' | 'stderr'>): OutputFailure {
  let error: UsageError | null = null;
  let isReaderGone = false;
  const callbacks: (() => void)[] = [];
  stdout.on('error', (reason: Error) => {
    if (error !== null) return;
    error = explainFailure(reason);
    isReaderGone = 'code' in reason && reason.code === 'EPIPE';
    for (const callback of callbacks) callback();
  });
  stderr.on('error', () => {});
  return {
    get error() {
      return error;
    },
    get isReaderGone() {
      return isReaderGone;
    },
    onFailure: (callback) => void callbacks.push(callback),
  };
}

function explainFailure(reason: Error): UsageError {
  const name = 'Standard output';
  const known = explainUnwritable(name, reason);
  if (known instanceof UsageError) {
    return new UsageError('output_failed', known.message, { hint: known.hint, cause: reason });
  }
  return 'code' in reason && reason.code === 'EPIPE'
    ? new UsageError('output_failed', `${name} can't be written: the program that reads it has ended.`, {
        cause: reason,
      })
    : new UsageError('output_failed', `${name} can't be written: ${reason.message}.`, { cause: reason });
}
