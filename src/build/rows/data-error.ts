import { UsageError } from '../../lib/errors.ts';

export interface DataPlace {
  /** As people know it: relative to the campaign's folder. */
  path: string;
  /** Counted from 1; null where lines mean nothing. */
  line?: number | null;
}

/** The error for data that can't be read as what it claims to be: `file:line: what is wrong`. */
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
