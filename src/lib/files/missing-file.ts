/**
 * Whether a read failed because nothing is at the path. Any other failure, such as a missing permission, says nothing
 * about what is there: code that takes it for "not there" overwrites what it could not read.
 */
export function isMissingFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** For `.catch`: returns null if nothing is at the path; throws any other error again. */
export function nullIfMissing(error: unknown): null {
  if (isMissingFile(error)) return null;
  throw error;
}
