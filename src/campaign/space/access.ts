import type { HubConnection } from '../../hub/connection.ts';
import { getSpaceToken, type SpaceToken } from '../../hub/spaces/token.ts';
import type { SpaceInfo } from '../../hub/spaces/spaces.ts';
import type { Clock } from '../../lib/retry.ts';

/** Headers that the way to a Space wants beside Argilla's key. */
export type AccessHeaders = () => Promise<Record<string, string>>;

/**
 * A private Space lets through who shows a token: one for this Space alone, which is asked for again before it ends.
 * Our own token would be read by whoever runs the Space. null = everybody may pass.
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
