import { z } from 'zod';
import type { HubConnection } from '../connection.ts';

/** Gives read access to one private Space and nothing else. Valid for minutes. */
export interface SpaceToken {
  token: string;
  /** Milliseconds since the epoch. */
  expiresMs: number;
}

const wireToken = z.object({ token: z.string(), accessToken: z.string().nullish(), exp: z.number() });

/** Gets a token that the URL of a private Space (`owner/name`) accepts. Our own token is never sent there. */
export async function getSpaceToken(hub: HubConnection, name: string): Promise<SpaceToken> {
  const path = `/api/spaces/${name}/jwt`;
  const { token, accessToken, exp } = await hub.request({ method: 'GET', path, schema: wireToken });
  // `exp` is in seconds in a JWT, but the Hub's other times are in milliseconds.
  return { token: accessToken ?? token, expiresMs: exp < 1e11 ? exp * 1000 : exp };
}
