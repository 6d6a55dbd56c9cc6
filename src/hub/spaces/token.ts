import { z } from 'zod';
import type { HubConnection } from '../connection.ts';

/** Opens one private Space for reading, and nothing else; lives for minutes. */
export interface SpaceToken {
  token: string;
  /** Milliseconds since the epoch. */
  expiresMs: number;
}

const wireToken = z.object({ token: z.string(), accessToken: z.string().nullish(), exp: z.number() });

/** Asks for a token that the address of a private Space (`owner/name`) takes; our own token never goes there. */
export async function getSpaceToken(hub: HubConnection, name: string): Promise<SpaceToken> {
  const path = `/api/spaces/${name}/jwt`;
  const { token, accessToken, exp } = await hub.request({ method: 'GET', path, schema: wireToken });
  // Seconds in a JWT; the Hub's other times are milliseconds.
  return { token: accessToken ?? token, expiresMs: exp < 1e11 ? exp * 1000 : exp };
}
