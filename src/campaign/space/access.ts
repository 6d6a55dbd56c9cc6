import type { HubConnection } from '../../hub/connection.ts';
import { getSpaceToken, type SpaceToken } from '../../hub/spaces/token.ts';
import type { SpaceInfo } from '../../hub/spaces/spaces.ts';
import type { Clock } from '../../lib/retry.ts';

/** Headers that a Space requires besides Argilla's key. */
export type AccessHeaders = () => Promise<Record<string, string>>;

/**
 * A private Space lets requests with a token through. This token is valid for this Space only, and is renewed before it
 * expires: our own could be read by whoever runs the Space. null = the Space is public.
 */
export function accessHeaders(
  hub: HubConnection,
  space: string,
  info: Pick<SpaceInfo, 'private'>,
  clock: Pick<Clock, 'now'>,
): AccessHeaders | null {
  if (!info.private) return null;
  let current: SpaceToken | null = null;
  return async () => {
    if (current === null || current.expiresMs - clock.now() < 60_000) current = await getSpaceToken(hub, space);
    return { Authorization: `Bearer ${current.token}` };
  };
}
