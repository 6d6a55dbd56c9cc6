import { UsageError } from '../errors.ts';

export interface DataPlace {
  /** What the message calls the file. */
  path: string;
  /** Counted from 1; null if line numbers mean nothing. */
  line?: number | null;
}

/** The error for data that is not valid in its format: `file:line: what is wrong`. */
export function malformedData(
  { path, line = null }: DataPlace,
  problem: string,
  hint?: string,
  cause?: unknown,
): UsageError {
  const place = line === null ? path : `${path}:${line}`;
  return new UsageError('data_malformed', `${place}: ${problem}`, {
    details: { file: path, line },
    ...(hint === undefined ? {} : { hint }),
    ...(cause === undefined ? {} : { cause }),
  });
}
