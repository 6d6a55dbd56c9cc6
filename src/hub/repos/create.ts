import { z } from 'zod';
import { UnsafeError } from '../../lib/errors.ts';
import type { HubConnection } from '../connection.ts';
import { HubHttpError } from '../http-error.ts';
import { checked, loadLibrary, throughConnection } from '../library.ts';

type CreateRepo = (typeof import('@huggingface/hub'))['createRepo'];

/** What to create, as the library takes it. */
export type NewRepository = Omit<Parameters<CreateRepo>[0], 'hubUrl' | 'fetch' | 'accessToken' | 'credentials'>;

const created = z.object({ repoUrl: z.string(), id: z.string() });

/** Creates a repository, Space or bucket. false = one of this name exists already, whoever made it, and is unchanged. */
export async function createRepository(hub: HubConnection, repository: NewRepository): Promise<boolean> {
  const { createRepo } = await loadLibrary();
  const answer = createRepo({ ...repository, ...throughConnection(hub) });
  try {
    await checked('the creation of a repository', answer, created);
    return true;
  } catch (error) {
    if (error instanceof HubHttpError && error.status === 409) return false;
    throw error;
  }
}

/** The error if something that must be private isn't. Data must not go there. */
export function notPrivate(what: string): UnsafeError {
  return new UnsafeError('hub_not_private', `The ${what} is not private on the Hub, so nothing was stored in it.`, {
    hint: 'Make it private in its settings on the Hub, or choose another name in prank.yaml.',
  });
}
