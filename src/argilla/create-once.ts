import { ArgillaHttpError, ArgillaUnreachableError } from './http-error.ts';

/**
 * Creates something, safely even if run twice. 409 means it already exists. After a 5xx or a lost response the outcome
 * is unknown, because the server commits first and may fail afterwards: so look for it, then try once more.
 */
export async function createOnce<T>(create: () => Promise<T>, find: () => Promise<T | undefined>): Promise<T> {
  try {
    return await create();
  } catch (error) {
    if (!isTaken(error) && !isUnknown(error)) throw error;
    const found = await find();
    if (found !== undefined) return found;
    if (isTaken(error)) throw error;
    return create();
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof ArgillaHttpError && error.status === 409;
}

function isUnknown(error: unknown): boolean {
  return error instanceof ArgillaUnreachableError || (error instanceof ArgillaHttpError && error.status >= 500);
}
