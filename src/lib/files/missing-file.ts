/**
 * Whether a read failed because nothing is at the path. Any other failure, such as a missing permission, says nothing
 * about what is there: who takes it for "not there" overwrites what could not be read.
 */
export function isMissingFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** For `.catch`: null when nothing is at the path; any other error is thrown again. */
export function nullIfMissing(error: unknown): null {
  if (isMissingFile(error)) return null;
  throw error;
}
