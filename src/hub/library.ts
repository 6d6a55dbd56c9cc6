import type { z } from 'zod';
import type { HubConnection } from './connection.ts';
import { parseForm, toFormError } from './http-error.ts';

/** Loads `@huggingface/hub` with the first call that needs it. */
export function loadLibrary(): Promise<typeof import('@huggingface/hub')> {
  return import('@huggingface/hub');
}

/**
 * What every function of the library takes: it asks through our connection, which adds the token. `repeatable` is that
 * of HubRequest.
 */
export function throughConnection(hub: HubConnection, options?: { repeatable?: boolean }) {
  // The library insists on something that looks like a token, but never gets ours.
  return { hubUrl: hub.endpoint, fetch: hub.fetcher(options), accessToken: 'hf_of_the_connection' };
}

/** What the library returned, in the form that prank relies on; the library itself doesn't check any. */
export async function checked<T>(name: string, answer: Promise<unknown>, schema: z.ZodType<T>): Promise<T> {
  return parseForm(name, await readable(name, answer), schema);
}

/** The library takes every successful response for the JSON that it expects, and fails at an empty one. */
async function readable(name: string, answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError)
      throw toFormError(name, 'an empty or foreign body', error);
    throw error;
  }
}
